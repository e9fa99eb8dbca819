import { listAddresses, normaliseAddress } from "./addresses.ts";
import { MAIL_LIMITS } from "./limits.ts";
import type { MailRecipient } from "./message.ts";
import type { ParsedMail } from "./parsed-mail.ts";

/** Everyone a mail names as recipient, by kind, and whether more were named than are kept. */
export type Recipients = { list: MailRecipient[]; isCut: boolean };

/** To, Cc, Bcc and Reply-To in this order, each address once per kind. */
export function recipientsOf(mail: ParsedMail): Recipients {
  const limit = MAIL_LIMITS.recipients;
  const kinds = { to: mail.to, cc: mail.cc, bcc: mail.bcc, reply_to: mail.replyTo };
  const all = Object.entries(kinds).flatMap(([kind, parsed]) =>
    listAddresses(parsed, limit + 1).map((one) => ({ kind: kind as MailRecipient["kind"], ...one }))
  );
  return { list: all.slice(0, limit), isCut: all.length > limit };
}

/** Whether one of the account's own addresses stands in To. */
export function isDirectlyAddressed(recipients: MailRecipient[], ownAddresses: string[]): boolean {
  const own = new Set(ownAddresses.map(normaliseAddress));
  return recipients.some(({ kind, address }) => kind === "to" && own.has(address));
}
