/** What `normaliseMail` refuses: everything else is stored, cut or repaired. */
export type MailErrorSlug = "mail_empty" | "mail_unreadable" | "mail_is_draft" | "mail_is_deleted";

const SENTENCES: Record<MailErrorSlug, string> = {
  mail_empty: "Cannot read mail: it has no content",
  mail_unreadable: "Cannot read mail: no header line was found in it",
  mail_is_draft: "Cannot import mail: it is a draft that was never sent",
  mail_is_deleted: "Cannot import mail: it is in the trash",
};

/**
 * Input that is no mail at all, or one that is not to be stored. `slug` is stable; `message` is one
 * sentence for a person.
 */
export class MailError extends Error {
  readonly slug: MailErrorSlug;

  constructor(slug: MailErrorSlug) {
    super(SENTENCES[slug]);
    this.name = "MailError";
    this.slug = slug;
  }
}
