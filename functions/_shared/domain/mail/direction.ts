import { normaliseAddress } from "./addresses.ts";

/**
 * Outbound when the sender is one of the account's own addresses, else inbound. Only From decides:
 * a mail to oneself is outbound, and folders or labels of an export are not trusted.
 */
export function directionOf(senderAddress: string, ownAddresses: string[]): "inbound" | "outbound" {
  const sender = normaliseAddress(senderAddress);
  const isOwn = sender !== null && ownAddresses.some((own) => normaliseAddress(own) === sender);
  return isOwn ? "outbound" : "inbound";
}
