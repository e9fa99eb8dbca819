/** One header field: its name in lower case, its value unfolded and undecoded. */
export type Field = { key: string; value: string };

/**
 * The fields of a header in their order, duplicates included (RFC 5322 section 2.2). Only space and
 * tab continue a field: what `\s` also matches would let a sender hide a field inside another.
 * A line without a colon is a field without a value. Lines end with \n.
 */
export function splitFields(header: string): Field[] {
  const fields: Field[] = [];
  for (let at = 0; at < header.length;) {
    let end = lineEnd(header, at);
    let folded: string[] | null = null;
    const first = header.slice(at, end);
    while (isWhite(header.charCodeAt(end + 1))) {
      const next = lineEnd(header, end + 1);
      (folded ??= [first]).push(header.slice(end + 1, next));
      end = next;
    }
    fields.push(fieldOf(folded ? folded.join("") : first));
    at = end + 1;
  }
  return fields;
}

/** The first value of a field by its lower-case name; undefined when there is none. */
export function valueOf(fields: Field[], key: string): string | undefined {
  return fields.find((field) => field.key === key)?.value;
}

function fieldOf(line: string): Field {
  const colon = line.indexOf(":");
  if (colon < 0) return { key: trimBlanks(line).toLowerCase(), value: "" };
  const value = trimBlanks(line.slice(colon + 1));
  return {
    key: trimBlanks(line.slice(0, colon)).toLowerCase(),
    // Whoever writes the value back out must not write a line of the sender's.
    value: value.includes("\r") ? trimBlanks(value.replace(/\r+/g, " ")) : value,
  };
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

function isWhite(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

/** Space and tab only: a name after any other white space is no name (it would outrank the real one). */
function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isWhite(text.charCodeAt(start))) start++;
  while (end > start && isWhite(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}
