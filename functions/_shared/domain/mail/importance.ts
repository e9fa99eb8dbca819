/** What the importance of a mail is computed from. */
export type ImportanceFacts = {
  isHuman: boolean;
  /** The account's own address stands in To (not only Cc), or the account itself wrote. */
  isDirect: boolean;
  expectsReply: boolean;
  /** A List- header or Precedence bulk, junk or list. */
  isBulk: boolean;
  recipientCount: number;
};

/**
 * How much a mail deserves attention, 0 to 1, by a rule anyone can check: 0.3 when a person wrote it,
 * 0.2 when it is addressed to the account itself, 0.3 when it asks something, 0.1 when it is not bulk
 * mail, 0.1 when at most three people received it. Automatic mail never exceeds 0.3.
 */
export function importanceScore(facts: ImportanceFacts): number {
  const tenths = (facts.isHuman ? 3 : 0) + (facts.isDirect ? 2 : 0) + (facts.expectsReply ? 3 : 0) +
    (facts.isBulk ? 0 : 1) + (facts.recipientCount <= 3 ? 1 : 0);
  return (facts.isHuman ? tenths : Math.min(tenths, 3)) / 10;
}

/** Mail to many, by its headers (RFC 2369, RFC 2919, and the old Precedence). */
export function isBulk(headers: Record<string, string[]>): boolean {
  const names = ["list-id", "list-unsubscribe", "list-post"];
  return names.some((name) => headers[name]) ||
    /^\s*(?:bulk|junk|list)/i.test(headers["precedence"]?.[0] ?? "");
}
