/**
 * One stored message: its headers decide when a program sent it, else the model that is set up, else (or when that fails) the
 * rules. Somebody always decides: triage never stays undone because of a model.
 */
import { z } from "zod";
import { modelRefusal } from "../_shared/ai/model-refusal.ts";
import { answeredCall, type Asked, failedCall } from "../_shared/ai/model-call.ts";
import { TRIAGE_VERSION, triageMessage } from "../_shared/ai/prompts/triage.ts";
import { findSpan } from "../_shared/domain/text/find-span.ts";
import { classifyByRules, RULES_VERSION } from "../_shared/domain/triage/classify-by-rules.ts";
import type { Triage, TriageFacts } from "../_shared/domain/triage/triage.ts";
import type { JobOutcome } from "../_shared/jobs/run-job.ts";
import type { Job } from "../_shared/ports/job-queue.ts";
import { type LanguageModel, ModelError } from "../_shared/ports/language-model.ts";
import type {
  EvidenceSpan,
  MessageContext,
  MessageTriage,
  StoredTriage,
} from "../_shared/ports/message-triage.ts";
import type { ModelCall } from "../_shared/ports/model-call.ts";

export interface TriagePorts {
  triage: MessageTriage;
  model: LanguageModel;
  now: () => Date;
}

const payload = z.object({ message_id: z.guid(), asked_by: z.guid().optional() });
/** After this many attempts at a model the rules decide. */
const FINAL_ATTEMPT = 3;

export async function classifyStored(job: Job, ports: TriagePorts): Promise<JobOutcome> {
  const parsed = payload.safeParse(job.payload);
  if (!parsed.success) return { outcome: "dead", slug: "job_payload_invalid" };
  const { message_id: messageId, asked_by: askedBy } = parsed.data;
  const context = await ports.triage.context(messageId);
  if (!context || context.direction === "outbound") return { outcome: "done" };
  // The same words, read by the same prompt and model: nothing new would come of it. A person who asks gets it all the same.
  if (!askedBy && isUpToDate(context, ports.model)) return { outcome: "done" };
  if (context.facts.automaticKind !== "human") {
    await save(ports, messageId, context, byRules(context.facts, "headers", null), null);
    return { outcome: "done" };
  }
  const asked: Asked = {
    action: "triage",
    asked_by: askedBy ?? null,
    job_id: job.id,
    prompt_version: TRIAGE_VERSION,
    context_ids: [messageId],
  };
  const refusal = modelRefusal(ports.model, await budgetFor(ports, context));
  if (refusal) {
    const call = failedCall(asked, ports.model, refusal, 0);
    await save(ports, messageId, context, byRules(context.facts, "rules", refusal.slug), call);
    return { outcome: "done" };
  }
  const startedAt = ports.now().getTime();
  try {
    const answer = await triageMessage(ports.model, context.facts);
    const judged: Judged = {
      ...answer.value,
      engine: answer.isOffline ? "rules" : "model",
      fallbackReason: null,
      model: answer.model,
      promptVersion: answer.isOffline ? RULES_VERSION : TRIAGE_VERSION,
    };
    const call = answeredCall(asked, ports.model, answer, answer.value.confidence);
    await save(ports, messageId, context, judged, call);
    return { outcome: "done" };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const call = failedCall(asked, ports.model, error, ports.now().getTime() - startedAt);
    if (error.errorClass === "transient" && job.attempt < FINAL_ATTEMPT) {
      await ports.triage.logCall(messageId, call);
      return { outcome: "retry", slug: error.slug, retryAfterMs: error.retryAfterMs };
    }
    await save(ports, messageId, context, byRules(context.facts, "rules", error.slug), call);
    return { outcome: "done" };
  }
}

type Judged = Omit<StoredTriage, "learnedFields" | "contentHash">;

function isUpToDate({ classified, contentHash }: MessageContext, model: LanguageModel): boolean {
  if (classified?.contentHash !== contentHash) return false;
  const version = model.provider === "offline" ? RULES_VERSION : TRIAGE_VERSION;
  return classified.promptVersion === version;
}

function byRules(
  facts: TriageFacts,
  engine: "headers" | "rules",
  fallbackReason: string | null,
): Judged {
  return {
    ...classifyByRules(facts),
    engine,
    fallbackReason,
    model: RULES_VERSION,
    promptVersion: RULES_VERSION,
  };
}

async function budgetFor(
  { triage, model }: TriagePorts,
  { workspaceId }: MessageContext,
): Promise<number | null> {
  return model.provider === "offline" ? null : await triage.budgetLeft(workspaceId);
}

async function save(
  { triage }: TriagePorts,
  messageId: string,
  { facts, learned, contentHash }: MessageContext,
  judged: Judged,
  call: ModelCall | null,
): Promise<void> {
  // What the owner said about this sender before counts more than any engine.
  const stored: StoredTriage = {
    ...judged,
    ...learned,
    learnedFields: Object.keys(learned),
    contentHash,
  };
  await triage.save(messageId, stored, spansOf(stored, facts), call);
}

function spansOf({ evidence }: Triage, facts: TriageFacts): Record<string, EvidenceSpan> {
  return Object.fromEntries(
    Object.entries(evidence).flatMap(([field, quote]): [string, EvidenceSpan][] => {
      for (const source of ["text", "subject"] as const) {
        const span = findSpan(facts[source], quote);
        if (span) {
          return [[field, { quote: facts[source].slice(span.start, span.end), source, ...span }]];
        }
      }
      return [];
    }),
  );
}
