import { Buffer } from "node:buffer";

const FIRST_CAPACITY = 64 * 1024;

/**
 * Collects the bytes of one message of an mbox file after the other: keeps the first `maxByteCount` of
 * each, counts the rest, and notices where the headers end. Its memory is reused, because garbage of
 * the size of the file would be collected too late.
 */
export class MessageBuffer {
  /** Byte offset in the file of the separator line. */
  offset = 0;
  /** Byte offset in the file of the first byte after the separator line. */
  contentOffset = 0;
  /** Where the body must end if Content-Length is right; undefined until it was looked up. */
  declaredEnd: number | null | undefined;
  byteCount = 0;
  /** Bytes up to and with the blank line behind the headers; null while still in the headers. */
  headerByteCount: number | null = null;
  private readonly maxByteCount: number;
  private kept: Buffer = Buffer.alloc(FIRST_CAPACITY);
  private keptByteCount = 0;

  constructor(maxByteCount: number) {
    this.maxByteCount = maxByteCount;
  }

  /** Begins the next message. */
  begin(offset: number, contentOffset: number): void {
    this.offset = offset;
    this.contentOffset = contentOffset;
    this.declaredEnd = undefined;
    this.byteCount = 0;
    this.headerByteCount = null;
    this.keptByteCount = 0;
  }

  push(part: Uint8Array): void {
    this.byteCount += part.length;
    const end = Math.min(this.byteCount, this.maxByteCount);
    const start = this.keptByteCount;
    if (end <= start) return;
    if (end > this.kept.length) {
      const larger = Buffer.alloc(Math.min(Math.max(end, this.kept.length * 2), this.maxByteCount));
      this.kept.copy(larger, 0, 0, start);
      this.kept = larger;
    }
    this.kept.set(part.subarray(0, end - start), start);
    this.keptByteCount = end;
    if (this.headerByteCount === null) this.findHeaderEnd(Math.max(0, start - 2));
  }

  /** The Content-Length header in bytes, or null when there is none. */
  contentLength(): number | null {
    const headers = this.kept.toString("latin1", 0, this.headerByteCount ?? 0);
    const match = /^content-length:[ \t]*(\d{1,15})[ \t]*\r?$/im.exec(headers);
    return match ? Number(match[1]) : null;
  }

  /** Whether there is nothing but a few line ends. */
  isBlank(): boolean {
    return this.byteCount <= 1024 &&
      /^\s*$/.test(this.kept.toString("latin1", 0, this.keptByteCount));
  }

  /** A copy of the kept bytes and the true size, without the `trailing` bytes of the separator. */
  finish(trailing: number): { raw: Uint8Array; byteCount: number } {
    const byteCount = Math.max(0, this.byteCount - trailing);
    const length = Math.min(this.keptByteCount, byteCount);
    return { raw: Buffer.from(this.kept.subarray(0, length)), byteCount };
  }

  private findHeaderEnd(from: number): void {
    const seen = this.kept.subarray(0, this.keptByteCount);
    const first = /^\r?\n/.exec(seen.toString("latin1", 0, 2));
    const ends = [[seen.indexOf("\n\n", from), 2], [seen.indexOf("\n\r\n", from), 3]] as const;
    const found = ends.filter(([at]) => at !== -1).sort(([a], [b]) => a - b)[0];
    if (first) this.headerByteCount = first[0].length;
    else if (found) this.headerByteCount = found[0] + found[1];
  }
}
