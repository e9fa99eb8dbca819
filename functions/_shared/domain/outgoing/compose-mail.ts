/**
 * A mail as the bytes of RFC 5322. Pure: the same mail gives the same bytes, so a second attempt sends what the
 * first did. Nothing in a name, subject or header value can add a header or a recipient.
 */
import MailComposer from "nodemailer/lib/mail-composer";
import type { MailAddress, OutgoingMail } from "../../ports/mail-provider.ts";
import { ComposeError } from "./compose-error.ts";
import { headerText } from "./header-text.ts";
import { isMessageId } from "./message-id.ts";
import { replySubject } from "./reply-subject.ts";
import { trimReferences } from "./trim-references.ts";

/**
 * Dot-atom or any script's letters before the @, labels after it: quoted local parts and address literals are
 * legal (RFC 5321) but no mailbox people write to has one.
 */
const ADDRESS = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*$/u;

/** Further headers a caller may set: marks of ours, and what RFC 8058 and RFC 3834 want of automatic mail. */
const ALLOWED_HEADER = /^(?:x-akasavani-[a-z-]+|list-unsubscribe(?:-post)?|list-id|precedence)$/i;

/** @throws {ComposeError} with the part at fault */
export async function composeMail(mail: OutgoingMail): Promise<Uint8Array> {
  const sentAt = new Date(mail.sentAt);
  if (Number.isNaN(sentAt.getTime())) {
    throw new ComposeError("mail_date_invalid", "Cannot send mail: its date is not valid");
  }
  if (!isMessageId(mail.internetMessageId)) {
    throw new ComposeError(
      "mail_message_id_invalid",
      "Cannot send mail: its Message-ID is not valid",
    );
  }
  if (mail.to.length === 0) {
    throw new ComposeError("mail_recipient_missing", "Cannot send mail: it has no recipient");
  }
  const isReply = mail.inReplyTo !== null;
  const composer = new MailComposer({
    from: mailAddress(mail.from),
    to: mail.to.map(mailAddress),
    cc: mail.cc.map(mailAddress),
    subject: headerText(isReply ? replySubject(headerText(mail.subject)) : mail.subject),
    text: bodyText(mail.text),
    html: mail.html === null ? undefined : bodyText(mail.html),
    textEncoding: "quoted-printable",
    messageId: mail.internetMessageId,
    inReplyTo: isReply && isMessageId(mail.inReplyTo!) ? mail.inReplyTo! : undefined,
    references: trimReferences(mail.references, mail.inReplyTo),
    date: sentAt,
    headers: {
      // RFC 3834, section 5: well-behaved programs do not answer it, so two robots cannot talk for ever.
      ...(mail.isAutomatic && { "Auto-Submitted": "auto-generated" }),
      ...checkedHeaders(mail.headers),
    },
    // Random otherwise.
    baseBoundary: mail.internetMessageId.replace(/[^a-z0-9]/gi, "").slice(0, 32),
    disableUrlAccess: true,
    disableFileAccess: true,
  });
  // A Buffer is one; Deno 2.1.4 and @types/node disagree on what a Buffer is.
  return await composer.compile().build() as unknown as Uint8Array;
}

function mailAddress({ address, name }: MailAddress): { address: string; name: string } {
  if (!ADDRESS.test(address) || address.length > 254) {
    throw new ComposeError("mail_address_invalid", "Cannot send mail: an address is not valid");
  }
  return { address, name: headerText(name ?? "") };
}

function checkedHeaders(headers: Record<string, string>): Record<string, string> {
  const checked: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (!ALLOWED_HEADER.test(name)) {
      throw new ComposeError(
        "mail_header_not_allowed",
        "Cannot send mail: it sets a header it may not",
      );
    }
    checked[name] = headerText(value);
  }
  return checked;
}

/** Line ends as CRLF (RFC 5322, section 2.3); no NUL and no half of a surrogate pair. */
function bodyText(text: string): string {
  return text.toWellFormed().replaceAll("\0", "").replace(/\r\n|\r|\n/g, "\r\n");
}
