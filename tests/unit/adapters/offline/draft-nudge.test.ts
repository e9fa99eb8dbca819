import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { draftNudgeOffline } from "../../../../functions/_shared/adapters/offline/draft-nudge.ts";
import { createOfflineModel } from "../../../../functions/_shared/adapters/offline/generate-structured.ts";
import { type DraftNudgeFacts, TONES } from "../../../../functions/_shared/ai/draft-nudge-facts.ts";
import { checkDraft, draftNudge } from "../../../../functions/_shared/ai/prompts/draft-nudge.ts";
import { draftFacts } from "../../../support/draft-facts.ts";

const body = (changes: Partial<DraftNudgeFacts>) => draftNudgeOffline(draftFacts(changes)).body;
const lastOutbound = (sentAt: string, textNew: string, evidence: string | null) => ({
  lastOutbound: { sentAt, textNew, evidence },
});

describe("draftNudgeOffline()", () => {
  test("repeats the question, says how long ago, greets and signs", () => {
    expect(draftNudgeOffline(draftFacts()).body).toBe(
      "Hi Bob,\n\n" +
        "I hope your week is going well. I wanted to come back to what I asked last week: " +
        "“Could you tell me what you think of it?”\n\n" +
        "Whenever you have a moment, a short note on where you stand would help me a lot.\n\n" +
        "Warm regards\nAda Lovelace",
    );
  });

  test("says why, and that no model wrote it", () => {
    const { reasons, confidence } = draftNudgeOffline(draftFacts());
    expect(reasons).toEqual([
      "Your mail of 2026-11-12 has had no answer for 8 days",
      "It repeats the question found in that mail",
      "Written by built-in rules without a language model",
    ]);
    expect(confidence).toBe(0.6);
  });

  test("names the subject when no question was found, and is less sure", () => {
    const facts = draftFacts({
      conversationSubject: "Re: AW: Offer",
      ...lastOutbound("2026-11-19T09:00:00Z", "Here is the offer", null),
    });
    const draft = draftNudgeOffline(facts);
    expect(draft.body).toContain("my mail from yesterday about “Offer”");
    expect(draft.confidence).toBe(0.4);
    expect(draftNudgeOffline({ ...facts, conversationSubject: "Re:" }).body)
      .toContain("my mail from yesterday.");
  });

  test.each([
    [
      "Könnten Sie mir bitte sagen, ob der Vertrag so in Ordnung ist?",
      "Guten Tag Bob Müller,",
      "von letzter Woche",
    ],
    [
      "Pourriez-vous me dire si le contrat vous convient ?",
      "Bonjour Bob,",
      "de la semaine dernière",
    ],
    ["¿Puede decirme si el contrato está bien para usted?", "Hola, Bob:", "de la semana pasada"],
  ])("writes in the language of %j", (question, greeting, ago) => {
    const draft = body(lastOutbound("2026-11-12T09:00:00Z", question, question));
    expect(draft.startsWith(greeting)).toBe(true);
    expect(draft).toContain(ago);
  });

  test("lets the hint decide the language", () => {
    expect(body({ languageHint: "de-AT" })).toContain("Hallo Bob,");
    expect(body({ languageHint: "pt" })).toContain("Hi Bob,");
  });

  test("writes another text for each tone and for the first three nudges", () => {
    for (const languageHint of ["en", "de", "fr", "es"]) {
      const drafts = TONES.flatMap((tone) =>
        [1, 2, 3].map((nudgeNumber) => body({ languageHint, tone, nudgeNumber }))
      );
      expect(new Set(drafts).size).toBe(12);
      expect(drafts.join()).not.toMatch(/[{}]|undefined|null/);
    }
    expect(body({ nudgeNumber: 9 })).toBe(body({ nudgeNumber: 3 }));
  });

  test.each([
    ["2026-11-20T08:00:00Z", "earlier today"],
    ["2026-11-17T08:00:00Z", "three days ago"],
    ["2026-11-01T08:00:00Z", "two weeks ago"],
    ["2026-10-15T08:00:00Z", "about a month ago"],
    ["2026-08-01T08:00:00Z", "three months ago"],
    ["2020-01-01T08:00:00Z", "some months ago"],
    ["2027-01-01T08:00:00Z", "earlier today"],
  ])("says for %s: %s", (sentAt, words) => {
    expect(body(lastOutbound(sentAt, "Any news?", "Any news?"))).toContain(words);
  });

  test.each([
    ["Müller, Bob", "Hi Bob,"],
    ["Dr. Bob Müller", "Hi Bob,"],
    ["bob@globex.test", "Hello,"],
    ["Click evil.test", "Hi Click,"],
    ["www.evil.test", "Hello,"],
    ["Globex Support 24/7", "Hello,"],
    ["", "Hello,"],
    [null, "Hello,"],
  ])("greets %j as %j", (recipientName, greeting) => {
    const question = "Could you tell me what you think of it?";
    const facts = { recipientName, ...lastOutbound("2026-11-12T09:00:00Z", question, question) };
    expect(body(facts).split("\n")[0]).toBe(greeting);
  });

  test("quotes long questions in short, without greeting or link", () => {
    const question = `Hi Bob, could you look at https://acme.test/offers/7 ${
      "and think ".repeat(40)
    }?`;
    const draft = body(lastOutbound("2026-11-12T09:00:00Z", question, question));
    expect(draft).toContain("“could you look at and think");
    expect(draft).toContain(" …”");
    expect(draft.length).toBeLessThan(500);
  });

  test("gives the same draft for the same facts", () => expect(body({})).toBe(body({})));

  test("always gives a draft that can be used, whatever the other side wrote", async () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.webUrl(),
      fc.emailAddress(),
      fc.constantFrom("[x]", "{{x}}", "Hi Bob,", "Re: ", "see evil.test"),
    );
    await fc.assert(
      fc.asyncProperty(text, text, text, text, fc.constantFrom(...TONES), async (...values) => {
        const [recipientName, conversationSubject, textNew, evidence, tone] = values;
        const facts = draftFacts({
          recipientName,
          conversationSubject,
          tone,
          lastOutbound: { sentAt: "2026-11-12T09:00:00Z", textNew, evidence },
        });
        const { value } = await draftNudge(createOfflineModel(), facts);
        expect(checkDraft(value, facts)).toBeNull();
      }),
      { numRuns: 500 },
    );
  }, 60_000);
});

test("the offline model refuses facts of another form", async () => {
  await expect(draftNudge(createOfflineModel(), { ...draftFacts(), asOf: "now" })).rejects
    .toMatchObject({ name: "ZodError" });
});
