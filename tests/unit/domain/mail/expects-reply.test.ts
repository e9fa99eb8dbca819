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

describe("expectsReply() quotes whole sentences", () => {
  it.each([
    "Passt Ihnen der 1. Dezember um 10 Uhr?",
    "Haben Sie am 5. Dez. Zeit?",
    "Könnten Sie z. B. am Montag anrufen?",
    "Haben Sie bzw. Ihr Team z.B. Frau Krüger schon gefragt?",
    "Is it Mr. Smith vs. Ms. Lee?",
    "Did J. R. Smith approve it, e.g. by mail?",
    "Could you call Dr. Will Price at 9 a.m. Tuesday?",
    "Pourriez-vous en parler à M. Dupont, p. ex. le 3 janv. 2027 ?",
    "¿Puede preguntar al Sr. López de la pág. 3?",
  ])("expectsReply() does not cut %j", (sentence) => {
    expect(expectsReply(`Thanks for the call. ${sentence} Regards, Ada`).evidence).toBe(sentence);
  });

  it.each([
    ["The price is 400. Can you confirm?", "Can you confirm?"],
    ["We meet on the 12. Could you bring the file?", "Could you bring the file?"],
    ["We sell pens, paper etc. Would you like a list?", "Would you like a list?"],
    ["thanks for the file. could you send the other one? bye", "could you send the other one?"],
    ["1. Please send the invoice.\n2. The offer is fine.", "Please send the invoice."],
    ["the offer is here\n\nany thoughts?\n\nbye", "any thoughts?"],
  ])("expectsReply() still ends sentences in %j", (text, sentence) => {
    expect(expectsReply(text).evidence).toBe(sentence);
  });
});

it.each([".", "? ", "-", "a. ", "merci de ", "wäre "])(
  "expectsReply() reads a mail of nothing but %j at once",
  (piece) => {
    const started = performance.now();
    expectsReply(piece.repeat(20_000));
    expect(performance.now() - started).toBeLessThan(500);
  },
);

describe("expectsReply() tells requests from forms of words", () => {
  it.each([
    "Veuillez trouver ci-joint le contrat.",
    "Veuillez agréer, Madame, mes salutations distinguées.",
    "Merci de votre réponse rapide.",
    "Merci de m'avoir répondu.",
    "Bitte finden Sie anbei das Angebot.",
    "Anbei das Angebot.",
    "Please find attached the contract.",
    "Attached please find the contract.",
    "Adjunto encontrará el contrato.",
    "Sírvase encontrar adjunto el contrato.",
    "Who would have thought that it works?",
    "Wer hätte das gedacht?",
    "The key is in Settings. Does that help?",
    "Das steht auf Seite 3. Hilft Ihnen das weiter?",
  ])("expectsReply() does not wait after %j", (text) => {
    expect(expectsReply(text)).toEqual({ expects: false, evidence: null });
  });

  it.each([
    "Wäre toll, wenn du mir bis Freitag Bescheid geben könntest.",
    "Es wäre schön, wenn Sie das prüfen.",
    "It would be great if you could look at it.",
    "Ce serait bien si tu pouvais relire le texte.",
    "Would love your feedback on the draft.",
    "Estaría bien que lo miraras.",
    "Merci d’envoyer le contrat.",
    "Please find attached the contract and sign it, could you?",
  ])("expectsReply() waits after %j", (text) => {
    expect(expectsReply(text)).toEqual({ expects: true, evidence: text });
  });

  it.each([
    [
      "Veuillez trouver ci-joint le contrat. Merci de me le renvoyer signé.",
      "Merci de me le renvoyer signé.",
    ],
    [
      "I look forward to your feedback. Could you sign page 3 by Friday?",
      "Could you sign page 3 by Friday?",
    ],
    [
      "Your thoughts would help. Please send the invoice by Monday.",
      "Please send the invoice by Monday.",
    ],
    ["Does Friday work for you? I look forward to hearing from you.", "Does Friday work for you?"],
    ["Könnten Sie das prüfen? Haben Sie am Montag Zeit?", "Könnten Sie das prüfen?"],
  ])("expectsReply() shows the most specific request of %j", (text, sentence) => {
    expect(expectsReply(text).evidence).toBe(sentence);
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
