/**
 * One stored message of a person: its tasks, its promises, the meeting it arranges, and what it says about promises given before. A model is asked where
 * one is set up and the mail may hold something; whatever happens to it, the rules answer.
 */
import { z } from "zod";
import { modelRefusal } from "../_shared/ai/model-refusal.ts";
import { answeredCall, type Asked, failedCall } from "../_shared/ai/model-call.ts";
import { schedulingFacts } from "../_shared/ai/extract-facts.ts";
import { EXTRACT_VERSION, extractCommitments } from "../_shared/ai/prompts/extract.ts";
import { ASKS_FROM, requestLikelihood } from "../_shared/domain/mail/request-likelihood.ts";
import { requestSentences } from "../_shared/domain/mail/request-sentences.ts";
import { schedulingWords } from "../_shared/domain/scheduling/find-scheduling.ts";
import { findCommitments } from "../_shared/domain/tasks/find-commitments.ts";
import { textLanguage } from "../_shared/domain/text/text-language.ts";
import type { JobOutcome } from "../_shared/jobs/run-job.ts";
import type { CommitmentStore, ExtractContext } from "../_shared/ports/commitments.ts";
import type { Job } from "../_shared/ports/job-queue.ts";
import { type LanguageModel, ModelError } from "../_shared/ports/language-model.ts";

export interface ExtractPorts {
  commitments: CommitmentStore;
  model: LanguageModel;
  /** The offline engine, for when the model may not or cannot answer. */
  rules: LanguageModel;
  now: () => Date;
}

const payload = z.object({ message_id: z.guid(), asked_by: z.guid().optional() });
/** After this many attempts at a model the rules decide. */
const FINAL_ATTEMPT = 3;

export async function extractStored(job: Job, ports: ExtractPorts): Promise<JobOutcome> {
  const parsed = payload.safeParse(job.payload);
  if (!parsed.success) return { outcome: "dead", slug: "job_payload_invalid" };
  const { message_id: messageId, asked_by: askedBy } = parsed.data;
  const { commitments, model, rules } = ports;
  const context = await commitments.context(messageId);
  if (!context || context.automaticKind !== "human") return { outcome: "done" };
  const byRules = async (call: ReturnType<typeof failedCall> | null): Promise<JobOutcome> => {
    const { value } = await extractCommitments(rules, context.facts);
    await commitments.save(messageId, context.contentHash, value, "rules", call);
    return { outcome: "done" };
  };
  // most mail asks and promises nothing: no model is paid to say so
  if (model.provider === "offline" || !mayHoldSomething(context)) return byRules(null);
  const asked: Asked = {
    action: "extract",
    asked_by: askedBy ?? null,
    job_id: job.id,
    prompt_version: EXTRACT_VERSION,
    context_ids: [messageId],
  };
  const refusal = modelRefusal(model, await commitments.budgetLeft(context.workspaceId));
  if (refusal) return byRules(failedCall(asked, model, refusal, 0));
  const startedAt = ports.now().getTime();
  try {
    const answer = await extractCommitments(model, context.facts);
    const call = answeredCall(asked, model, answer, null);
    await commitments.save(messageId, context.contentHash, answer.value, "model", call);
    return { outcome: "done" };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const call = failedCall(asked, model, error, ports.now().getTime() - startedAt);
    if (error.errorClass === "transient" && job.attempt < FINAL_ATTEMPT) {
      await commitments.logCall(messageId, call);
      return { outcome: "retry", slug: error.slug, retryAfterMs: error.retryAfterMs };
    }
    return byRules(call);
  }
}

/** Texts that are not English are always looked at: the likelihood knows no other language. */
function mayHoldSomething({ facts }: ExtractContext): boolean {
  if (facts.text.trim() === "") return false;
  if (facts.openPromises.length > 0 || textLanguage(facts.text) !== "en") return true;
  const { tasks, promises } = findCommitments(facts);
  return tasks.length + promises.length > 0 || schedulingWords(schedulingFacts(facts)) !== null ||
    requestSentences(facts.text).some((one) => requestLikelihood(one) >= ASKS_FROM);
}
