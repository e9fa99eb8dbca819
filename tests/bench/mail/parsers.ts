/** Parsers that read the same bytes, each through its public interface and with its defaults. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import PostalMime, { type Address } from "postal-mime";
import { UNKNOWN_SENDER_DOMAIN } from "../../../functions/_shared/domain/mail/addresses.ts";
import { parseMailDate } from "../../../functions/_shared/domain/mail/mail-dates.ts";
import { normaliseMail } from "../../../functions/_shared/domain/mail/normalise-mail.ts";
import { OWN_ADDRESS } from "../../support/synthetic-mails.ts";

/** What every parser tells of a mail; null where it tells nothing. */
export interface Facts {
  subject: string | null;
  from: string | null;
  to: string[];
  date: number | null;
  text: string | null;
  attachmentCount: number;
}

export interface Parser {
  name: string;
  /** Reads one mail as a program would that wants all of it. */
  parse(raw: Uint8Array): Promise<unknown> | unknown;
  facts(raw: Uint8Array): Promise<Facts>;
}

const require = createRequire(import.meta.url);
const { simpleParser } = require("mailparser");

function versionOf(name: string): string {
  let folder = dirname(require.resolve(name));
  while (!require.resolve.paths(name)!.some((root) => join(root, name) === folder)) {
    folder = dirname(folder);
  }
  return require(join(folder, "package.json")).version;
}

const read = (raw: Uint8Array) =>
  normaliseMail(raw, { reference: "", ownAddresses: [OWN_ADDRESS] });

/** The whole record: parsed, hashed, split into new, quoted and signature, recognised, scored. */
export const ours: Parser = {
  name: "normaliseMail",
  parse: read,
  facts(raw) {
    const message = read(raw);
    return Promise.resolve({
      subject: message.subject,
      // A sender without a domain gets a reserved one.
      from: message.sender_address.replace(`@${UNKNOWN_SENDER_DOMAIN}`, ""),
      to: message.recipients.filter(({ kind }) => kind === "to").map(({ address }) => address),
      date: parseMailDate(message.headers["date"]?.[0] ?? "")?.at.getTime() ?? null,
      text: message.text_full,
      attachmentCount: message.attachments.length,
    });
  },
};

const flat = (list: Address[] | undefined) =>
  (list ?? []).flatMap((one) => one.group ?? [one]).map(({ address }) => address.toLowerCase());

export const postalMime: Parser = {
  name: `postal-mime ${versionOf("postal-mime")}`,
  parse: (raw) => PostalMime.parse(raw),
  async facts(raw) {
    const mail = await PostalMime.parse(raw);
    return {
      subject: mail.subject ?? null,
      from: flat(mail.from ? [mail.from] : [])[0] ?? null,
      to: flat(mail.to),
      date: Date.parse(mail.date ?? "") || null,
      text: mail.text ?? null,
      attachmentCount: mail.attachments.length,
    };
  },
};

type PeerAddresses = { value: { address?: string; group?: { address?: string }[] }[] };
const peerFlat = (fields: PeerAddresses | PeerAddresses[] | undefined) =>
  [fields ?? []].flat().flatMap(({ value }) => value).flatMap((one) => one.group ?? [one])
    .flatMap(({ address }) => address ? [address.toLowerCase()] : []);

export const mailparser: Parser = {
  name: `mailparser ${versionOf("mailparser")}`,
  parse: (raw) => simpleParser(Buffer.from(raw.buffer, raw.byteOffset, raw.length)),
  async facts(raw) {
    const mail = await simpleParser(Buffer.from(raw.buffer, raw.byteOffset, raw.length));
    return {
      subject: mail.subject ?? null,
      from: peerFlat(mail.from)[0] ?? null,
      to: peerFlat(mail.to),
      date: mail.date?.getTime() || null,
      text: mail.text ?? null,
      attachmentCount: mail.attachments.length,
    };
  },
};
