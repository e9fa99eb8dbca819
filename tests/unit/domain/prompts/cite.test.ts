import { expect, test } from "vitest";
import { keepCited } from "../../../../functions/_shared/domain/prompts/cite.ts";

const facts = {
  sentAt: "2026-11-24T11:30:00Z",
  direction: "inbound" as const,
  automaticKind: "human",
  recipients: [],
};
const messages = [
  {
    ...facts,
    id: "a",
    senderName: "Bob Tanaka",
    subject: "Offer",
    text: "The offer stands until Friday. Call me on +44 20 7946 0018.",
  },
  {
    ...facts,
    id: "b",
    senderName: "Mira Olsen",
    subject: "Bank",
    text: "We pay to DE89 3704 0044 0532 0130 00 as always.",
  },
];
const kept = (text: string, ...sources: [number, string][]) =>
  keepCited([{ text, sources: sources.map(([message, quote]) => ({ message, quote })) }], messages);

test("PRM-5 NEW-11 keepCited() keeps what rests on words of a message, and drops what does not", () => {
  expect(kept("It stands until Friday.", [0, "stands until  Friday"])).toEqual([
    {
      text: "It stands until Friday.",
      sources: [{ message_id: "a", quote: "stands until Friday" }],
    },
  ]);
  expect(kept("It was withdrawn.", [0, "it was withdrawn"], [7, "stands"])).toEqual([]);
});

test("F25 keepCited() drops numbers that stand in none of the messages a statement names", () => {
  expect(kept("Call +44 20 7946 0018.", [0, "Call me on"])).toHaveLength(1);
  expect(kept("Call +1 900 555 0142 at once.", [0, "Call me on"])).toEqual([]);
  expect(kept("Pay to DE89370400440532013000.", [1, "as always"])).toHaveLength(1);
  expect(kept("Pay to DE89370400440532013000.", [0, "The offer stands"])).toEqual([]);
  // a message that is named without words of it lends no number
  expect(kept("Pay to DE89370400440532013000.", [0, "The offer stands"], [1, "not its words"]))
    .toEqual([]);
  expect(kept("The password is hunter2!", [0, "The offer stands"])).toEqual([]);
});

test("NEW-11 keepCited() drops a sentence its messages do not bear out, though its quote stands there", () => {
  expect(kept("Mira holds the offer.", [0, "The offer stands"])).toEqual([]);
  expect(kept("Mira and Bob pay.", [0, "The offer stands"], [1, "We pay"])).toHaveLength(1);
  expect(kept("The offer stands until Monday.", [0, "stands until Friday"])).toEqual([]);
});
