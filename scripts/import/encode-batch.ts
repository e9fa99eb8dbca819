import { Buffer } from "node:buffer";
import { base64ByteCount, type BatchMessage } from "./batch-mails.ts";

// A multiple of 3, so that pieces join without padding between them.
const PIECE_BYTES = 48 * 1024;

/**
 * The JSON body the ingest door takes: `{ connection_id, has_more, messages: [{ reference, raw, byte_count? }] }`
 * with `raw` in base64 and `byte_count` only for a message that was cut.
 *
 * Written piece by piece into one buffer: `JSON.stringify` would hold every message four times (bytes,
 * base64, JSON text, UTF-8), which is most of the memory an import needs.
 */
export function encodeBatch(
  connectionId: string,
  messages: BatchMessage[],
  hasMore: boolean,
): Buffer<ArrayBuffer> {
  const frames = messages.map(({ reference, raw, byteCount }, index) => {
    const isCut = byteCount > raw.length;
    const rest = JSON.stringify({ reference, ...(isCut ? { byte_count: byteCount } : {}) });
    const before = Buffer.from(`${index > 0 ? "," : ""}${rest.slice(0, -1)},"raw":"`);
    return { before, raw };
  });
  const head = Buffer.from(
    `{"connection_id":${JSON.stringify(connectionId)},"has_more":${hasMore},"messages":[`,
  );
  const size = frames.reduce((sum, { before, raw }) => {
    return sum + before.length + base64ByteCount(raw) + MESSAGE_END.length;
  }, head.length + BATCH_END.length);

  const body = Buffer.alloc(size);
  let at = head.copy(body, 0);
  for (const { before, raw } of frames) {
    at += before.copy(body, at);
    for (let offset = 0; offset < raw.length; offset += PIECE_BYTES) {
      const piece = Buffer.from(raw.buffer, raw.byteOffset, raw.length)
        .toString("base64", offset, Math.min(raw.length, offset + PIECE_BYTES));
      at += body.write(piece, at, "latin1");
    }
    at += MESSAGE_END.copy(body, at);
  }
  BATCH_END.copy(body, at);
  return body;
}

const MESSAGE_END = Buffer.from('"}');
const BATCH_END = Buffer.from("]}");
