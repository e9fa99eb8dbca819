/** What a prompt is answered with: everything that is read, is read as the person who asks. */
import { type DatabaseClient, DatabaseError } from "../_shared/adapters/supabase/call-worker.ts";
import { createCommitmentStore } from "../_shared/adapters/supabase/commitments.ts";
import { createEmbeddingLedger } from "../_shared/adapters/supabase/embedding-ledger.ts";
import { createOwnCalendar } from "../_shared/adapters/supabase/own-calendar.ts";
import { createOwnDrafts } from "../_shared/adapters/supabase/own-drafts.ts";
import { createOwnMail } from "../_shared/adapters/supabase/own-mail.ts";
import { createOwnWork } from "../_shared/adapters/supabase/own-work.ts";
import { createPromptStore } from "../_shared/adapters/supabase/prompt-store.ts";
import { createReplyDrafts } from "../_shared/adapters/supabase/reply-drafts.ts";
import { createMemorySearch } from "../_shared/adapters/supabase/vector-store.ts";
import { messageSearch } from "../_shared/ai/search-memory.ts";
import { writeDrafts } from "../_shared/ai/write-drafts.ts";
import type { ModelRole } from "../_shared/env.ts";
import { embedder, languageModel, offlineModel } from "../_shared/deps/models.ts";
import { Problem } from "../_shared/http/problem.ts";
import { type LanguageModel, ModelError } from "../_shared/ports/language-model.ts";
import type { PromptPorts } from "./answer-prompt.ts";

/**
 * @param person the client of who asks
 * @param admin for what only the service writes: prompts, the ledger, summaries
 */
export function promptPorts(
  person: DatabaseClient,
  admin: DatabaseClient,
  asker: { userId: string; workspaceId: string; timeZone: string },
): PromptPorts {
  const { userId, workspaceId, timeZone } = asker;
  const now = () => new Date();
  const memory = createMemorySearch(person);
  const ledger = createEmbeddingLedger(admin, now);
  const extracting = modelOrReason("extract");
  const writing = modelOrReason("draft");
  const rules = offlineModel();
  const writeNow = (requestId: string) =>
    writeDrafts({ requestId, again: null, askedBy: userId, mayWait: false }, {
      drafts: createReplyDrafts(admin, now),
      // without a model that is set up, by the rules, as everywhere
      model: writing instanceof ModelError ? rules : writing,
      rules,
      now,
    });
  return {
    userId,
    timeZone,
    now,
    mail: createOwnMail(person, asker),
    work: createOwnWork(person, asker),
    calendar: createOwnCalendar(person, asker),
    drafts: createOwnDrafts(person, workspaceId, writeNow),
    store: createPromptStore(admin, person, asker, now),
    commitments: createCommitmentStore(admin, now),
    models: { route: modelOrReason("classify"), write: writing },
    rules,
    extractRules: extracting instanceof ModelError || extracting.provider === "offline"
      ? rules
      : null,
    search: messageSearch(asker, { memory, ledger, embedder: embedder() }),
    slugOf: (error) =>
      error instanceof Problem || error instanceof DatabaseError ? error.slug : "internal_error",
  };
}

/** The model of a role, or why there is none: the rules go on without. */
function modelOrReason(role: ModelRole): LanguageModel | ModelError {
  try {
    return languageModel(role);
  } catch (error) {
    if (error instanceof ModelError) return error;
    throw error;
  }
}
