/** What an answer could not see (NEW-11), from how the accounts stand. */
import type { Coverage } from "./answer.ts";

export interface AccountState {
  connectionId: string;
  name: string;
  provider: string;
  status: string;
  isImporting: boolean;
  /** ISO 8601; null where it is not known. */
  readUntil: string | null;
  backfillState: string | null;
  backfillSince: string | null;
  unreadableCount: number;
}

export interface Seen {
  messageCount: number;
  untriagedCount: number;
  accounts: AccountState[];
}

export interface CoverageFacts {
  window: { fromAt: string; untilAt: string } | null;
  timeZone: string;
  asOf: string;
  seen: Seen;
  lookedAtCount: number;
  /** There was more than is looked at for one answer. */
  isLimited: boolean;
  /** Accounts a filter named that the person cannot read. */
  unknownConnectionIds: string[];
  /** Whether the answer rests on what triage says. */
  needsTriage: boolean;
  /** People whose calendar was wanted and is not known. */
  unknownCalendars: number;
}

type Unseen = Coverage["not_seen"][number];
/** A mailbox is polled every five minutes; what is older has not been read lately. */
const STALE_MS = 15 * 60_000;

export function coverageOf(facts: CoverageFacts): Coverage {
  const { window, timeZone, seen, lookedAtCount } = facts;
  return {
    window: window && { from_at: window.fromAt, until_at: window.untilAt },
    time_zone: timeZone,
    message_count: seen.messageCount,
    looked_at_count: Math.min(lookedAtCount, seen.messageCount),
    connections: seen.accounts.map(({ connectionId, name, status, readUntil }) => ({
      connection_id: connectionId,
      name,
      status,
      read_until: readUntil,
    })),
    not_seen: [
      ...seen.accounts.flatMap((account) => unseenOf(account, facts)),
      ...facts.unknownConnectionIds.map((id) => gap("connection_unknown", { connection_id: id })),
      ...(facts.needsTriage && seen.untriagedCount > 0
        ? [gap("messages_not_triaged", { count: seen.untriagedCount })]
        : []),
      ...(facts.unknownCalendars > 0
        ? [gap("calendar_unknown", { count: facts.unknownCalendars })]
        : []),
      ...(facts.isLimited
        ? [gap("beyond_limit", { count: Math.max(seen.messageCount - lookedAtCount, 0) || null })]
        : []),
    ],
  };
}

function gap(reason: Unseen["reason"], more: Partial<Unseen>): Unseen {
  return { reason, connection_id: null, since: null, count: null, ...more };
}

function unseenOf(account: AccountState, { window, asOf }: CoverageFacts): Unseen[] {
  const of = (reason: Unseen["reason"], more: Partial<Unseen> = {}) =>
    gap(reason, { connection_id: account.connectionId, ...more });
  const found: Unseen[] = [];
  const since = account.readUntil;
  const stopped = {
    paused: "connection_paused",
    error: "connection_error",
    disconnected: "connection_disconnected",
    erasing: "connection_disconnected",
  } as const;
  const reason = stopped[account.status as keyof typeof stopped];
  // what ended before the account stopped was seen whole
  const matters = !window || since === null || Date.parse(window.untilAt) > Date.parse(since);
  if (reason) {
    if (matters) found.push(of(reason, { since }));
  } else if (account.readUntil !== null && matters) {
    const end = Math.min(Date.parse(asOf), window ? Date.parse(window.untilAt) : Infinity);
    if (end - Date.parse(account.readUntil) > STALE_MS) {
      found.push(of("connection_read_until", { since: account.readUntil }));
    }
  }
  const isBackfilling = account.backfillState === "waiting" || account.backfillState === "running";
  if (account.isImporting || isBackfilling) found.push(of("connection_importing"));
  if (account.unreadableCount > 0) {
    found.push(of("messages_unreadable", { count: account.unreadableCount }));
  }
  return found;
}
