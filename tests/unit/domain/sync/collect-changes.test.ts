import { expect, test } from "vitest";
import {
  collectChanges,
  isNoMessage,
  portions,
} from "../../../../functions/_shared/domain/sync/collect-changes.ts";
import type { ChangeRecord, MailboxChange } from "../../../../functions/_shared/ports/mailbox.ts";

const ref = (id: string) => ({ id, threadId: `t-${id}` });
const added = (id: string, labels = ["INBOX"]): MailboxChange => ({
  kind: "added",
  message: ref(id),
  labels,
});
const record = (position: string, ...changes: MailboxChange[]): ChangeRecord => ({
  position,
  changes,
});

test("ING-1 collectChanges() reads what was added, unless it is gone again", () => {
  const { wanted, removed } = collectChanges([
    record("1", added("a"), added("b")),
    record("2", { kind: "removed", message: ref("b") }),
    record("3", { kind: "removed", message: ref("old") }),
  ]);
  expect(wanted).toEqual([ref("a")]);
  expect(removed).toEqual(["b", "old"]);
});

test("ING-1 collectChanges() takes no draft and no chat for a message", () => {
  expect(collectChanges([record("1", added("d", ["DRAFT"]), added("c", ["CHAT"]))])).toEqual({
    wanted: [],
    thrownAway: [],
    labels: [],
    removed: [],
  });
  expect(isNoMessage(["SENT"])).toBe(false);
});

test("ING-1 collectChanges() reads spam only for known threads, and what leaves it as any mail", () => {
  const { wanted, thrownAway } = collectChanges([
    record("1", added("s", ["SPAM"]), added("r", ["SPAM"]), added("t", ["TRASH"])),
    record("2", { kind: "labels_removed", message: ref("r"), labels: ["SPAM"] }),
  ]);
  expect(wanted).toEqual([ref("r")]);
  expect(thrownAway).toEqual([ref("s"), ref("t")]);
});

test("INB-1 collectChanges() keeps label changes in the provider's order", () => {
  const { labels } = collectChanges([
    record("1", { kind: "labels_added", message: ref("a"), labels: ["STARRED"] }),
    record("2", { kind: "labels_removed", message: ref("a"), labels: ["STARRED"] }),
  ]);
  expect(labels).toEqual([{ id: "a", added: ["STARRED"] }, { id: "a", removed: ["STARRED"] }]);
});

test("portions() keeps records whole and in order, and none too large", () => {
  const records = [record("1", added("a"), added("b")), record("2", added("c")), record("3")];
  expect(portions(records, 2).map((part) => part.map(({ position }) => position))).toEqual([
    ["1"],
    ["2", "3"],
  ]);
  expect(portions([], 2)).toEqual([]);
  // one that is too large by itself stands alone
  expect(portions(records, 1).map((part) => part.length)).toEqual([1, 2]);
});
