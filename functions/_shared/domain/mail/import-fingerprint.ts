import { sha256Hex } from "./sha256.ts";

/**
 * Header fields that a mailbox or an export adds and changes: read marks, labels, counts. Everything else belongs to the
 * mail, and a mail that differs in it is another mail.
 */
const OF_THE_EXPORT =
  /^(?:status|x-status|x-keywords|x-uid|x-uidl|x-imapbase|content-length|lines|x-gmail-labels|x-gm-thrid|x-gm-msgid|x-mozilla-(?:status2?|keys)|x-evolution(?:-source)?)$/i;

/**
 * The id of an imported mail: `import:` and the SHA-256 of its bytes without what exports add, so that importing a later
 * export again finds it (ING-8) and no two different mails are ever taken for one. A fingerprint of the parsed
 * facts would be shorter, but mails without Message-ID, Date or text are alike in all of them.
 */
export async function importFingerprint(raw: Uint8Array): Promise<string> {
  const text = new TextDecoder("latin1").decode(raw).replaceAll("\r\n", "\n");
  const headerEnd = text.indexOf("\n\n");
  const header = headerEnd < 0 ? text : text.slice(0, headerEnd);
  const fields = header.split(/\n(?![ \t])/)
    .filter((field) => !OF_THE_EXPORT.test(field.slice(0, field.indexOf(":"))));
  const body = headerEnd < 0 ? "" : text.slice(headerEnd).trimEnd();
  return `import:${await sha256Hex(`${fields.join("\n")}\n${body}`)}`;
}
