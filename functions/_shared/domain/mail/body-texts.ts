import { decoderFor } from "../mime/charset.ts";
import { decodeBody } from "../mime/decode-body.ts";
import { unflow } from "../mime/flowed-text.ts";
import { decodeUtf7, isUtf7 } from "../mime/utf7.ts";
import type { Part } from "../mime/read-parts.ts";
import { htmlToPlainText } from "./html-text.ts";
import { MAIL_LIMITS } from "./limits.ts";

/**
 * Whether a part is text of the mail itself. One that has a file name and follows another part is a file
 * the sender added, whatever its disposition (RFC 8621 section 4.1.4), except among alternatives.
 */
export function isBodyText({ type, disposition, isFirst, alternative }: Part): boolean {
  if (type.value !== "text/plain" && type.value !== "text/html") return false;
  if (disposition.value === "attachment") return false;
  const isFile = disposition.params.get("filename") || type.params.get("name");
  return isFirst || alternative !== null || !isFile;
}

type Texts = { plain: string[]; html: string[] };

/**
 * Plain text and HTML of a mail from its text parts, joined in their order. Of the representations
 * of a multipart/alternative each side takes its own; a part that has no other is turned into the
 * kind the mail has besides. Empty when the mail has no part of a kind. What lies far beyond
 * `MAIL_LIMITS` is not decoded.
 */
export function bodyTexts(parts: Part[]): { text: string; html: string } {
  const groups = new Map<number | Part, Texts>();
  const room = { plain: MAIL_LIMITS.textLength + 1, html: MAIL_LIMITS.htmlLength + 1 };
  for (const part of parts.filter(isBodyText)) {
    const kind = part.type.value === "text/html" ? "html" : "plain";
    if (room[kind] <= 0) continue;
    const text = textOf(part, room[kind]);
    room[kind] -= text.length;
    const key = part.alternative ?? part;
    const group = groups.get(key) ?? { plain: [], html: [] };
    groups.set(key, group);
    group[kind].push(text);
  }
  const all = [...groups.values()];
  const hasPlain = all.some(({ plain }) => plain.length > 0);
  const hasHtml = all.some(({ html }) => html.length > 0);
  const text = all.flatMap(({ plain, html }) =>
    plain.length > 0 ? plain : html.map(htmlToPlainText)
  );
  const html = all.flatMap(({ plain, html }) => html.length > 0 ? html : plain.map(plainToHtml));
  return { text: hasPlain ? text.join("\n") : "", html: hasHtml ? html.join("\n") : "" };
}

/** At most four bytes make a character, so that many are decoded and no more. */
function textOf({ type, encoding, body }: Part, length: number): string {
  const bytes = decodeBody(body, encoding, length * 4);
  const charset = type.params.get("charset");
  const text = charset && isUtf7(charset) ? decodeUtf7(bytes) : decoderFor(charset).decode(bytes);
  return type.params.get("format")?.toLowerCase() === "flowed"
    ? unflow(text, type.params.get("delsp")?.toLowerCase() === "yes")
    : text;
}

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function plainToHtml(text: string): string {
  const escaped = text.trim().replace(/[&<>"]/g, (character) => ESCAPES[character]!);
  return `<div>${escaped.replaceAll("\n", "<br />")}</div>`;
}
