import { describe, expect, it } from "vitest";
import { BatchDelivery } from "../../../scripts/import/deliver-batch.ts";
import {
  type IngestDoor,
  type IngestResult,
  postBatch,
  retryAfterMs,
} from "../../../scripts/import/post-batch.ts";

const door: IngestDoor = {
  url: "http://stub",
  publishableKey: "key",
  connectionId: "id",
  accessToken: () => Promise.resolve("token"),
};

function batchOf(count: number) {
  return Array.from(
    { length: count },
    (_, index) => ({ reference: `in.mbox@${index}`, raw: new Uint8Array(), byteCount: 0 }),
  );
}

function deliveryWith(post: typeof postBatch) {
  const results: IngestResult[] = [];
  return { results, delivery: new BatchDelivery(door, (result) => results.push(result), post) };
}

const stored = (reference: string): IngestResult => ({ reference, outcome: "stored" });

describe("BatchDelivery", () => {
  it("ING-6: finds the one message the server cannot take, wherever it stands", async () => {
    for (let bad = 0; bad < 50; bad++) {
      const { results, delivery } = deliveryWith((_door, messages) =>
        Promise.resolve(
          messages.some(({ reference }) => reference === `in.mbox@${bad}`)
            ? { kind: "refused", slug: "too_hard", detail: "Cannot take it" }
            : { kind: "answered", results: messages.map(({ reference }) => stored(reference)) },
        )
      );
      await delivery.deliver(batchOf(50), false);
      expect(results).toHaveLength(50);
      const failed = results.filter(({ outcome }) => outcome === "failed");
      expect(failed).toMatchObject([{ reference: `in.mbox@${bad}`, error: { slug: "too_hard" } }]);
    }
  });

  it("gives up on a server that refuses everything", async () => {
    let count = 0;
    const { delivery } = deliveryWith(() => {
      count++;
      return Promise.resolve({ kind: "refused", slug: "internal_error", detail: "HTTP 500" });
    });
    await delivery.deliver(batchOf(50), true);
    const delivered = delivery.deliver(batchOf(50), false);
    await expect(delivered).rejects.toMatchObject({ slug: "import_server_lost" });
    expect(count).toBe(2 * 99);
  });

  it.each([
    ["stand side by side", (at: number) => at >= 10 && at < 40],
    ["are all but one", (at: number) => at !== 49],
    ["are every other one", (at: number) => at % 2 === 0],
  ])(
    "ING-6: goes on however many messages are refused alone, when they %s",
    async (_name, isBad) => {
      const isRefused = ({ reference }: { reference: string }) =>
        isBad(Number(reference.split("@")[1]));
      const { results, delivery } = deliveryWith((_door, messages) =>
        Promise.resolve(
          messages.some(isRefused)
            ? { kind: "refused", slug: "internal_error", detail: "HTTP 500" }
            : { kind: "answered", results: messages.map(({ reference }) => stored(reference)) },
        )
      );
      for (let round = 0; round < 5; round++) await delivery.deliver(batchOf(50), true);
      expect(results).toHaveLength(250);
      const wrong = results.filter((result) => (result.outcome === "failed") !== isRefused(result));
      expect(wrong).toEqual([]);
    },
  );

  it("ING-6: goes on after any number of refused messages that travelled alone", async () => {
    const { results, delivery } = deliveryWith(() =>
      Promise.resolve({ kind: "refused", slug: "internal_error", detail: "HTTP 500" })
    );
    for (let round = 0; round < 40; round++) await delivery.deliver(batchOf(1), true);
    expect(results).toHaveLength(40);
  });

  it("does not ask for the parts of a refused batch as patiently as for the batch", async () => {
    const attempts: unknown[] = [];
    const { delivery } = deliveryWith((_door, _messages, _hasMore, maxAttempts) => {
      attempts.push(maxAttempts);
      return Promise.resolve({ kind: "refused", slug: "internal_error", detail: "HTTP 500" });
    });
    await delivery.deliver(batchOf(2), false);
    expect(attempts).toEqual([undefined, 3, 3]);
  });

  it("counts an unanswered batch as failures and gives up at the third in a row", async () => {
    const { results, delivery } = deliveryWith(() =>
      Promise.resolve({ kind: "unreachable", slug: "import_server_lost", detail: "ECONNREFUSED" })
    );
    await delivery.deliver(batchOf(3), false);
    await delivery.deliver(batchOf(3), false);
    expect(results.map(({ outcome }) => outcome)).toEqual(Array(6).fill("failed"));
    await expect(delivery.deliver(batchOf(3), false)).rejects.toMatchObject({
      slug: "import_server_lost",
    });
  });

  it("says that more follows for every part but the last", async () => {
    const said: boolean[] = [];
    const { delivery } = deliveryWith((_door, messages, hasMore) => {
      said.push(hasMore);
      return Promise.resolve(
        messages.length > 1
          ? { kind: "refused", slug: "too_hard", detail: "Cannot take it" }
          : { kind: "answered", results: messages.map(({ reference }) => stored(reference)) },
      );
    });
    await delivery.deliver(batchOf(2), false);
    expect(said).toEqual([false, true, false]);
  });

  it("counts a message the answer does not name as a failure", async () => {
    const { results, delivery } = deliveryWith(() =>
      Promise.resolve({ kind: "answered", results: [stored("in.mbox@1")] })
    );
    await delivery.deliver(batchOf(2), false);
    expect(results).toMatchObject([
      { reference: "in.mbox@0", outcome: "failed", error: { slug: "import_answer_invalid" } },
      { reference: "in.mbox@1", outcome: "stored" },
    ]);
  });
});

describe("retryAfterMs()", () => {
  it.each([
    [null, 0],
    ["", 0],
    ["soon", 0],
    ["7", 7000],
    [" 7 ", 7000],
    ["Thu, 01 Jan 1970 00:00:09 GMT", 8000],
    ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
  ])("reads %j as %d ms", (header, milliseconds) => {
    expect(retryAfterMs(header, 1000)).toBe(milliseconds);
  });
});
