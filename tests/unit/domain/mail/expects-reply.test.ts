import { describe, expect, it } from "vitest";
import { expectsReply } from "../../../../functions/_shared/domain/mail/expects-reply.ts";
import { importanceScore } from "../../../../functions/_shared/domain/mail/importance.ts";

describe("expectsReply() finds what is asked", () => {
  it.each([
    "Does Friday work for you?",
    "Could you send me the signed offer.",
    "Please send the invoice by Monday.",
    "Let me know what you think.",
    "I look forward to hearing from you.",
    "Attached is the contract for your review.",
    "I would like to schedule a call next week.",
    "Let's meet on Tuesday.",
    "Bitte senden Sie mir das Angebot.",
    "Könnten Sie das bis Freitag prüfen",
    "Pourriez-vous me confirmer la date",
    "Quedo a la espera de su respuesta.",
  ])("expectsReply() waits after %j", (sentence) => {
    const text = `Hello Ada,\n\nthank you for your time.\n\n${sentence}\n\nHave a nice day.`;
    expect(expectsReply(text)).toEqual({ expects: true, evidence: sentence });
  });

  it.each([
    "",
    "Thanks, got it.",
    "Thank you for your quick reply.",
    "The invoice is paid.",
    "If you have any questions, feel free to call.",
    "Hi Ada, how are you?",
    "Hope you are well.",
    "> Could you send the offer?\n\nDone.",
    "See https://acme.test/?q=1",
    "Vielen Dank, alles angekommen.",
    "Merci beaucoup, bonne journée.",
  ])("expectsReply() does not wait after %j", (text) => {
    expect(expectsReply(text)).toEqual({ expects: false, evidence: null });
  });
});

it.each([
  ["a question of one person to another", {
    isHuman: true,
    isDirect: true,
    expectsReply: true,
    isBulk: false,
    recipientCount: 1,
  }, 1],
  ["a note to many in copy", {
    isHuman: true,
    isDirect: false,
    expectsReply: false,
    isBulk: false,
    recipientCount: 9,
  }, 0.4],
  ["a newsletter", {
    isHuman: false,
    isDirect: true,
    expectsReply: false,
    isBulk: true,
    recipientCount: 1,
  }, 0.3],
])("importanceScore() of %s", (_, facts, expected) => {
  expect(importanceScore(facts)).toBe(expected);
});
