/**
 * Run by Deno: reads the first file of a mail as a slow client does, and prints {byteCount, hash, grownMb, peakMb}. Arguments: the
 * mailbox's URL, a token, the message's id.
 */
import { createHash } from "node:crypto";
import { createGmailAttachments } from "../../functions/_shared/adapters/gmail/mail-attachments.ts";
import { unlimited } from "./unlimited.ts";

const [baseUrl = "", token = "", messageId = ""] = process.argv.slice(2);
const megabytes = () => Math.round(process.memoryUsage().rss / 1024 / 1024);

const files = createGmailAttachments({
  baseUrl,
  fetch,
  log: () => {},
  limits: unlimited,
  accessToken: () => Promise.resolve(token),
});
const [part] = (await files.list(messageId))!;
const before = megabytes();
let peakMb = before;
let byteCount = 0;
const hash = createHash("sha256");
for await (const chunk of (await files.open(messageId, part!))!) {
  hash.update(chunk);
  byteCount += chunk.byteLength;
  peakMb = Math.max(peakMb, megabytes());
}
console.log(
  JSON.stringify({ byteCount, hash: hash.digest("hex"), grownMb: peakMb - before, peakMb }),
);
process.exit(0);
