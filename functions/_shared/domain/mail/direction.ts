import { normaliseAddress } from "./addresses.ts";

/**
 * Outbound when the sender is one of the account's own addresses, else inbound. That is what the
 * mail claims; `standingOf` (own-mail.ts) tells whether it may be believed.
 */
export function directionOf(senderAddress: string, ownAddresses: string[]): "inbound" | "outbound" {
  const sender = normaliseAddress(senderAddress);
  const isOwn = sender !== null && ownAddresses.some((own) => normaliseAddress(own) === sender);
  return isOwn ? "outbound" : "inbound";
}
