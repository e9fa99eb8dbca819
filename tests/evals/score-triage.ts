import { classifyByRules } from "../../functions/_shared/domain/triage/classify-by-rules.ts";
import type { Triage, TriageFacts } from "../../functions/_shared/domain/triage/triage.ts";
import { f1, type Figure } from "./figure.ts";
import { HALVES, labelled } from "./labelled.ts";

export interface TriageCase {
  id: string;
  language: string;
  automatic_kind: string;
  addressed: "me" | "cc" | "many";
  sender_name: string;
  sender_address: string;
  subject: string;
  text: string;
  expected: {
    priority: string;
    category: string;
    sentiment: string;
    actionability: string;
    needs_reply: boolean;
  };
}

export type TriageReader = (facts: TriageFacts) => Triage | Promise<Triage>;

const FIELDS = ["priority", "category", "sentiment", "actionability"] as const;

/** What every message would get if each field had its most frequent value. */
const mostFrequent: TriageReader = () => ({
  priority: "normal",
  category: "work",
  sentiment: "neutral",
  actionability: "read",
  needsReply: true,
  summary: "",
  keyPoints: [],
  language: "en",
  confidence: 0,
  evidence: {},
});

export function factsOf(one: TriageCase): TriageFacts {
  return {
    subject: one.subject,
    text: one.text,
    senderName: one.sender_name,
    senderAddress: one.sender_address,
    automaticKind: one.automatic_kind,
    addressed: one.addressed,
    sentAt: "2026-11-20T09:00:00Z",
    timeZone: "Europe/London",
    readerNames: ["Ada"],
    isKnownSender: null,
  };
}

export async function scoreTriage(
  onMiss: (line: string) => void = () => {},
  ours: TriageReader = classifyByRules,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  const readers = { ours, "most frequent": mostFrequent };
  for (const half of HALVES) {
    const cases = labelled<TriageCase>("triage", half);
    for (const [by, reader] of Object.entries(readers)) {
      const right = { priority: 0, category: 0, sentiment: 0, actionability: 0, language: 0 };
      const reply = { hit: 0, false: 0, missed: 0 };
      for (const one of cases) {
        const got = await reader(factsOf(one));
        const isTold = half === "development" && by === "ours";
        for (const field of FIELDS) {
          if (got[field] === one.expected[field]) right[field]++;
          else if (isTold) {
            onMiss(
              `${field} ${one.expected[field]} read as ${got[field]}: ${one.subject} | ${
                one.text.slice(0, 110).replaceAll("\n", " ")
              }`,
            );
          }
        }
        if (got.language === one.language) right.language++;
        if (got.needsReply && one.expected.needs_reply) reply.hit++;
        else if (got.needsReply !== one.expected.needs_reply) {
          reply[got.needsReply ? "false" : "missed"]++;
          if (isTold) {
            onMiss(
              `reply ${one.expected.needs_reply} wrong: ${one.subject} | ${
                one.text.slice(0, 110).replaceAll("\n", " ")
              }`,
            );
          }
        }
      }
      const n = cases.length;
      for (const [field, count] of Object.entries(right)) {
        figures.push({ set: "triage", half, measure: `${field} right`, by, value: count / n, n });
      }
      const { f1: value } = f1(reply.hit, reply.false, reply.missed);
      figures.push({ set: "triage", half, measure: "needs reply F1", by, value, n });
    }
  }
  return figures;
}
