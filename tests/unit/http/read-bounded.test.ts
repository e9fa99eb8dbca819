import { expect, test } from "vitest";
import {
  boundStream,
  readBounded,
  readBoundedAnswer,
} from "../../../functions/_shared/http/read-bounded.ts";

const body = (size: number, pieces: number) => {
  let left = pieces;
  let isEnded = false;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (left-- > 0) controller.enqueue(new Uint8Array(size));
      else controller.close();
    },
    cancel: () => void (isEnded = true),
  }, { highWaterMark: 0 });
  return { stream, isEnded: () => isEnded };
};

test("boundStream() passes a body on that is as long as it may be", async () => {
  const chunks = await Array.fromAsync(boundStream(body(10, 3).stream, 30));
  expect(chunks.map(({ byteLength }) => byteLength)).toEqual([10, 10, 10]);
  expect(await Array.fromAsync(boundStream(null, 0))).toEqual([]);
});

test("boundStream() errors when a body is longer, and reads no further", async () => {
  const { stream, isEnded } = body(10, 1_000);
  await expect(Array.fromAsync(boundStream(stream, 29))).rejects.toThrow(RangeError);
  expect(isEnded()).toBe(true);
});

test("boundStream() ends a body at its source when nobody reads on", async () => {
  const { stream, isEnded } = body(10, 1_000);
  const reader = boundStream(stream, 10_000).getReader();
  await reader.read();
  await reader.cancel();
  await expect.poll(isEnded).toBe(true);
});

test("F6 readBoundedAnswer() gives a connection up as soon as its answer is too long", async () => {
  const { stream, isEnded } = body(10, 1_000);
  expect(await readBoundedAnswer(stream, 29)).toBeNull();
  expect(isEnded()).toBe(true);
});

test("readBounded() reads a request a while longer than it may be, so that its sender sees the answer", async () => {
  const { stream, isEnded } = body(10, 8);
  expect(await readBounded(stream, 29)).toBeNull();
  expect(isEnded()).toBe(false);
});

test("readBounded() and readBoundedAnswer() answer the text of what is as long as it may be", async () => {
  expect(await readBounded(body(10, 3).stream, 30)).toBe("\0".repeat(30));
  expect(await readBoundedAnswer(body(10, 3).stream, 30)).toBe("\0".repeat(30));
});
