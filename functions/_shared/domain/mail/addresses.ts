import { cleanLine } from "./clean-text.ts";
import { MAIL_LIMITS } from "./limits.ts";

/** A mail address with the name it came with. */
export type NamedAddress = { address: string; name: string | null };

/** What postal-mime hands over: a mailbox, or a group (RFC 5322 section 3.4) of mailboxes. */
export type ParsedAddress = { name: string; address?: string; group?: ParsedAddress[] };

/**
 * The sender when a mail names none. RFC 2606 reserves `.invalid`: it can never be anyone's.
 */
export const UNKNOWN_SENDER_DOMAIN = "unknown.invalid";

// The dot-atom of RFC 5322 plus RFC 6532 letters. Quoted local parts and address literals are left
// out on purpose: nobody is written to there, and every later layer would have to quote them.
const ADDRESS =
  /^[^\s"(),:;<>@[\\\]\p{Cc}]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}_-]{0,62})(?:\.[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}_-]{0,62}))*$/u;

/**
 * The one spelling of an address everything compares: trimmed, lower case. Plus tags and the dots of
 * Gmail addresses stay, because other providers deliver them to different people.
 * Null when it is no address (RFC 5321 allows 254 characters).
 */
export function normaliseAddress(value: string): string | null {
  const address = value.trim().replace(/^<|>$/g, "").replace(/^mailto:/i, "").toLowerCase();
  return address.length <= 254 && ADDRESS.test(address) ? address : null;
}

/** Flattens groups, drops what is no address and repetitions; at most `limit` addresses. */
export function listAddresses(parsed: ParsedAddress[] | undefined, limit: number): NamedAddress[] {
  const found = new Map<string, NamedAddress>();
  for (const entry of (parsed ?? []).flatMap((one) => one.group ?? [one])) {
    const address = normaliseAddress(entry.address ?? "");
    if (address === null || found.has(address)) continue;
    if (found.size >= limit) break;
    found.set(address, { address, name: cleanName(entry.name) });
  }
  return [...found.values()];
}

/**
 * Who wrote the mail: From, then Sender, then Return-Path; a bare local part (`MAILER-DAEMON`) or
 * nothing at all gets the reserved domain, because a message always has a sender.
 */
export function senderOf(
  mail: { from?: ParsedAddress; sender?: ParsedAddress; returnPath?: ParsedAddress },
): NamedAddress {
  const candidates = [mail.from, mail.sender, mail.returnPath];
  for (const candidate of candidates) {
    const [first] = listAddresses(candidate ? [candidate] : [], 1);
    if (first) return first;
  }
  const bare = (mail.from?.address || mail.from?.name || "").trim().toLowerCase();
  const local = /^[a-z0-9._+-]{1,64}$/.test(bare) ? bare : "unknown";
  return { address: `${local}@${UNKNOWN_SENDER_DOMAIN}`, name: cleanName(mail.from?.name ?? "") };
}

function cleanName(name: string): string | null {
  return cleanLine(name, MAIL_LIMITS.nameLength) || null;
}
