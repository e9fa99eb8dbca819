/** A mail as the tree of parts Gmail answers with `format=full`. */
import {
  decodeBytes,
  decodeWords,
  type Header,
  headerOf,
  quotedPrintable,
  readHeaders,
} from "./headers.ts";

export interface MimePart {
  /** "" for the whole, then "0", "1", "1.0" … */
  partId: string;
  /** Lower-case. */
  mimeType: string;
  filename: string;
  headers: Header[];
  /** Decoded; text in UTF-8. Null for a part that holds parts. */
  content: Buffer | null;
  parts: MimePart[];
}

const MAX_DEPTH = 20;

export function parseMime(raw: Buffer, partId = "", depth = 0): MimePart {
  const { headers, bodyAt } = readHeaders(raw);
  const body = raw.subarray(bodyAt);
  const type = parameters(headerOf(headers, "content-type") ?? "text/plain");
  const disposition = parameters(headerOf(headers, "content-disposition") ?? "");
  const part: MimePart = {
    partId,
    mimeType: type.value || "text/plain",
    filename: decodeWords(disposition.named.filename ?? type.named.name ?? ""),
    headers: headers.map(({ name, value }) => ({ name, value: decodeWords(value) })),
    content: null,
    parts: [],
  };
  const child = (index: number) => partId === "" ? String(index) : `${partId}.${index}`;
  const boundary = type.named.boundary;
  if (part.mimeType.startsWith("multipart/") && boundary && depth < MAX_DEPTH) {
    part.parts = splitParts(body, boundary).map((bytes, index) =>
      parseMime(bytes, child(index), depth + 1)
    );
    return part;
  }
  const content = decodeBody(body, headerOf(headers, "content-transfer-encoding"));
  if (part.mimeType === "message/rfc822" && depth < MAX_DEPTH) {
    part.parts = [parseMime(content, child(0), depth + 1)];
  }
  const isText = part.mimeType.startsWith("text/") && !isAttachment(part, disposition.value);
  part.content = isText
    ? Buffer.from(decodeBytes(content, type.named.charset ?? "utf-8"), "utf8")
    : content;
  return part;
}

function isAttachment(part: MimePart, disposition: string): boolean {
  return part.filename !== "" || disposition === "attachment";
}

/** The first part with this property, the tree read from the top. */
export function findPart(part: MimePart, fits: (part: MimePart) => boolean): MimePart | null {
  if (fits(part)) return part;
  for (const inner of part.parts) {
    const found = findPart(inner, fits);
    if (found) return found;
  }
  return null;
}

function decodeBody(body: Buffer, encoding: string | null): Buffer {
  switch (encoding?.trim().toLowerCase()) {
    case "base64":
      return Buffer.from(body.toString("latin1"), "base64");
    case "quoted-printable":
      return quotedPrintable(body);
    default:
      return body;
  }
}

function splitParts(body: Buffer, boundary: string): Buffer[] {
  const marker = Buffer.from(`--${boundary}`, "latin1");
  const parts: Buffer[] = [];
  let start = -1;
  for (let at = body.indexOf(marker); at >= 0; at = body.indexOf(marker, at + marker.length)) {
    if (at > 0 && body[at - 1] !== 0x0a) continue;
    if (start >= 0) parts.push(withoutLastBreak(body.subarray(start, at)));
    const isEnd = body.subarray(at + marker.length, at + marker.length + 2).toString() === "--";
    if (isEnd) return parts;
    const lineEnd = body.indexOf(0x0a, at + marker.length);
    if (lineEnd < 0) return parts;
    start = lineEnd + 1;
  }
  if (start >= 0) parts.push(body.subarray(start));
  return parts;
}

/** The line break before a boundary belongs to the boundary (RFC 2046, section 5.1.1). */
function withoutLastBreak(bytes: Buffer): Buffer {
  let end = bytes.length;
  if (end > 0 && bytes[end - 1] === 0x0a) end--;
  if (end > 0 && bytes[end - 1] === 0x0d) end--;
  return bytes.subarray(0, end);
}

/** RFC 2045 parameters, those of RFC 2231 joined and decoded. */
function parameters(header: string): { value: string; named: Record<string, string> } {
  const [value = "", ...rest] = header.match(/(?:[^;"]|"(?:[^"\\]|\\.)*"?)+/g) ?? [];
  const named: Record<string, string> = {};
  const extended: Record<string, string> = {};
  for (const piece of rest) {
    const [, rawName, rawText] = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/s.exec(piece) ?? [];
    if (!rawName) continue;
    const text = rawText!.replace(/^"(.*)"$/s, "$1").replace(/\\(.)/g, "$1");
    const [base, ...marks] = rawName.toLowerCase().split("*");
    if (marks.length === 0) named[base!] = text;
    else extended[base!] = (extended[base!] ?? "") + text;
  }
  for (const [name, text] of Object.entries(extended)) {
    const [, charset, encoded] = /^([^']*)'[^']*'(.*)$/s.exec(text) ?? [, "utf-8", text];
    const bytes = encoded!.replace(
      /%([0-9a-f]{2})/gi,
      (_, hex) => String.fromCharCode(parseInt(hex, 16)),
    );
    named[name] = decodeBytes(Buffer.from(bytes, "latin1"), charset || "utf-8");
  }
  return { value: value.trim().toLowerCase(), named };
}
