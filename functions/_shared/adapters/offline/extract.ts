import { type ExtractFacts, schedulingFacts } from "../../ai/extract-facts.ts";
import type { ExtractAnswer } from "../../ai/prompts/extract.ts";
import { schedulingWords } from "../../domain/scheduling/find-scheduling.ts";
import { findCommitments } from "../../domain/tasks/find-commitments.ts";
import { settlePromises } from "../../domain/tasks/settle-promises.ts";

/** The rules' findings in the form of a model's answer. */
export function extractOffline(facts: ExtractFacts): ExtractAnswer {
  const { tasks, promises } = findCommitments(facts);
  return {
    tasks: tasks.map(({ evidence, duePhrase }) => ({
      title: titleOf(evidence),
      details: "",
      quote: evidence,
      due_phrase: duePhrase ?? "",
      priority: "normal",
    })),
    promises: promises.map(({ evidence, duePhrase }) => ({
      quote: evidence,
      due_phrase: duePhrase ?? "",
    })),
    settled: settlePromises(facts).map(({ promiseId, outcome, quote }) => ({
      promise: facts.openPromises.findIndex(({ id }) => id === promiseId) + 1,
      outcome,
      quote,
    })),
    meeting: meetingOf(facts),
  };
}

function meetingOf(facts: ExtractFacts): ExtractAnswer["meeting"] {
  const words = schedulingWords(schedulingFacts(facts));
  if (!words) {
    return { kind: "none", quote: "", time_phrases: [], length_phrase: "", place_phrase: "" };
  }
  const { kind, quote, times, length, place } = words;
  return { kind, quote, time_phrases: times, length_phrase: length, place_phrase: place };
}

const POLITENESS =
  /^(?:(?:and|also|so|then|ok),? )?(?:(?:can|could|would|will) you(?: please| kindly)? |(?:please|pls|kindly) |i need you to |we need you to |you (?:need|have) to |don't forget to |remember to |make sure (?:to |that )?|bitte |merci de |veuillez |por favor,? )+/iu;

/** "could you please send the lease" → "Send the lease". */
function titleOf(evidence: string): string {
  const rest = evidence.replaceAll(/\s+/g, " ").replace(POLITENESS, "").trim() || evidence;
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}
