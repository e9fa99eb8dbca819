import { describe, expect, test } from "vitest";
import {
  settlePromises,
  type SettlingFacts,
} from "../../../../functions/_shared/domain/tasks/settle-promises.ts";

const facts = (text: string, changes: Partial<SettlingFacts> = {}): SettlingFacts => ({
  text,
  direction: "inbound",
  sentAt: "2026-11-26T10:00:00Z",
  timeZone: "Europe/London",
  hasAttachment: false,
  openPromises: [{
    id: "deck",
    side: "them",
    quote: "I'll send you the deck on Monday",
    dueOn: "2026-11-23",
    isByAuthor: true,
  }],
  ...changes,
});
const outcome = (text: string, changes: Partial<SettlingFacts> = {}) =>
  settlePromises(facts(text, changes)).map(({ promiseId, outcome }) => `${promiseId} ${outcome}`);

describe("settlePromises() (NEW-3)", () => {
  test.each([
    ["Hi Ada, here is the deck as promised.", "kept"],
    ["I've just sent the deck over.", "kept"],
    ["Wie versprochen anbei: das Deck.", "kept"],
    ["Sorry, the deck will take a little longer, you'll have it on Friday.", "moved"],
    ["Das Deck schaffe ich erst am Montag.", "moved"],
    ["I'm afraid I won't be able to finish the deck after all.", "dropped"],
    ["Leider ist das Deck nicht mehr möglich.", "dropped"],
  ])("of who promised: %s → %s", (text, expected) => {
    expect(outcome(text)).toEqual([`deck ${expected}`]);
  });

  test.each([
    ["Thanks for sending the deck!", "kept"],
    ["Never mind the deck, it's no longer needed.", "dropped"],
    ["Merci pour le deck, parfait.", "kept"],
  ])("of whom it was promised to: %s → %s", (text, expected) => {
    expect(outcome(text, { direction: "outbound" })).toEqual([`deck ${expected}`]);
  });

  test.each([
    "How was your weekend?",
    "Attached is our invoice.",
    "I have sent the invoice.",
    "The deck is coming along nicely.",
    "I will send you the deck on Monday",
  ])("stays open: %s", (text) => expect(outcome(text)).toEqual([]));

  test("the other side's 'attached' keeps nothing of ours", () => {
    expect(outcome("Here is the deck as promised.", { direction: "outbound" })).toEqual([]);
  });

  test("an attachment speaks for the only promise there is, and for none of two", () => {
    const two = [...facts("").openPromises, {
      id: "plan",
      side: "them" as const,
      quote: "I'll send the floor plan",
      dueOn: null,
      isByAuthor: true,
    }];
    expect(outcome("Please find attached.", { hasAttachment: false })).toEqual([]);
    expect(outcome("Here it is, as promised. It is attached.", { hasAttachment: true })).toEqual([
      "deck kept",
    ]);
    expect(outcome("Here it is, as promised.", { hasAttachment: true, openPromises: two })).toEqual(
      [],
    );
    expect(outcome("Here is the floor plan.", { openPromises: two })).toEqual(["plan kept"]);
  });

  test("nobody moves or takes back what a colleague promised; doing it, and saying what it is, keeps it", () => {
    const openPromises = facts("").openPromises.map((one) => ({ ...one, isByAuthor: false }));
    const said = (text: string, hasAttachment = false) =>
      outcome(text, { openPromises, hasAttachment });
    expect(said("I won't be able to make the deck review on Thursday.")).toEqual([]);
    expect(said("Leider kann ich das Deck nicht mehr schaffen.")).toEqual([]);
    expect(said("The deck review will take a little longer, let's meet on Friday.")).toEqual([]);
    expect(said("Here it is, as promised. It is attached.", true)).toEqual([]);
    expect(said("Here is the deck that Bob promised you.")).toEqual(["deck kept"]);
  });

  test("says with which words", () => {
    expect(settlePromises(facts("Hi!\n\nHere is the deck\nas promised. Bye"))[0]!.quote).toBe(
      "Here is the deck as promised.",
    );
  });
});
