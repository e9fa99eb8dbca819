import { partText } from "./attachments.ts";
import { cleanText } from "./clean-text.ts";
import { boundKeyOrNull } from "./key-limit.ts";
import type { MailRecipient } from "./message.ts";
import type { ParsedMail } from "./parsed-mail.ts";
import { type Bounce, readBounce } from "./read-bounce.ts";

/** Who was not reached and why, from everything a bounce consists of (see read-bounce.ts). */
export function bounceOf(
  mail: ParsedMail,
  text: string,
  headers: Record<string, string[]>,
  recipients: MailRecipient[],
): Bounce {
  const bounce = readBounce({
    text,
    deliveryStatus: deliveryStatusOf(mail),
    originals: textsOf(mail, /^message\/(?:rfc822|global)$|^text\/rfc822-headers$/),
    failedRecipients: (headers["x-failed-recipients"] ?? []).flatMap((value) => value.split(",")),
    reportedTo: recipients.filter(({ kind }) => kind === "to").map(({ address }) => address),
  });
  return { ...bounce, original_message_id: boundKeyOrNull(bounce.original_message_id) };
}

/** The `message/delivery-status` parts (RFC 3464, RFC 6533) as text. */
export function deliveryStatusOf(mail: ParsedMail): string[] {
  return textsOf(mail, /^message\/(?:global-)?delivery-status$/);
}

function textsOf(mail: ParsedMail, type: RegExp): string[] {
  return mail.attachments.filter((part) => type.test(part.type)).slice(0, 20)
    .map((part) => cleanText(partText(part)));
}
