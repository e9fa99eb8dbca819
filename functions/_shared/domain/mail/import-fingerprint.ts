import { withLineFeeds } from "../mime/line-ends.ts";
import { sha256Hex } from "./sha256.ts";

/**
 * Header fields that a mailbox or an export adds and changes: read marks, labels, counts. Everything else belongs to the
 * mail, and a mail that differs in it is another mail.
 */
const OF_THE_EXPORT =
  /(?<![^\n])(?:status|x-status|x-keywords|x-uid|x-uidl|x-imapbase|content-length|lines|x-gmail-labels|x-gm-thrid|x-gm-msgid|x-mozilla-(?:status2?|keys)|x-evolution(?:-source)?):/gi;

/**
 * The id of an imported mail: `import:` and the SHA-256 of its bytes without what exports add, so that importing a later
 * export again finds it (ING-8) and no two different mails are ever taken for one. A fingerprint of the parsed
 * facts would be shorter, but mails without Message-ID, Date or text are alike in all of them.
 */
export function importFingerprint(raw: Uint8Array): string {
  const bytes = withoutBlankEnd(withLineFeeds(raw));
  const headerEnd = endOfHeader(bytes);
  // One character a byte, so that places in the text are places in the bytes.
  const header = new TextDecoder("latin1").decode(bytes.subarray(0, headerEnd));
  const kept: Uint8Array[] = [];
  let from = 0;
  for (const { index } of header.matchAll(OF_THE_EXPORT)) {
    if (index < from) continue;
    kept.push(bytes.subarray(from, index));
    from = endOfField(header, index);
  }
  const rest = bytes.subarray(from);
  if (rest.length === 0 && kept.length > 0) kept.push(withoutBlankEnd(kept.pop()!));
  return `import:${sha256Hex(...kept, rest)}`;
}

/** Behind the line end of the last field. */
function endOfHeader(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) {
    if (bytes[at + 1] === LINE_FEED) return at + 1;
  }
  return bytes.length;
}

/** Behind the line end of a field, its folded lines included. */
function endOfField(header: string, from: number): number {
  let at = from;
  do {
    const lineEnd = header.indexOf("\n", at);
    if (lineEnd < 0) return header.length;
    at = lineEnd + 1;
  } while (header[at] === " " || header[at] === "\t");
  return at;
}

/** Exports end a mail with or without a line end, or with several. */
function withoutBlankEnd(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1]! <= 0x20) end--;
  return bytes.subarray(0, end);
}

const LINE_FEED = 0x0a;
