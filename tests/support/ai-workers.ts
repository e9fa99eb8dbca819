/** The product's own handlers of the AI layer on a database, with a model on this machine where a model is wired. */
import { createOpenAiCompatibleModel } from "../../functions/_shared/adapters/openai-compatible/generate-structured.ts";
import { createOpenAiEmbedder } from "../../functions/_shared/adapters/openai/embed-texts.ts";
import type { OpenAiOptions } from "../../functions/_shared/adapters/openai/call-openai.ts";
import { createOfflineModel } from "../../functions/_shared/adapters/offline/generate-structured.ts";
import type { DatabaseClient } from "../../functions/_shared/adapters/supabase/call-worker.ts";
import { createAnsweredJobs } from "../../functions/_shared/adapters/supabase/answered-jobs.ts";
import { createCommitmentStore } from "../../functions/_shared/adapters/supabase/commitments.ts";
import { createEmbeddingLedger } from "../../functions/_shared/adapters/supabase/embedding-ledger.ts";
import { createMessageTriage } from "../../functions/_shared/adapters/supabase/message-triage.ts";
import { createReplyDrafts } from "../../functions/_shared/adapters/supabase/reply-drafts.ts";
import { createNudgeDrafts } from "../../functions/_shared/adapters/supabase/nudge-drafts.ts";
import { createVectorStore } from "../../functions/_shared/adapters/supabase/vector-store.ts";
import { answerOnce } from "../../functions/_shared/jobs/answer-once.ts";
import type { JobOutcome } from "../../functions/_shared/jobs/run-job.ts";
import type { Log } from "../../functions/_shared/log.ts";
import type { Embedder } from "../../functions/_shared/ports/embedder.ts";
import type { Job } from "../../functions/_shared/ports/job-queue.ts";
import type { LanguageModel } from "../../functions/_shared/ports/language-model.ts";
import { draftPlannedNudge } from "../../functions/draft-nudge/draft-planned-nudge.ts";
import { draftRequested } from "../../functions/draft-reply/draft-requested.ts";
import { embedObject } from "../../functions/embed/embed-object.ts";
import { extractStored } from "../../functions/extract/extract-stored.ts";
import { classifyStored } from "../../functions/triage/classify-stored.ts";

export interface AiSurroundings {
  client: DatabaseClient;
  modelUrl: string;
  fetch: typeof fetch;
  log: Log;
}

const now = () => new Date();

/** Whom and what a model is asked for; it tells the server, which no prompt does. */
type AskedFor = Pick<Job, "id" | "workspaceId">;

export function stubModel(around: AiSurroundings, asked: AskedFor): LanguageModel {
  return createOpenAiCompatibleModel(options(around, asked));
}

export function stubEmbedder(around: AiSurroundings, asked: AskedFor): Embedder {
  return createOpenAiEmbedder({ ...options(around, asked), provider: "openai_compatible" });
}

function options({ modelUrl, fetch, log }: AiSurroundings, asked: AskedFor): OpenAiOptions {
  return {
    apiKey: "none",
    baseUrl: modelUrl,
    model: "stub",
    price: { input: 0, output: 0 },
    log,
    fetch: (input, init) => {
      const headers = new Headers(init?.headers);
      headers.set("x-workspace", asked.workspaceId ?? "");
      headers.set("x-job", asked.id);
      return fetch(input, { ...init, headers });
    },
  };
}

/** What each queue of the AI layer does with a job; whose answer is stored is not worked on again. */
export function aiHandlers(
  around: AiSurroundings,
): Record<string, (job: Job) => Promise<JobOutcome>> {
  const { client } = around;
  const model = (job: Job) => stubModel(around, job);
  const triage = createMessageTriage(client, now);
  const commitments = createCommitmentStore(client, now);
  const rules = createOfflineModel();
  const drafts = createNudgeDrafts(client);
  const replies = createReplyDrafts(client, now);
  const all: Record<string, (job: Job) => Promise<JobOutcome>> = {
    triage: (job) => classifyStored(job, { triage, model: model(job), now }),
    extract: (job) => extractStored(job, { commitments, model: model(job), rules, now }),
    embed: (job) =>
      embedObject(job, {
        store: createVectorStore(client),
        embedder: stubEmbedder(around, job),
        ledger: createEmbeddingLedger(client, now),
      }),
    "draft-reply": (job) => draftRequested(job, { drafts: replies, model: model(job), rules, now }),
    "draft-nudge": (job) => draftPlannedNudge(job, { drafts, model: model(job), now }),
  };
  const answered = createAnsweredJobs(client);
  return Object.fromEntries(
    Object.entries(all).map(([queue, handle]) => [queue, answerOnce(answered, handle)]),
  );
}
