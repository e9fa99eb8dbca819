/** https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/get */
import { z } from "zod";
import { ProviderError } from "../../http/provider-error.ts";
import type { ProviderFetch, ProviderRequest } from "../../http/provider-fetch.ts";
import type { ReadMessage } from "../../ports/mailbox.ts";
import { fromBase64Url } from "./base64-url.ts";
import { listParts } from "./list-parts.ts";
import { readAnswer } from "./read-answer.ts";

const minimalAnswer = z.object({
  id: z.string().min(1),
  threadId: z.string().min(1),
  labelIds: z.array(z.string()).default([]),
  internalDate: z.coerce.number().int().nonnegative(),
  sizeEstimate: z.int().nonnegative().default(0),
});
const rawAnswer = minimalAnswer.extend({ raw: z.string() });

/** What of a mail is read when the whole is too long; the rest is attachments, which are fetched when somebody wants them. */
const BEGINNING_BYTES = 5 * 1024 * 1024;

/** The whole message, or its beginning when it is too long to be read at once. Null when there is none with this id. */
export async function getMessage(gmail: ProviderFetch, id: string): Promise<ReadMessage | null> {
  try {
    const answer = await gmail(request(id, { format: "raw" }));
    const found = readAnswer("messages.get", rawAnswer, answer);
    const raw = fromBase64Url(found.raw);
    return toMessage(found, raw, raw.byteLength);
  } catch (error) {
    if (isMissing(error)) return null;
    if (!(error instanceof ProviderError) || error.slug !== "provider_answer_too_long") throw error;
    return await getBeginning(gmail, id);
  }
}

/** The labels of a message; null when there is none with this id. */
export async function getLabels(gmail: ProviderFetch, id: string): Promise<string[] | null> {
  try {
    const answer = await gmail(request(id, { format: "minimal" }));
    return readAnswer("messages.get", minimalAnswer, answer).labelIds;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function getBeginning(gmail: ProviderFetch, id: string): Promise<ReadMessage> {
  const found = readAnswer(
    "messages.get",
    minimalAnswer,
    await gmail(request(id, { format: "minimal" })),
  );
  // Only this field, so that it stands at the beginning of the answer.
  const text = await gmail({
    ...request(id, { format: "raw", fields: "raw" }),
    prefixBytes: Math.ceil(BEGINNING_BYTES * 4 / 3) + 4096,
  }) as string;
  const [, encoded = ""] = /"raw"\s*:\s*"([\w-]*)/.exec(text) ?? [];
  const raw = fromBase64Url(encoded.slice(0, encoded.length - encoded.length % 4));
  return {
    ...toMessage(found, raw, Math.max(found.sizeEstimate, raw.byteLength + 1)),
    files: await getFiles(gmail, id),
  };
}

/** Null where even the list is too long: then the text is, and what is known of the files is what its beginning shows. */
async function getFiles(gmail: ProviderFetch, id: string) {
  try {
    return await listParts(gmail, id);
  } catch (error) {
    if (!(error instanceof ProviderError) || error.slug !== "provider_answer_too_long") throw error;
    return null;
  }
}

function toMessage(
  found: z.infer<typeof minimalAnswer>,
  raw: Uint8Array,
  byteCount: number,
): ReadMessage {
  return {
    id: found.id,
    threadId: found.threadId,
    labels: found.labelIds,
    receivedAt: new Date(found.internalDate),
    raw,
    byteCount,
  };
}

function request(id: string, query: Record<string, string>): ProviderRequest {
  const path = `gmail/v1/users/me/messages/${encodeURIComponent(id)}`;
  return { operation: "messages.get", method: "GET", path, query };
}

function isMissing(error: unknown): boolean {
  return error instanceof ProviderError && error.status === 404;
}
