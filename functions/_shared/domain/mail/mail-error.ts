/** What `normaliseMail` refuses: everything else is stored, cut or repaired. */
export type MailErrorSlug = "mail_empty" | "mail_unreadable";

const SENTENCES: Record<MailErrorSlug, string> = {
  mail_empty: "Cannot read mail: it has no content",
  mail_unreadable: "Cannot read mail: no header line was found in it",
};

/** Input that is no mail at all. `slug` is stable; `message` is one sentence for a person. */
export class MailError extends Error {
  readonly slug: MailErrorSlug;

  constructor(slug: MailErrorSlug) {
    super(SENTENCES[slug]);
    this.name = "MailError";
    this.slug = slug;
  }
}
