/** https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/send */
import { z } from "zod";
import { ProviderError } from "../../http/provider-error.ts";
import type { ProviderFetch } from "../../http/provider-fetch.ts";
import type { FoundMail } from "../../ports/mail-provider.ts";
import { toBase64Url } from "./base64-url.ts";

const sendAnswer = z.object({ id: z.string().min(1), threadId: z.string().min(1) });

/**
 * Sends the bytes of one mail, into a thread when there is one.
 * @throws {ProviderError} whose `effect` tells whether the mail may have left
 */
export async function sendMessage(
  gmail: ProviderFetch,
  raw: Uint8Array,
  threadId: string | null,
): Promise<FoundMail> {
  const answer = await gmail({
    operation: "messages.send",
    method: "POST",
    path: "gmail/v1/users/me/messages/send",
    body: { raw: toBase64Url(raw), ...(threadId !== null && { threadId }) },
  });
  const parsed = sendAnswer.safeParse(answer);
  if (parsed.success) {
    return { providerMessageId: parsed.data.id, providerThreadId: parsed.data.threadId };
  }
  throw new ProviderError({
    errorClass: "transient",
    effect: "unknown",
    slug: "provider_answer_unreadable",
    message: "Cannot tell whether the mail was sent: the answer of gmail has another form",
  });
}
