import { Buffer } from "node:buffer";

/** Writes mails as mboxrd: `From ` lines of bodies quoted, a blank line after each message. */
export function writeMboxrd(mails: { envelope: string; raw: string }[], lineEnd: string): Buffer {
  const text = mails.map(({ envelope, raw }) => {
    const [headers, ...body] = raw.split(`${lineEnd}${lineEnd}`);
    const quoted = body.join(`${lineEnd}${lineEnd}`).replace(/^(?=>*From )/gm, ">");
    return `${envelope}${lineEnd}${headers}${lineEnd}${lineEnd}${quoted}${lineEnd}`;
  });
  return Buffer.from(text.join(""));
}

/** A byte stream in pieces of the given sizes, repeated; the pieces are reused like a file's buffer. */
export async function* inChunks(bytes: Uint8Array, sizes: number[]): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.alloc(Math.max(...sizes));
  for (let offset = 0, turn = 0; offset < bytes.length; turn++) {
    const size = Math.min(sizes[turn % sizes.length] ?? 1, bytes.length - offset);
    buffer.set(bytes.subarray(offset, offset + size));
    yield buffer.subarray(0, size);
    offset += size;
  }
}
