import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const ENVELOPE = "From bob@globex.test Thu Apr 29 23:34:45 2010\n";

/**
 * Writes an mbox file of about `byteCount` bytes: mails of 2 to 200 kB, and one of `hugeByteCount`
 * in the middle. Returns the number of messages.
 */
export async function writeLargeMbox(
  path: string,
  byteCount: number,
  hugeByteCount: number,
): Promise<number> {
  let count = 0;
  const line = `${"Lorem ipsum dolor sit amet, From here on ".repeat(3)}\n`;
  function* mails() {
    let hasHuge = false;
    for (let written = 0; written < byteCount;) {
      const isHuge: boolean = !hasHuge && written > byteCount / 2;
      hasHuge ||= isHuge;
      const size = isHuge ? hugeByteCount : 2_000 + (count * 7919) % 198_000;
      yield `${ENVELOPE}Message-ID: <${count}@globex.test>\nSubject: mail ${count}\n\n`;
      const block = line.repeat(Math.min(1000, Math.ceil(size / line.length)));
      for (let left = size; left > 0; left -= block.length) yield block;
      yield "\n";
      count++;
      written += size;
    }
  }
  await pipeline(Readable.from(mails()), createWriteStream(path, { highWaterMark: 1024 * 1024 }));
  return count;
}
