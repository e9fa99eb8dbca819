/** The files of a mail: https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages#MessagePart */
import { z } from "zod";
import { cleanLine } from "../../domain/mail/clean-text.ts";
import { MAIL_LIMITS } from "../../domain/mail/limits.ts";
import { ProviderError } from "../../http/provider-error.ts";
import type { ProviderFetch } from "../../http/provider-fetch.ts";
import type { MailPart } from "../../ports/mail-attachments.ts";
import { readAnswer } from "./read-answer.ts";

const answer = z.object({ payload: z.unknown() });
/** One level: what is inside is read in its turn, so that no nesting is too deep. */
const partAnswer = z.object({
  mimeType: z.string().default(""),
  filename: z.string().default(""),
  headers: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
  body: z.object({
    attachmentId: z.string().optional(),
    size: z.int().nonnegative().default(0),
    data: z.string().optional(),
  }).prefault({}),
  parts: z.array(z.unknown()).default([]),
});
type PartAnswer = z.infer<typeof partAnswer>;

/** Null when there is no message with this id. */
export async function listParts(
  gmail: ProviderFetch,
  messageId: string,
): Promise<MailPart[] | null> {
  const operation = "messages.get";
  const path = `gmail/v1/users/me/messages/${encodeURIComponent(messageId)}`;
  try {
    const found = await gmail({ operation, method: "GET", path, query: { format: "full" } });
    return [...filesOf(readAnswer(operation, answer, found).payload)]
      .slice(0, MAIL_LIMITS.attachments);
  } catch (error) {
    if (error instanceof ProviderError && error.status === 404) return null;
    throw error;
  }
}

function* filesOf(payload: unknown): Generator<MailPart> {
  const left = [payload];
  while (left.length > 0) {
    const part = readAnswer("messages.get", partAnswer, left.pop());
    const type = part.mimeType.toLowerCase();
    // an attached mail is a file, whatever Gmail shows of its inside
    if (type.startsWith("multipart/")) left.push(...part.parts.toReversed());
    else if (!isText(part, type)) yield toPart(part, type);
  }
}

function isText(part: PartAnswer, type: string): boolean {
  return part.filename === "" && (type === "text/plain" || type === "text/html") &&
    !headerOf(part, "content-disposition").startsWith("attachment");
}

function toPart(part: PartAnswer, type: string): MailPart {
  const { attachmentId, size, data = "" } = part.body;
  return {
    file_name: cleanLine(part.filename, MAIL_LIMITS.nameLength) || null,
    content_type: cleanLine(type, 200) || "application/octet-stream",
    byte_count: size,
    content_id: cleanLine(headerOf(part, "content-id"), MAIL_LIMITS.nameLength) || null,
    is_inline: headerOf(part, "content-disposition").startsWith("inline"),
    source: attachmentId === undefined ? { data } : { id: attachmentId },
  };
}

function headerOf({ headers }: PartAnswer, name: string): string {
  return headers.find((header) => header.name.toLowerCase() === name)?.value.trim() ?? "";
}
