import type { Field } from "../mime/header-fields.ts";
import { directionOf } from "./direction.ts";
import { exportedFrom, hasArrived } from "./export-labels.ts";
import type { MailErrorSlug } from "./mail-error.ts";
import type { Automatic } from "./recognise-automatic.ts";

/** What the mailbox a mail comes from says about it, before a word of it is read. */
export type MailStanding = {
  /** Set when the mail is not to be stored at all. */
  refusal: MailErrorSlug | null;
  direction: "inbound" | "outbound";
  /** A copy that came back, or a forgery: it carries an own address and has arrived. */
  isOwnArrived: boolean;
  /** Why nobody is to be answered or reminded because of it; empty for most mail. */
  evidence: string[];
};

/**
 * Whose word a mail is. From alone proves nothing, because anybody can write any address there: a
 * mail from an own address is ours only when it never arrived by mail, or when a take-out says that
 * it was sent from the mailbox. Otherwise it is a notification: neither a question of ours nor an
 * answer of theirs. A genuine copy to oneself ends there as well, which costs nothing, because the
 * mail as it was sent is in the mailbox too.
 *
 * Drafts, mail that is scheduled and not yet sent, and mail in the trash are refused: the first were
 * never said, and what a person has thrown away is not brought back.
 */
export function standingOf(
  fields: Field[],
  senderAddress: string,
  ownAddresses: string[],
): MailStanding {
  const places = exportedFrom(fields);
  const isSent = places.has("sent");
  const isUnsent = places.has("drafts") || (places.has("scheduled") && !isSent);
  const byAddress = directionOf(senderAddress, ownAddresses);
  const isOwnArrived = byAddress === "outbound" && !isSent && hasArrived(fields);
  const evidence = isOwnArrived ? ["own-address-arrived"] : [];
  if (places.has("spam")) evidence.push("label:spam");
  return {
    refusal: isUnsent ? "mail_is_draft" : places.has("trash") ? "mail_is_deleted" : null,
    direction: isOwnArrived ? "inbound" : byAddress,
    isOwnArrived,
    evidence,
  };
}

/**
 * With evidence that nobody is to be answered, reminded or called away because of a mail: a
 * notification, whatever else it looks like.
 */
export function asNotification(recognised: Automatic, evidence: string[]): Automatic {
  if (evidence.length === 0) return recognised;
  return {
    kind: "notification",
    confidence: 0.95,
    evidence: [...evidence, ...recognised.evidence],
    returns_on: null,
  };
}
