import { describe, expect, test } from "vitest";
import {
  type Choosable,
  chooseConversation,
} from "../../../../functions/_shared/domain/prompts/choose-conversation.ts";

const one = (id: string, more: Partial<Choosable> = {}): Choosable => ({
  id,
  subject: id,
  text: "",
  waitingOn: "nobody",
  isAutomated: false,
  lastMessageAt: `2026-11-1${id.length}T00:00:00Z`,
  ...more,
});
const quote = one("a", { subject: "Quote for the second site", waitingOn: "them" });
const pilot = one("bb", { subject: "Pilot", text: "About the budget", waitingOn: "them" });

describe("chooseConversation()", () => {
  test("DRF-1 the one that is about it, by its subject before its text", () => {
    expect(chooseConversation([pilot, quote], "the quote", "them")).toEqual({
      kind: "one",
      id: "a",
    });
    expect(chooseConversation([pilot, quote], "the budget", "them")).toEqual({
      kind: "one",
      id: "bb",
    });
  });

  test("DRF-1 where nothing is about it, nobody is guessed", () => {
    expect(chooseConversation([pilot, quote], "the audit", "them")).toEqual({
      kind: "none",
      ids: ["bb", "a"],
    });
    expect(chooseConversation([], "the audit", "them")).toEqual({ kind: "none", ids: [] });
  });

  test("DRF-1 without a topic the one that waits, if there is one", () => {
    expect(chooseConversation([one("ccc"), quote], null, "them")).toEqual({ kind: "one", id: "a" });
    expect(chooseConversation([pilot, quote], null, "them")).toEqual({
      kind: "several",
      ids: ["bb", "a"],
    });
    expect(chooseConversation([one("ccc", { isAutomated: true }), quote], null, "us")).toEqual({
      kind: "one",
      id: "a",
    });
  });
});
