import PostalMime, { decodeWords } from "postal-mime";
import type { Email } from "postal-mime";
import { cutAfterMultiparts, guardRaw } from "./guard-raw.ts";
import { MAIL_LIMITS } from "./limits.ts";

/** A parsed mail, and whether something of it was left out to stay within the limits. */
export type ParsedMail = { mail: Email; isCut: boolean };

/**
 * Parses raw bytes with postal-mime. Attached messages stay attachments (`forceRfc822Attachments`):
 * the text of a forwarded or bounced mail is not what this sender wrote. A mail the parser refuses is
 * parsed without its innermost parts; one whose body gets lost (a boundary that never comes) as
 * header and plain text.
 * Throws `MailError` when there is nothing to parse.
 */
export async function parseMail(raw: Uint8Array): Promise<ParsedMail> {
  const { bytes, isCut } = guardRaw(raw);
  try {
    const mail = await parse(bytes);
    if (!hasLostBody(mail, bytes)) return { mail, isCut };
    return {
      mail: await parse(asPlainText(bytes)),
      isCut: isCut || bytes.length > PLAIN_TEXT_BYTES,
    };
  } catch {
    return await parseRefused(bytes);
  }
}

async function parseRefused(bytes: Uint8Array): Promise<ParsedMail> {
  try {
    const shallow = cutAfterMultiparts(bytes, MAIL_LIMITS.nestingDepth);
    return { mail: await parse(shallow), isCut: true };
  } catch {
    return { mail: await parse(asPlainText(bytes)), isCut: true };
  }
}

function parse(bytes: Uint8Array): Promise<Email> {
  return PostalMime.parse(bytes, {
    forceRfc822Attachments: true,
    maxNestingDepth: MAIL_LIMITS.nestingDepth,
    maxHeadersSize: MAIL_LIMITS.allHeaderBytes,
  });
}

/** Decodes RFC 2047 words of a header value; a value that cannot be decoded stays as it is. */
export function decodeHeader(value: string): string {
  try {
    return decodeWords(value);
  } catch {
    return value;
  }
}

const PLAIN_TEXT_BYTES = 384 * 1024;

/**
 * Declared as multipart and nothing found in it, though there are words below the header that are
 * neither boundaries nor part headers: the boundary is wrong or a part header is broken.
 */
function hasLostBody(mail: Email, bytes: Uint8Array): boolean {
  if (mail.text?.trim() || mail.html?.trim() || mail.attachments.length > 0) return false;
  const type = mail.headers.find((one) => one.key === "content-type")?.value ?? "";
  if (!/^multipart\//i.test(type)) return false;
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, PLAIN_TEXT_BYTES));
  const body = head.slice(/\r?\n\r?\n/.exec(head)?.index ?? head.length);
  return body.split("\n").some((line) =>
    /^(?!--|[\w-]+:|[ \t]).*\w{2}.*\s\w/.test(line.slice(0, 200))
  );
}

/** The first bytes of the mail with every MIME header renamed, so that its body is one text. */
function asPlainText(bytes: Uint8Array): Uint8Array {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, PLAIN_TEXT_BYTES));
  const end = /\r?\n\r?\n/.exec(head)?.index ?? head.length;
  const header = head.slice(0, end).replace(/^content-(?=[a-z-]+:)/gim, "X-Unread-Content-");
  const renamed = new TextEncoder().encode(header.replace(/[^\t\n\r\x20-\x7e]/g, "?"));
  const whole = new Uint8Array(renamed.length + Math.min(bytes.length, PLAIN_TEXT_BYTES) - end);
  whole.set(renamed);
  whole.set(bytes.subarray(end, PLAIN_TEXT_BYTES), renamed.length);
  return whole;
}
