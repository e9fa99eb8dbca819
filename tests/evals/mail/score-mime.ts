import { normaliseMail } from "../../../functions/_shared/domain/mail/normalise-mail.ts";
import type { Figure } from "../figure.ts";
import { bytesOf, filesIn } from "./corpora.ts";

/** Mail of `mime`, much of it broken on purpose, is read without an error. */
export function scoreMime(): Figure[] {
  const mails = filesIn("mime", (path) => !path.endsWith(".json"));
  let read = 0;
  for (const path of mails) {
    try {
      normaliseMail(bytesOf(path), { reference: "", ownAddresses: [] });
      read++;
    } catch {
      // counted as not read
    }
  }
  const n = mails.length;
  return [{ set: "mime", half: "all", measure: "read", by: "ours", value: read / n, n, bar: 1 }];
}
