import { expect, test } from "vitest";
import { attachmentData } from "../../../../functions/_shared/adapters/gmail/attachment-data.ts";

async function decode(answer: string, chunkSize = answer.length): Promise<Buffer> {
  const bytes = new TextEncoder().encode(answer);
  const source = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += chunkSize) {
        controller.enqueue(bytes.subarray(at, at + chunkSize));
      }
      controller.close();
    },
  });
  const chunks = await Array.fromAsync(source.pipeThrough(attachmentData()));
  return Buffer.concat(chunks);
}

const answerOf = (bytes: Buffer, encoding: "base64" | "base64url" = "base64url") =>
  `{\n  "size": ${bytes.length},\n  "data": "${bytes.toString(encoding)}"\n}\n`;
const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

test("attachmentData() gives the bytes however the answer is cut into pieces", async () => {
  for (const length of [1, 2, 3, 4, 255, 256]) {
    const bytes = all.subarray(256 - length);
    for (const size of [1, 2, 3, 5, 7, 1000]) {
      expect(await decode(answerOf(bytes), size), `${length} by ${size}`).toEqual(bytes);
    }
  }
});

test("attachmentData() reads what stands before and behind the data, and padding", async () => {
  expect(await decode(`{"attachmentId":"x","data" : "aGk=","size":2}`)).toEqual(Buffer.from("hi"));
  expect(await decode(`{"size": 0}`)).toEqual(Buffer.alloc(0));
});

test.each([
  ["an answer that breaks off", answerOf(all).slice(0, 100)],
  ["an answer without data", `{"size": 3}`],
  ["a page of HTML", "<html>Error</html>"],
  ["what is no base64url", `{"size": 3, "data": "a b"}`],
  ["a long answer without data", `{"filler": "${"x".repeat(20_000)}"}`],
])("attachmentData() errors on %s", async (_name, answer) => {
  await expect(decode(answer)).rejects.toMatchObject({ slug: "provider_answer_unreadable" });
});
