/**
 * The same bytes with \n for every \r\n; the bytes themselves when they have none. Every later step then
 * sees one kind of line end, whatever way the mail came.
 */
export function withLineFeeds(bytes: Uint8Array): Uint8Array {
  let at = bytes.indexOf(CARRIAGE_RETURN);
  if (at < 0) return bytes;
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes.subarray(0, at));
  let length = at;
  for (; at < bytes.length; at++) {
    const byte = bytes[at]!;
    copy[length] = byte;
    if (byte === LINE_FEED) {
      while (length > 0 && copy[length - 1] === CARRIAGE_RETURN) length--;
      copy[length] = LINE_FEED;
    }
    length++;
  }
  return copy.subarray(0, length);
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
