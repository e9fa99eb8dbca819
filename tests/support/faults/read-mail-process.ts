/**
 * Reads one mail in a process of its own: `node read-mail-process.ts <file>`. Prints
 * `{ cpuMs, peakBytes, message }` as JSON: CPU of the reading alone (the first mail of the process, so
 * nothing is warm), the peak of the whole process, and the record without its texts.
 */
import { readFileSync } from "node:fs";
import { normaliseMail } from "../../../functions/_shared/domain/mail/normalise-mail.ts";

const raw = readFileSync(process.argv[2]!);
const before = process.cpuUsage();
const message = normaliseMail(new Uint8Array(raw.buffer, raw.byteOffset, raw.length), {
  reference: "huge",
  ownAddresses: ["ada@acme.test"],
});
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({
  cpuMs: (user + system) / 1_000,
  peakBytes: process.resourceUsage().maxRSS * 1_024,
  message: {
    ...message,
    text_full: message.text_full.slice(0, 100),
    html: null,
    text_quoted: "",
    text_new: "",
  },
}));
