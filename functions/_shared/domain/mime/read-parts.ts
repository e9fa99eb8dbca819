import { type Field, splitFields, valueOf } from "./header-fields.ts";
import { findBoundary, type OpenMultipart, SearchBudget } from "./boundaries.ts";
import { parseStructured, type StructuredValue } from "./structured-value.ts";

/** A part of a mail that is no multipart, its body as it was sent. */
export type Part = {
  type: StructuredValue;
  disposition: StructuredValue;
  /** Content-Transfer-Encoding, lower case. */
  encoding: string;
  contentId: string | null;
  /** Number of the closest multipart/alternative around it; null when there is none. */
  alternative: number | null;
  /** Inside a multipart/related, where a Content-ID makes it a picture of the text. */
  isRelated: boolean;
  /** Nothing stands before it in the mail. */
  isFirst: boolean;
  body: Uint8Array;
};

export type PartLimits = { depth: number; parts: number; headerBytes: number };

/** Parts in their order; `isCut` when something was left out to stay within the limits. */
export type PartList = { parts: Part[]; isCut: boolean };

type Place = Pick<Part, "alternative" | "isRelated"> & { depth: number; defaultType: string };

/**
 * The parts of a mail (RFC 2046 section 5.1) in one pass over the lines of its body: nothing is
 * decoded and nothing copied. A multipart that is nested too deep is left out, parts beyond the
 * limits are, too. Lines end with \n.
 * @param fields header of the mail itself
 * @param body everything behind its blank line
 */
export function readParts(fields: Field[], body: Uint8Array, limits: PartLimits): PartList {
  const found: PartList = { parts: [], isCut: false };
  const open: OpenMultipart<Place>[] = [];
  const budget = new SearchBudget();
  let place: Place = { depth: 0, alternative: null, isRelated: false, defaultType: "text/plain" };
  let header = fields;
  let headerBytes = 0;
  let alternatives = 0;
  for (let at = 0;;) {
    const type = parseStructured(valueOf(header, "content-type") ?? place.defaultType);
    const isMultipart = type.value.startsWith("multipart/");
    if (isMultipart) {
      const inside = insideOf(type.value, place);
      if (type.value === "multipart/alternative") inside.alternative = alternatives++;
      const boundary = type.params.get("boundary")?.trimEnd();
      if (boundary) open.push({ boundary: new TextEncoder().encode(boundary), inside });
    }
    let next = findBoundary(body, at, open, budget);
    if (!isMultipart) {
      const content = body.subarray(at, next?.start ?? body.length);
      const isFirst = found.parts.length === 0;
      found.parts.push({ ...partOf(header, type, content), ...place, isFirst });
    }
    // To the next delimiter that begins a part within the limits.
    for (;; next = findBoundary(body, next.end, open, budget)) {
      if (next === null) return { ...found, isCut: found.isCut || budget.isSpent };
      open.length = next.isEnd ? next.level : next.level + 1;
      if (next.isEnd) continue;
      place = open[next.level]!.inside;
      if (place.depth <= limits.depth) break;
      found.isCut = true;
    }
    const end = headerEnd(body, next.end);
    headerBytes += end.header - next.end;
    if (found.parts.length >= limits.parts || headerBytes > limits.headerBytes) {
      return { ...found, isCut: true };
    }
    header = splitFields(HEADER_DECODER.decode(body.subarray(next.end, end.header)));
    at = end.body;
  }
}

// A byte order mark stays a character: dropped, it would make a field of a line that is none.
const HEADER_DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

function insideOf(type: string, place: Place): Place {
  return {
    depth: place.depth + 1,
    alternative: place.alternative,
    isRelated: place.isRelated || type === "multipart/related",
    // RFC 2046 section 5.1.5.
    defaultType: type === "multipart/digest" ? "message/rfc822" : "text/plain",
  };
}

function partOf(header: Field[], type: StructuredValue, body: Uint8Array) {
  const encoding = valueOf(header, "content-transfer-encoding") ?? "";
  return {
    type,
    disposition: parseStructured(valueOf(header, "content-disposition") ?? ""),
    encoding: parseStructured(encoding).value,
    contentId: valueOf(header, "content-id") ?? null,
    body,
  };
}

/** Where the header that begins at `from` ends: at a blank line, or at a boundary in its place. */
function headerEnd(bytes: Uint8Array, from: number) {
  for (let at = from; at < bytes.length;) {
    if (bytes[at] === LINE_FEED) return { header: at, body: at + 1 };
    if (bytes[at] === DASH && bytes[at + 1] === DASH) return { header: at, body: at };
    const lineEnd = bytes.indexOf(LINE_FEED, at);
    if (lineEnd < 0) break;
    at = lineEnd + 1;
  }
  return { header: bytes.length, body: bytes.length };
}

const LINE_FEED = 0x0a;
const DASH = 0x2d;
