/** Message-IDs: made with the outbound message (migrations 0342), so that a mail can be looked up afterwards. */

/**
 * One `<left@right>` of RFC 5322, section 3.6.4, without folding, quoting or anything a search query could
 * read as another term.
 */
const MESSAGE_ID = /^<[!#-'*+\-./0-9=?A-Z^-~]{1,200}@[!#-'*+\-./0-9=?A-Z^-~[\]:]{1,200}>$/;

/** True for an id that may stand in a header or a search of ours; what others wrote often may not. */
export function isMessageId(text: string): boolean {
  return MESSAGE_ID.test(text);
}
