import type { Field } from "../mime/header-fields.ts";
import { cutText } from "./clean-text.ts";
import { MAIL_LIMITS } from "./limits.ts";
import { type MailboxPlace, placeNamed } from "./mailbox-words.ts";
import { decodeHeader } from "./parse-mail.ts";

// What servers write into a mail on its way in (RFC 5321 section 4.4, RFC 8601, RFC 8617, RFC 9228)
// and what Gmail, Postfix, Exim and Cyrus add in their own names.
const ARRIVAL =
  /^(?:(?:x-)?delivered-to|x-original-to|(?:x-)?envelope-to|return-path|(?:x-)?received|received-spf|authentication-results|arc-.+)$/;

/** Whether some server has received the mail. A copy its author kept shows no such trace. */
export function hasArrived(fields: Field[]): boolean {
  return fields.some(({ key }) => ARRIVAL.test(key));
}

/**
 * The fields a sender cannot have written into a mail that has arrived: servers put theirs on top,
 * an export puts its own above them, and what the sender wrote stands below. All of a mail that
 * shows no trace of an arrival.
 */
export function exportFields(fields: Field[]): Field[] {
  const arrival = fields.findIndex(({ key }) => ARRIVAL.test(key));
  return arrival < 0 ? fields : fields.slice(0, arrival);
}

/**
 * Where the exporting mailbox kept the mail: X-Gmail-Labels of a take-out (in the language of the
 * account, separated by commas) and X-Mozilla-Draft-Info, only from where no sender can write.
 */
export function exportedFrom(fields: Field[]): Set<MailboxPlace> {
  const places = new Set<MailboxPlace>();
  for (const { key, value } of exportFields(fields)) {
    if (key === "x-mozilla-draft-info") places.add("drafts");
    if (key !== "x-gmail-labels") continue;
    const labels = decodeHeader(cutText(value, MAIL_LIMITS.headerFieldBytes));
    for (const label of labels.split(",")) {
      const place = placeNamed(label.replace(/^\s*"|"\s*$/g, ""));
      if (place) places.add(place);
    }
  }
  return places;
}
