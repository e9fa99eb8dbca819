import type { Attachment } from "postal-mime";
import { cleanLine } from "./clean-text.ts";
import { MAIL_LIMITS } from "./limits.ts";
import type { MailAttachment } from "./message.ts";
import { sha256Hex } from "./sha256.ts";

/** Bytes of a part as the parser decoded them. */
export function partBytes({ content }: Attachment): Uint8Array {
  if (typeof content === "string") return new TextEncoder().encode(content);
  return content instanceof Uint8Array ? content : new Uint8Array(content);
}

/** The beginning of a part as text: reports and returned headers are ASCII or UTF-8 (RFC 6533). */
export function partText(part: Attachment): string {
  return new TextDecoder().decode(partBytes(part).subarray(0, 64 * 1024)).replace(/\r\n?/g, "\n");
}

/** Names, sizes and hashes of at most `MAIL_LIMITS.attachments` parts; contents are kept elsewhere. */
export async function describeAttachments(parts: Attachment[]): Promise<MailAttachment[]> {
  const described: MailAttachment[] = [];
  for (const [index, part] of parts.slice(0, MAIL_LIMITS.attachments).entries()) {
    const bytes = partBytes(part);
    described.push({
      part_id: String(index + 1),
      file_name: cleanLine(part.filename ?? "", MAIL_LIMITS.nameLength) || null,
      content_type: cleanLine(part.mimeType ?? "", 200).toLowerCase() || "application/octet-stream",
      byte_count: bytes.length,
      content_id: cleanLine(part.contentId ?? "", MAIL_LIMITS.nameLength) || null,
      is_inline: part.disposition === "inline" || part.related === true,
      content_hash: await sha256Hex(bytes),
    });
  }
  return described;
}
