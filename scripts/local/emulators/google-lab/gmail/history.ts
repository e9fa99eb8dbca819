/**
 * What changed in a mailbox, in order, for as long as it is kept.
 * https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.history/list
 */
import type { Random } from "../random.ts";

export type HistoryType = "messageAdded" | "messageDeleted" | "labelAdded" | "labelRemoved";

export interface HistoryEntry {
  type: HistoryType;
  messageId: string;
  threadId: string;
  /** Of the message after the change. */
  labelIds: string[];
  /** Those put on or taken off. */
  changedLabelIds: string[];
}

export interface HistoryRecord {
  id: bigint;
  at: number;
  entries: HistoryEntry[];
}

export interface History {
  /** The mailbox's historyId. */
  current(): bigint;
  /** Numbers a change before it is recorded. */
  next(): bigint;
  record(id: bigint, at: number, entries: HistoryEntry[]): void;
  /** Records after an id, or null when some of them are no longer kept. */
  after(id: bigint, now: number): HistoryRecord[] | null;
  /** Everything until now is too old from now on. */
  expire(): void;
}

/** Gmail: "typically at least one week", sometimes hours. */
const KEPT_MS = 7 * 86_400_000;

export function createHistory(random: Random, keptMs = KEPT_MS): History {
  let current = BigInt(random.between(100_000, 900_000));
  let records: HistoryRecord[] = [];
  /** Ids below this one can no longer be asked for. */
  let floor = current;
  // not contiguous: the ids are shared with what a client never sees
  const next = () => current += BigInt(random.between(1, 60));
  const forget = (now: number) => {
    let count = 0;
    while (count < records.length && records[count]!.at < now - keptMs) count++;
    if (count === 0) return;
    floor = records[count - 1]!.id;
    records = records.slice(count);
  };
  return {
    current: () => current,
    next,
    record: (id, at, entries) => void records.push({ id, at, entries }),
    after(id, now) {
      forget(now);
      if (id < floor) return null;
      let low = 0;
      for (let high = records.length; low < high;) {
        const middle = (low + high) >> 1;
        if (records[middle]!.id <= id) low = middle + 1;
        else high = middle;
      }
      return records.slice(low);
    },
    expire() {
      floor = next();
      records = [];
    },
  };
}
