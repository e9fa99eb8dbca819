/** A mail that must not be sent as it is. Its message names the part at fault, never its value. */
export class ComposeError extends Error {
  override readonly name = "ComposeError";
  readonly slug: ComposeSlug;

  constructor(slug: ComposeSlug, message: string) {
    super(message);
    this.slug = slug;
  }
}

export type ComposeSlug =
  | "mail_address_invalid"
  | "mail_recipient_missing"
  | "mail_header_not_allowed"
  | "mail_message_id_invalid"
  | "mail_date_invalid";
