import { basename, dirname, extname } from "node:path";
import type { MailErrorSlug } from "../../functions/_shared/domain/mail/mail-error.ts";
import { placeNamed } from "../../functions/_shared/domain/mail/mailbox-words.ts";

/** Refusals that every export brings: they are counted, not listed as failures. */
export const EXPECTED_REFUSALS = [
  "mail_is_draft",
  "mail_is_deleted",
] as const satisfies readonly MailErrorSlug[];
export type ExpectedRefusal = (typeof EXPECTED_REFUSALS)[number];

export function isExpectedRefusal(slug: string): slug is ExpectedRefusal {
  return EXPECTED_REFUSALS.some((expected) => expected === slug);
}

/**
 * Why the mails of a file are not imported, told from where the file lies: the flags of a Maildir
 * message, or a folder or mbox file for drafts or the trash. `path` begins with the name of what is
 * imported; folders above that say nothing. Null for everything else.
 */
export function refusalOf(path: string): ExpectedRefusal | null {
  const flags = isInMaildir(path) ? /[:;!]2,([A-Za-z]*)$/.exec(basename(path))?.[1] ?? "" : "";
  if (flags.includes("D")) return "mail_is_draft";
  if (flags.includes("T")) return "mail_is_deleted";
  for (const part of path.split(/[\\/]/)) {
    // Maildir++ names the whole way in one folder (".INBOX.Drafts"); Thunderbird and Apple Mail
    // give a folder an ending of its own.
    const names = part.startsWith(".")
      ? part.split(".")
      : [part.replace(/\.(?:mbox|mbx|sbd)$/i, "")];
    for (const name of names) {
      const place = placeNamed(name.replace(/^entw&apw-rfe$/i, "entwürfe"));
      if (place === "drafts") return "mail_is_draft";
      // "bin" is as often a folder of somebody's own.
      if (place === "trash" && name.toLowerCase() !== "bin") return "mail_is_deleted";
    }
  }
  return null;
}

/** Whether the file is one message of a Maildir (https://cr.yp.to/proto/maildir.html). */
export function isInMaildir(path: string): boolean {
  return ["cur", "new"].includes(basename(dirname(path)));
}

/** Whether the file is to be taken as exactly one message, whatever its first line. */
export function isOneMail(path: string): boolean {
  return isInMaildir(path) || extname(path).toLowerCase() === ".eml";
}
