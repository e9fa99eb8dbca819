/** What an offline draft keeps of the mail it follows up: its language, its greeting, its form of address. */
import { describe, expect, test } from "vitest";
import { draftNudgeOffline } from "../../../../functions/_shared/adapters/offline/draft-nudge.ts";
import { type DraftNudgeFacts, TONES } from "../../../../functions/_shared/ai/draft-nudge-facts.ts";
import { draftFacts } from "../../../support/draft-facts.ts";

/** The body of a draft that follows up this text. */
function follow(textNew: string, evidence: string | null, changes: Partial<DraftNudgeFacts> = {}) {
  const lastOutbound = { sentAt: "2026-11-12T09:00:00Z", textNew, evidence };
  return draftNudgeOffline(draftFacts({ lastOutbound, ...changes })).body;
}
const greeting = (body: string) => body.split("\n")[0];

describe("the greeting", () => {
  test.each([
    ["Sehr geehrter Herr Weiß,\n\nhaben Sie den Vertrag gelesen?", "Sehr geehrter Herr Weiß,"],
    ["Sehr geehrte Frau Dr. Krüger,\nhaben Sie den Vertrag?", "Sehr geehrte Frau Dr. Krüger,"],
    ["Guten Tag Frau Krüger, haben Sie den Vertrag gelesen?", "Guten Tag Frau Krüger,"],
    ["Guten Morgen Frau Krüger,\n\nhaben Sie den Vertrag?", "Guten Tag Frau Krüger,"],
    ["Lieber Bob!\n\nHast du den Vertrag gelesen?", "Lieber Bob!"],
    ["Dear Mr. Smith,\n\ndid you read the contract?", "Dear Mr. Smith,"],
    ["Hi Bob and Ann\n\ndid you read the contract?", "Hi Bob and Ann,"],
    ["Good evening Bob,\n\ndid you read the contract?", "Hello Bob,"],
    ["Bonsoir Madame Petit,\n\navez-vous lu le contrat ?", "Bonjour Madame Petit,"],
    ["Estimada Sra. López:\n\n¿ha leído el contrato?", "Estimada Sra. López:"],
  ])("is the owner's own in %j", (text, expected) => {
    expect(greeting(follow(text, null))).toBe(expected);
  });

  test.each([
    ["did you read the contract?", "Hi Bob,"],
    ["Hi evil.test,\n\ndid you read the contract?", "Hi Bob,"],
    ["Hello bob@globex.test,\n\ndid you read the contract?", "Hi Bob,"],
    [`Dear ${"long ".repeat(20)},\n\ndid you read the contract?`, "Hi Bob,"],
    ["Haben Sie den Vertrag gelesen? Können Sie ihn prüfen?", "Guten Tag Bob Müller,"],
    ["Hast du den Vertrag gelesen?", "Hallo Bob,"],
  ])("is one of ours after %j", (text, expected) => {
    expect(greeting(follow(text, null))).toBe(expected);
  });

  test("names nobody when the recipient is a department", () => {
    expect(greeting(follow("did you read the contract?", null, { recipientName: "Support" })))
      .toBe("Hello,");
    expect(greeting(follow("Haben Sie das Angebot?", null, { recipientName: "Buchhaltung" })))
      .toBe("Guten Tag,");
  });

  test("goes on in upper case after an exclamation mark", () => {
    const body = follow("Lieber Bob!\n\nHast du Zeit?", "Hast du Zeit?", { tone: "professional" });
    expect(body.split("\n")[2]).toMatch(/^Ich möchte/);
  });
});

describe("the form of address", () => {
  const second = { nudgeNumber: 2, tone: "warm" } as const;
  test.each([
    ["Sehr geehrter Herr Weiß,\n\nkönnen Sie mir das schicken?", "es geht Ihnen gut"],
    ["Hallo Bob,\n\nkannst du mir das schicken?", "es geht dir gut"],
    ["Hallo Bob,\n\nwie ist der Stand bei euch?", "es läuft alles gut"],
    ["Hallo Bob,\n\nwie ist der Stand der Dinge?", "es läuft alles gut"],
    ["Hallo Bob,\n\ndie Ada war da. Sie fragt, wie der Stand ist.", "es läuft alles gut"],
  ])("is kept from %j", (text, words) => expect(follow(text, null, second)).toContain(words));
});

describe("the quote", () => {
  test.each([
    ["I look forward to your feedback.", "my last message from last week: “I look"],
    ["Ich freue mich auf die Rückmeldung.", "meine letzte Nachricht von letzter Woche"],
    ["Merci de me le renvoyer signé.", "mon dernier message de la semaine dernière"],
    ["Quedo a la espera de su respuesta.", "mi último mensaje de la semana pasada"],
  ])("is not called a question when it is none: %j", (sentence, words) => {
    expect(follow(sentence, sentence)).toContain(words);
  });

  test.each([
    "Could you send it",
    "Could you send it.",
    "Did you send it? :)",
  ])("is called a question: %j", (sentence) => {
    expect(follow(sentence, sentence)).toContain("what I asked");
  });

  test.each([
    ["hi Yve, could one of you look?", "“could one of you look?”"],
    ["Hi Dr. Smith, could you look?", "“could you look?”"],
    ["Hello Ann, hello Bob, could you look?", "“could you look?”"],
    ["Bob, could you look?", "“could you look?”"],
    ["Hi Bob - could you look?", "“could you look?”"],
    ["Team, could you look?", "“could you look?”"],
    ["Tomorrow, could you look?", "“Tomorrow, could you look?”"],
    ["Highlights, could you look?", "“Highlights, could you look?”"],
  ])("leaves out whom it calls: %j", (sentence, quote) => {
    expect(follow(sentence, sentence)).toContain(quote);
  });
});

describe("the language", () => {
  test("is that of the whole mail, not of the sentence", () => {
    const text = "Hallo Bob,\n\nwir haben das Angebot noch nicht von dir. Status?\n\nAda";
    expect(follow(text, "Status?")).toContain("meine Frage von letzter Woche");
  });

  test("is that of the conversation when the mail has too few words", () => {
    const earlierMessages = [{
      direction: "outbound" as const,
      senderName: "Ada",
      sentAt: "2026-11-01T09:00:00Z",
      text: "Ich schicke dir das Angebot und die Liste.",
    }];
    expect(follow("Status?", "Status?", { earlierMessages })).toContain("meine Frage");
  });

  test.each([
    ["Buongiorno Marco,\n\nha potuto leggere il contratto?", "ha potuto leggere il contratto?"],
    ["Beste Jan,\n\nheb je het contract al gelezen?", "heb je het contract al gelezen?"],
    ["Olá João,\n\nvocê já leu o contrato?", "você já leu o contrato?"],
  ])("is English throughout for %j", (text, question) => {
    const body = follow(text, question);
    expect(greeting(body)).toBe("Hi Bob,");
    expect(body).toContain("my mail from last week");
    expect(body).not.toContain(question);
  });
});

test("the third nudge and later ones differ from the second in every sentence", () => {
  const texts = [
    ["did you read the contract?", "did you read the contract?"],
    ["I look forward to your feedback.", "I look forward to your feedback."],
    ["the contract is here.", null],
    ["haben Sie den Vertrag gelesen?", "haben Sie den Vertrag gelesen?"],
    ["avez-vous lu le contrat ?", "avez-vous lu le contrat ?"],
    ["¿ha leído el contrato?", "¿ha leído el contrato?"],
  ] as const;
  for (const [text, evidence] of texts) {
    for (const tone of TONES) {
      const second = follow(text, evidence, { tone, nudgeNumber: 2 }).split("\n\n");
      for (const nudgeNumber of [3, 4, 9]) {
        const later = follow(text, evidence, { tone, nudgeNumber }).split("\n\n");
        expect(later[1]).not.toBe(second[1]);
        expect(later[2]).not.toBe(second[2]);
      }
    }
  }
});
