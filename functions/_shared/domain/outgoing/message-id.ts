/** Message-IDs: made before the first attempt to send, so that a mail can be looked up afterwards. */
import { ComposeError } from "./compose-error.ts";

/**
 * One `<left@right>` of RFC 5322, section 3.6.4, without folding, quoting or anything a search query could
 * read as another term.
 */
const MESSAGE_ID = /^<[!#-'*+\-./0-9=?A-Z^-~]{1,200}@[!#-'*+\-./0-9=?A-Z^-~[\]:]{1,200}>$/;

/** True for an id that may stand in a header or a search of ours; what others wrote often may not. */
export function isMessageId(text: string): boolean {
  return MESSAGE_ID.test(text);
}

/**
 * `<uuid@domain-of-sender>`, the domain in its ASCII form.
 * @param uuid random (version 4), so that nobody can guess the id before the mail is sent
 * @throws {ComposeError} mail_address_invalid
 */
export function createMessageId(uuid: string, senderAddress: string): string {
  const domain = senderAddress.slice(senderAddress.lastIndexOf("@") + 1);
  const url = URL.canParse(`http://${domain}/`) ? new URL(`http://${domain}/`) : null;
  const id = `<${uuid}@${url?.hostname}>`;
  // More than a host in the URL means more than a domain in the address.
  if (!url || url.href !== `http://${url.hostname}/` || !isMessageId(id)) {
    throw new ComposeError(
      "mail_address_invalid",
      "Cannot send mail: the sender's address is not valid",
    );
  }
  return id;
}
