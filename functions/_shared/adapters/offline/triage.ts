import type { TriageAnswer } from "../../ai/prompts/triage.ts";
import { classifyByRules } from "../../domain/triage/classify-by-rules.ts";
import type { TriageFacts } from "../../domain/triage/triage.ts";

/** The rules' judgement in the form of a model's answer. */
export function triageOffline(facts: TriageFacts): TriageAnswer {
  const { needsReply, keyPoints, summary, evidence, ...rest } = classifyByRules(facts);
  return {
    ...rest,
    needs_reply: needsReply,
    summary: summary || "…",
    key_points: keyPoints,
    evidence: {
      priority: evidence.priority ?? "",
      category: evidence.category ?? "",
      sentiment: evidence.sentiment ?? "",
      actionability: evidence.actionability ?? "",
      needs_reply: evidence.needs_reply ?? "",
    },
  };
}
