import { cleanLine } from "./clean-text.ts";
import { MAIL_LIMITS } from "./limits.ts";
import type { MailAttachment } from "./message.ts";
import type { ParsedAttachment } from "./parsed-mail.ts";
import { sha256Hex } from "./sha256.ts";

/** The beginning of a part as text: reports and returned headers are ASCII or UTF-8 (RFC 6533). */
export function partText(part: ParsedAttachment): string {
  return new TextDecoder().decode(part.content(64 * 1024)).replace(/\r\n?/g, "\n");
}

/** Names, sizes and hashes of at most `MAIL_LIMITS.attachments` parts; contents are kept elsewhere. */
export function describeAttachments(parts: ParsedAttachment[]): MailAttachment[] {
  return parts.slice(0, MAIL_LIMITS.attachments).map((part, index) => {
    const bytes = part.content();
    return {
      part_id: String(index + 1),
      file_name: cleanLine(part.fileName ?? "", MAIL_LIMITS.nameLength) || null,
      content_type: cleanLine(part.type, 200).toLowerCase() || "application/octet-stream",
      byte_count: bytes.length,
      content_id: cleanLine(part.contentId ?? "", MAIL_LIMITS.nameLength) || null,
      is_inline: part.isInline,
      content_hash: sha256Hex(bytes),
    };
  });
}
