/** One message of a batch. */
export interface BatchMessage {
  reference: string;
  raw: Uint8Array;
  /** True size in bytes, larger than `raw` when the message was cut. */
  byteCount: number;
}

/** What the ingest door takes at most in one request. */
export const MAX_BATCH_MESSAGES = 50;
/**
 * Counted in base64. The door takes 8 MiB; batches of 6 MiB needed 300 MB of memory for an mbox of 1 GB,
 * batches of 3 MiB 225 MB at the same pace.
 */
export const MAX_BATCH_BYTES = 3 * 1024 * 1024;

/**
 * Collects messages into batches. `add` gives back the batch that became full without the new message,
 * or null; `flush` gives back the rest. A message larger than a batch travels alone.
 */
export class MailBatcher {
  private messages: BatchMessage[] = [];
  private byteCount = 0;

  add(mail: BatchMessage): BatchMessage[] | null {
    const { reference, raw, byteCount } = mail;
    const encodedByteCount = base64ByteCount(raw);
    const isFull = this.messages.length >= MAX_BATCH_MESSAGES ||
      (this.messages.length > 0 && this.byteCount + encodedByteCount > MAX_BATCH_BYTES);
    const full = isFull ? this.flush() : null;
    this.messages.push({ reference, raw, byteCount });
    this.byteCount += encodedByteCount;
    return full;
  }

  flush(): BatchMessage[] {
    const batch = this.messages;
    this.messages = [];
    this.byteCount = 0;
    return batch;
  }
}

/** Size of the base64 of some bytes, padding included. */
export function base64ByteCount(bytes: Uint8Array): number {
  return Math.ceil(bytes.length / 3) * 4;
}
