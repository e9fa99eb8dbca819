import { addressParser, decodeWords } from "postal-mime";
import { decodeBody } from "../mime/decode-body.ts";
import { type Field, splitFields, valueOf } from "../mime/header-fields.ts";
import { type Part, readParts } from "../mime/read-parts.ts";
import { decodeUtf7 } from "../mime/utf7.ts";
import type { ParsedAddress } from "./addresses.ts";
import { bodyTexts, isBodyText } from "./body-texts.ts";
import { guardRaw } from "./guard-raw.ts";
import { MAIL_LIMITS } from "./limits.ts";
import type { ParsedAttachment, ParsedMail } from "./parsed-mail.ts";

/**
 * Takes a raw mail apart; lines end with \n. Attached messages stay attachments: the text of a
 * forwarded or bounced mail is not what this sender wrote. A mail whose body gets lost (a boundary
 * that never comes) is read as one plain text. Every amount is bounded by `MAIL_LIMITS`.
 * Throws `MailError` when there is nothing to parse.
 */
export function parseMail(raw: Uint8Array): ParsedMail {
  const { header, body, isCut } = guardRaw(raw);
  const fields = splitFields(HEADER_DECODER.decode(header));
  const limits = {
    depth: MAIL_LIMITS.nestingDepth,
    parts: MAIL_LIMITS.parts,
    headerBytes: MAIL_LIMITS.partHeaderBytes,
  };
  const found = readParts(fields, body, limits);
  if (hasLostBody(fields, found.parts, body)) {
    const parts = readParts(
      fields.filter(({ key }) => !key.startsWith("content-")),
      body,
      limits,
    ).parts;
    return assemble(fields, parts, isCut);
  }
  return assemble(fields, found.parts, isCut || found.isCut);
}

const HEADER_DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

function assemble(fields: Field[], parts: Part[], isCut: boolean): ParsedMail {
  const word = (key: string) =>
    decodeHeader(fields.find((one) => one.key === key && one.value)?.value ?? "");
  const people = (key: string) => addressesOf(fields, key);
  return {
    fields,
    from: people("from")[0],
    sender: people("sender")[0],
    returnPath: people("return-path")[0],
    to: people("to"),
    cc: people("cc"),
    bcc: people("bcc"),
    replyTo: people("reply-to"),
    subject: word("subject"),
    messageId: word("message-id"),
    inReplyTo: word("in-reply-to"),
    references: word("references"),
    ...bodyTexts(parts),
    attachments: parts.filter((part) => !isBodyText(part)).map(attachmentOf),
    isCut,
  };
}

function addressesOf(fields: Field[], key: string): ParsedAddress[] {
  return fields.filter((field) => field.key === key && field.value)
    .flatMap(({ value }) => addressParser(value));
}

function attachmentOf(
  { type, disposition, encoding, contentId, isRelated, body }: Part,
): ParsedAttachment {
  const isCalendar = type.value === "text/calendar" || type.value === "application/ics";
  const name = disposition.params.get("filename") || type.params.get("name");
  return {
    fileName: name ? decodeHeader(name) : null,
    type: type.value,
    calendarMethod: isCalendar ? type.params.get("method")?.trim().toUpperCase() ?? null : null,
    contentId,
    isInline: disposition.value === "inline" || (isRelated && contentId !== null),
    content: (limit) => decodeBody(body, encoding, limit),
  };
}

/** Decodes RFC 2047 words of a header value; a value that cannot be decoded stays as it is. */
export function decodeHeader(value: string): string {
  if (!value.includes("=?")) return value;
  try {
    return decodeWords(value.replace(UTF7_WORD, decodeUtf7Word));
  } catch {
    return value;
  }
}

const UTF7_WORD = /=\?(?:unicode-1-1-)?utf-7(?:\*[^?\s]{0,40})?\?([qb])\?([^?]*)\?=/gi;

function decodeUtf7Word(_: string, encoding: string, text: string): string {
  const isBase64 = encoding.toLowerCase() === "b";
  const bytes = new TextEncoder().encode(isBase64 ? text : text.replaceAll("_", " "));
  return decodeUtf7(decodeBody(bytes, isBase64 ? "base64" : "quoted-printable")).trimEnd();
}

const LOOKED_AT = 384 * 1024;

/**
 * Declared as multipart and nothing found in it, though there are words below the header that are
 * neither boundaries nor part headers: the boundary is wrong or a part header is broken.
 */
function hasLostBody(fields: Field[], parts: Part[], body: Uint8Array): boolean {
  if (parts.some((part) => !isBodyText(part) || part.body.some((byte) => byte > 0x20))) {
    return false;
  }
  if (!/^multipart\//i.test(valueOf(fields, "content-type") ?? "")) return false;
  const text = new TextDecoder("latin1").decode(body.subarray(0, LOOKED_AT));
  return text.split("\n").some((line) =>
    /^(?!--|[\w-]+:|[ \t]).*\w{2}.*\s\w/.test(line.slice(0, 200))
  );
}
