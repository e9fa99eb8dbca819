import { Buffer } from "node:buffer";

/**
 * Collects the bytes of one message of an mbox file: keeps the first `maxByteCount`, counts the rest,
 * and notices where the headers end, so that a message of any size costs a bounded amount of memory.
 */
export class MessageBuffer {
  /** Byte offset in the file of the separator line. */
  readonly offset: number;
  /** Byte offset in the file of the first byte after the separator line. */
  readonly contentOffset: number;
  /** Where the body must end if Content-Length is right; undefined until it was looked up. */
  declaredEnd: number | null | undefined;
  byteCount = 0;
  /** Bytes up to and with the blank line behind the headers; null while still in the headers. */
  headerByteCount: number | null = null;
  private readonly maxByteCount: number;
  private parts: Uint8Array[] = [];
  private keptByteCount = 0;
  private lastBytes = Buffer.from("\n");

  constructor(offset: number, contentOffset: number, maxByteCount: number) {
    this.offset = offset;
    this.contentOffset = contentOffset;
    this.maxByteCount = maxByteCount;
  }

  push(part: Uint8Array): void {
    if (part.length === 0) return;
    if (this.headerByteCount === null) this.findHeaderEnd(part);
    this.byteCount += part.length;
    const room = this.maxByteCount - this.keptByteCount;
    if (room <= 0) return;
    const kept = part.length > room ? part.subarray(0, room) : part;
    this.parts.push(kept);
    this.keptByteCount += kept.length;
  }

  /** The Content-Length header in bytes, or null when there is none among the kept headers. */
  contentLength(): number | null {
    if (this.headerByteCount === null || this.headerByteCount > this.keptByteCount) return null;
    const headers = this.joined().toString("latin1", 0, this.headerByteCount);
    const match = /^content-length:[ \t]*(\d{1,15})[ \t]*\r?$/im.exec(headers);
    return match ? Number(match[1]) : null;
  }

  /** Whether there is nothing but a few line ends. */
  isBlank(): boolean {
    return this.byteCount <= 1024 && /^\s*$/.test(this.joined().toString("latin1"));
  }

  /** The kept bytes and the true size, without the `trailing` bytes that belong to the separator. */
  finish(trailing: number): { raw: Uint8Array; byteCount: number } {
    const byteCount = Math.max(0, this.byteCount - trailing);
    // A copy: a view would keep the whole chunk it was cut from alive.
    const raw = Buffer.concat(this.parts, Math.min(this.keptByteCount, byteCount));
    return { raw, byteCount };
  }

  private joined(): Buffer {
    const joined = Buffer.concat(this.parts);
    this.parts = [joined];
    return joined;
  }

  private findHeaderEnd(part: Uint8Array): void {
    const seen = Buffer.concat([this.lastBytes, part]);
    const ends = [[seen.indexOf("\n\n"), 2], [seen.indexOf("\n\r\n"), 3]] as const;
    const found = ends.filter(([at]) => at !== -1).sort(([a], [b]) => a - b)[0];
    if (found) this.headerByteCount = this.byteCount - this.lastBytes.length + found[0] + found[1];
    this.lastBytes = Buffer.from(seen.subarray(-2));
  }
}
