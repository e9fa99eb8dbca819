import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  base64ByteCount,
  type BatchMessage,
  MailBatcher,
  MAX_BATCH_BYTES,
  MAX_BATCH_MESSAGES,
} from "../../../scripts/import/batch-mails.ts";
import { encodeBatch } from "../../../scripts/import/encode-batch.ts";

function batchesOf(sizes: number[]): BatchMessage[][] {
  const batcher = new MailBatcher();
  const batches: BatchMessage[][] = [];
  for (const [index, size] of sizes.entries()) {
    const mail = { reference: `${index}`, raw: new Uint8Array(size), byteCount: size };
    const full = batcher.add(mail);
    if (full) batches.push(full);
  }
  return [...batches, batcher.flush()];
}

describe("MailBatcher", () => {
  it("keeps every message, in order, within the limits of the door", () => {
    const size = fc.oneof(
      fc.integer({ min: 0, max: 1000 }),
      fc.constantFrom(1_000_000, 5 * 1024 * 1024),
    );
    fc.assert(
      fc.property(fc.array(size, { maxLength: 120 }), (sizes) => {
        const batches = batchesOf(sizes);
        expect(batches.flat().map(({ reference }) => Number(reference))).toEqual([...sizes.keys()]);
        for (const batch of batches) {
          expect(batch.length).toBeLessThanOrEqual(MAX_BATCH_MESSAGES);
          const bytes = batch.reduce((sum, { raw }) => sum + base64ByteCount(raw), 0);
          if (batch.length > 1) expect(bytes).toBeLessThanOrEqual(MAX_BATCH_BYTES);
          expect(encodeBatch("id", batch, false).length).toBeLessThan(8 * 1024 * 1024);
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe("encodeBatch()", () => {
  it("writes the JSON the door takes, for any message", () => {
    const message = fc.record({
      reference: fc.string({ unit: "binary" }),
      raw: fc.oneof(fc.uint8Array({ maxLength: 10 }), fc.uint8Array({ size: "xlarge" })),
      cutByteCount: fc.constantFrom(0, 7),
    });
    const messages = fc.array(message, { maxLength: 5 });
    fc.assert(
      fc.property(messages, (messages) => {
        const batch = messages.map(({ reference, raw, cutByteCount }) => ({
          reference: reference.toWellFormed(),
          raw,
          byteCount: raw.length + cutByteCount,
        }));
        expect(JSON.parse(encodeBatch("some-id", batch, true).toString())).toEqual({
          connection_id: "some-id",
          has_more: true,
          messages: batch.map(({ reference, raw, byteCount }) => ({
            reference,
            raw: Buffer.from(raw).toString("base64"),
            ...(byteCount > raw.length ? { byte_count: byteCount } : {}),
          })),
        });
      }),
    );
  });

  it("joins the pieces of a long message", () => {
    const raw = Uint8Array.from({ length: 200_000 }, (_, index) => index % 251);
    const body = JSON.parse(
      encodeBatch("id", [{ reference: "a", raw, byteCount: 1 }], false).toString(),
    );
    expect(Buffer.from(body.messages[0].raw, "base64").equals(raw)).toBe(true);
  });
});
