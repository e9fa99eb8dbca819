/** What a stretch of a mailbox's changes asks to be done: which messages to read, which labels to change, what is gone. */
import type { ChangeRecord, MessageRef } from "../../ports/mailbox.ts";
import type { LabelChange } from "../../ports/mail-sync.ts";

export interface CollectedChanges {
  /** To be read unless stored, oldest first. */
  wanted: MessageRef[];
  /** In spam or trash: to be read only when it belongs to a conversation we hold, because it may be the answer. */
  thrownAway: MessageRef[];
  /** For messages that are stored, in the provider's order. */
  labels: LabelChange[];
  removed: string[];
}

/** Drafts are not messages: what is sent of them comes as a message of its own. Chats never are. */
const NO_MESSAGES = ["DRAFT", "CHAT"];
const THROWN_AWAY = ["SPAM", "TRASH"];

export function isNoMessage(labels: string[]): boolean {
  return labels.some((label) => NO_MESSAGES.includes(label));
}

export function collectChanges(records: ChangeRecord[]): CollectedChanges {
  const wanted = new Map<string, MessageRef>();
  const thrownAway = new Map<string, MessageRef>();
  const removed = new Set<string>();
  const labels: LabelChange[] = [];
  for (const { kind, message, ...change } of records.flatMap(({ changes }) => changes)) {
    const changed = "labels" in change ? change.labels : [];
    switch (kind) {
      case "added":
        removed.delete(message.id);
        if (isNoMessage(changed)) break;
        (changed.some(isThrownAway) ? thrownAway : wanted).set(message.id, message);
        // one of ours that was stored when it was sent has no labels yet
        labels.push({ id: message.id, labels: changed });
        break;
      case "labels_added":
        labels.push({ id: message.id, added: changed });
        break;
      case "labels_removed":
        labels.push({ id: message.id, removed: changed });
        // out of spam or trash: it was not read when it came
        if (changed.some(isThrownAway)) wanted.set(message.id, message);
        break;
      case "removed":
        wanted.delete(message.id);
        thrownAway.delete(message.id);
        removed.add(message.id);
    }
  }
  for (const id of wanted.keys()) thrownAway.delete(id);
  return {
    wanted: [...wanted.values()],
    thrownAway: [...thrownAway.values()],
    labels,
    removed: [...removed],
  };
}

function isThrownAway(label: string): boolean {
  return THROWN_AWAY.includes(label);
}

/** Records in portions of at most so many added messages, so that each portion is one transaction of bearable size. */
export function portions(records: ChangeRecord[], addedAtMost: number): ChangeRecord[][] {
  const result: ChangeRecord[][] = [];
  let count = Infinity;
  for (const record of records) {
    const added = record.changes.filter(({ kind }) => kind === "added").length;
    if (count + added > addedAtMost) {
      result.push([]);
      count = 0;
    }
    result.at(-1)!.push(record);
    count += added;
  }
  return result;
}
