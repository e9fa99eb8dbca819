import { describe, expect, test } from "vitest";
import { findSpan } from "../../../../functions/_shared/domain/text/find-span.ts";
import { classifyByRules } from "../../../../functions/_shared/domain/triage/classify-by-rules.ts";
import type { TriageFacts } from "../../../../functions/_shared/domain/triage/triage.ts";
import { labelled } from "../../../evals/labelled.ts";
import { factsOf, type TriageCase } from "../../../evals/score-triage.ts";

const facts = (changes: Partial<TriageFacts> = {}): TriageFacts => ({
  subject: "Invoice 5519",
  text: "could you please pay invoice 5519 by Thursday? It is overdue.",
  senderName: "Bob Globex",
  senderAddress: "bob@globex.test",
  automaticKind: "human",
  addressed: "me",
  sentAt: "2026-11-24T10:00:00Z",
  timeZone: "Europe/London",
  readerNames: ["Ada"],
  isKnownSender: null,
  ...changes,
});

describe("classifyByRules() (TRI-1)", () => {
  test("says priority, category, sentiment, actionability, needs-reply, language, summary and why", () => {
    expect(classifyByRules(facts())).toMatchObject({
      priority: "high",
      category: "finance",
      actionability: "action",
      needsReply: true,
      language: "en",
      evidence: { actionability: "could you please pay invoice 5519 by Thursday" },
    });
    expect(classifyByRules(facts()).summary).toContain("pay invoice 5519");
  });

  test("headers come before words: what a program sent waits for no answer, whatever it asks", () => {
    for (const automaticKind of ["notification", "mailing_list", "out_of_office", "auto_reply"]) {
      const { needsReply, priority, confidence } = classifyByRules(facts({ automaticKind }));
      expect([needsReply, priority, confidence]).toEqual([false, "low", 0.9]);
    }
  });

  test("who stands in Cc is not asked", () => {
    expect(classifyByRules(facts({ addressed: "cc" }))).toMatchObject({
      needsReply: false,
      actionability: "read",
      priority: "low",
    });
  });

  test("a person who is known writes no advertisement", () => {
    const text = "Worth a 15-minute chat on Thursday? We help teams like yours.";
    expect(classifyByRules(facts({ subject: "Quick question", text })).category).toBe("marketing");
    expect(
      classifyByRules(facts({ subject: "Quick question", text, isKnownSender: true })).category,
    )
      .not.toBe("marketing");
  });

  test("every evidence stands in the subject or the text, in all labelled mail", () => {
    const cases = labelled<TriageCase>("triage", "development");
    let quotes = 0;
    for (const one of cases) {
      const { evidence } = classifyByRules(factsOf(one));
      for (const quote of Object.values(evidence)) {
        expect(findSpan(`${one.subject}.\n${one.text}`, quote), `${one.id}: ${quote}`).not.toBe(
          null,
        );
        quotes++;
      }
    }
    expect(quotes).toBeGreaterThan(100);
  });

  test("an empty message is low and says nothing", () => {
    expect(classifyByRules(facts({ subject: "", text: "" }))).toMatchObject({
      priority: "low",
      needsReply: false,
      language: null,
      keyPoints: [],
      summary: "",
    });
  });
});
