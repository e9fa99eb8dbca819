/** The messages of one mailbox and everything that may be done to them. Each change is history and is told to the watch. */
import { notFound } from "../answer.ts";
import type { Random } from "../random.ts";
import { createHistory, type History, type HistoryEntry } from "./history.ts";
import { createLabels, type Labels } from "./labels.ts";
import { readFacts, type StoredMessage, threadSubject } from "./message.ts";

export interface AddMessage {
  raw: Buffer;
  labelIds: string[];
  /** Milliseconds since 1970; now unless told. */
  internalDate?: number;
  /** Joined when it exists and the subject fits; must exist. */
  threadId?: string | null;
  /** For stories whose ids are written down. */
  id?: string;
}

export interface GmailStore {
  labels: Labels;
  history: History;
  add(message: AddMessage): StoredMessage;
  get(id: string): StoredMessage;
  find(id: string): StoredMessage | null;
  /** Newest first. */
  newest(): Iterable<StoredMessage>;
  /** Oldest first; refuses a thread that is not there. */
  thread(id: string): StoredMessage[];
  threadIds(): Iterable<string>;
  byMessageId(messageId: string): StoredMessage[];
  modify(messages: StoredMessage[], add: string[], remove: string[]): void;
  trash(messages: StoredMessage[]): void;
  untrash(messages: StoredMessage[]): void;
  /** For good. */
  remove(messages: StoredMessage[]): void;
  count(): number;
}

/** https://support.google.com/mail/answer/5900: a conversation breaks off after 100 messages. */
const THREAD_LIMIT = 100;

export function createGmailStore(
  options: {
    random: Random;
    now: () => number;
    historyKeptMs?: number;
    onChange: (labelIds: string[]) => void;
  },
): GmailStore {
  const { random, now, onChange } = options;
  const labels = createLabels();
  const history = createHistory(random.fork("history"), options.historyKeptMs);
  const messages = new Map<string, StoredMessage>();
  const threads = new Map<string, StoredMessage[]>();
  const byMessageId = new Map<string, StoredMessage[]>();
  /** Oldest first. */
  const order: StoredMessage[] = [];
  const ids = random.fork("ids");

  const newId = (): string => {
    // like Gmail's: time in the high bits
    const id = ((BigInt(now()) << 20n) | BigInt(ids.between(0, 1_048_575))).toString(16)
      .padStart(16, "0");
    return messages.has(id) ? newId() : id;
  };
  const get = (id: string) => messages.get(id) ?? notFound();
  const entry = (
    type: HistoryEntry["type"],
    message: StoredMessage,
    changedLabelIds: string[] = [],
  ): HistoryEntry => ({
    type,
    messageId: message.id,
    threadId: message.threadId,
    labelIds: [...message.labelIds],
    changedLabelIds,
  });
  const commit = (changed: StoredMessage[], entries: HistoryEntry[]) => {
    if (entries.length === 0) return;
    const id = history.next();
    for (const message of changed) message.historyId = id;
    history.record(id, now(), entries);
    onChange(entries.flatMap((one) => [...one.labelIds, ...one.changedLabelIds]));
  };

  /** https://support.google.com/mail/answer/5900: same subject, and a reference to a mail of the conversation. */
  const threadFor = (add: AddMessage, facts: StoredMessage["facts"]): string | null => {
    const fits = (thread: StoredMessage[] | undefined) =>
      thread !== undefined && thread.length < THREAD_LIMIT &&
      threadSubject(thread[0]!.facts.subject) === threadSubject(facts.subject);
    if (add.threadId) {
      const thread = threads.get(add.threadId) ?? notFound();
      if (fits(thread)) return add.threadId;
    }
    for (const reference of [...facts.references].reverse()) {
      for (const { threadId } of byMessageId.get(reference.toLowerCase()) ?? []) {
        if (fits(threads.get(threadId))) return threadId;
      }
    }
    return null;
  };

  const place = (message: StoredMessage) => placeOf(order, message);

  return {
    labels,
    history,
    add(add) {
      const facts = readFacts(add.raw);
      const id = add.id ?? newId();
      const message: StoredMessage = {
        id,
        threadId: threadFor(add, facts) ?? id,
        raw: add.raw,
        labelIds: new Set(add.labelIds),
        internalDate: add.internalDate ?? now(),
        historyId: 0n,
        facts,
      };
      messages.set(id, message);
      order.splice(place(message), 0, message);
      const thread = threads.get(message.threadId) ?? [];
      thread.splice(placeOf(thread, message), 0, message);
      threads.set(message.threadId, thread);
      if (facts.messageId) {
        const key = facts.messageId.toLowerCase();
        byMessageId.set(key, [...byMessageId.get(key) ?? [], message]);
      }
      commit([message], [entry("messageAdded", message)]);
      return message;
    },
    get,
    find: (id) => messages.get(id) ?? null,
    *newest() {
      for (let index = order.length - 1; index >= 0; index--) yield order[index]!;
    },
    thread: (id) => threads.get(id) ?? notFound(),
    *threadIds() {
      const seen = new Set<string>();
      for (let index = order.length - 1; index >= 0; index--) {
        const { threadId } = order[index]!;
        if (!seen.has(threadId)) yield threadId;
        seen.add(threadId);
      }
    },
    byMessageId: (messageId) => byMessageId.get(messageId.toLowerCase()) ?? [],
    modify(changed, add, remove) {
      const entries: HistoryEntry[] = [];
      const touched = new Set<StoredMessage>();
      for (const message of changed) {
        const added = add.filter((label) => !message.labelIds.has(label));
        const removed = remove.filter((label) => message.labelIds.has(label));
        for (const label of added) message.labelIds.add(label);
        for (const label of removed) message.labelIds.delete(label);
        if (added.length > 0) entries.push(entry("labelAdded", message, added));
        if (removed.length > 0) entries.push(entry("labelRemoved", message, removed));
        if (added.length + removed.length > 0) touched.add(message);
      }
      commit([...touched], entries);
    },
    trash(changed) {
      this.modify(changed, ["TRASH"], ["INBOX", "SPAM"]);
    },
    untrash(changed) {
      this.modify(changed, [], ["TRASH"]);
    },
    remove(gone) {
      for (const message of gone) {
        messages.delete(message.id);
        order.splice(order.indexOf(message), 1);
        const thread = threads.get(message.threadId)!.filter((other) => other !== message);
        if (thread.length > 0) threads.set(message.threadId, thread);
        else threads.delete(message.threadId);
        const key = message.facts.messageId?.toLowerCase();
        if (key) {
          byMessageId.set(key, byMessageId.get(key)!.filter((other) => other !== message));
        }
      }
      commit([], gone.map((message) => entry("messageDeleted", message)));
    },
    count: () => messages.size,
  };
}

/** Where a message belongs among those sorted by time, then by id. */
function placeOf(sorted: StoredMessage[], message: StoredMessage): number {
  let low = 0;
  for (let high = sorted.length; low < high;) {
    const middle = (low + high) >> 1;
    if (compare(sorted[middle]!, message) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compare(one: StoredMessage, other: StoredMessage): number {
  return one.internalDate - other.internalDate ||
    (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
}
