/** Owners ask about the mail they got: about each sender twice, and once for the last days altogether. */
import type { Sql } from "postgres";
import { createCommitmentStore } from "../../../../functions/_shared/adapters/supabase/commitments.ts";
import { createEmbeddingLedger } from "../../../../functions/_shared/adapters/supabase/embedding-ledger.ts";
import { createOwnCalendar } from "../../../../functions/_shared/adapters/supabase/own-calendar.ts";
import { createOwnDrafts } from "../../../../functions/_shared/adapters/supabase/own-drafts.ts";
import { createOwnMail } from "../../../../functions/_shared/adapters/supabase/own-mail.ts";
import { createOwnWork } from "../../../../functions/_shared/adapters/supabase/own-work.ts";
import { createPromptStore } from "../../../../functions/_shared/adapters/supabase/prompt-store.ts";
import { createMemorySearch } from "../../../../functions/_shared/adapters/supabase/vector-store.ts";
import { createOfflineModel } from "../../../../functions/_shared/adapters/offline/generate-structured.ts";
import { messageSearch } from "../../../../functions/_shared/ai/search-memory.ts";
import type { Answer } from "../../../../functions/_shared/domain/prompts/answer.ts";
import { answerPrompt, type PromptPorts } from "../../../../functions/prompts/answer-prompt.ts";
import { type AiSurroundings, stubEmbedder, stubModel } from "../../ai-workers.ts";
import type { InjectionCase } from "./cases.ts";
import { customerOf } from "./mails.ts";
import { openPersonClients } from "./person-client.ts";
import type { Tenant } from "./tenants.ts";

export interface Told {
  tenant: Tenant;
  answer: Answer;
}

export async function askAboutMail(
  sql: Sql,
  url: string,
  around: AiSurroundings,
  casesOf: Map<Tenant, InjectionCase[]>,
): Promise<Told[]> {
  const people = openPersonClients(url);
  const told: Told[] = [];
  try {
    for (const [tenant, cases] of casesOf) {
      const [row] = await sql`select tests.id(${tenant.person}) as id`;
      const ports = portsOf(row!.id, people.of(row!.id), around, tenant);
      const questions = cases.flatMap((one) => [
        `How do things stand with ${customerOf(one)}?`,
        `What did ${customerOf(one)} write about the windows of the second floor?`,
      ]);
      for (const prompt of [...questions, "Summarize the last 9 days"]) {
        const asked = {
          workspaceId: tenant.workspaceId,
          prompt,
          connectionIds: null,
          isPressing: false,
          contactId: null,
          conversationId: null,
          window: null,
        };
        told.push({ tenant, answer: await answerPrompt(asked, ports, () => Promise.resolve()) });
      }
    }
    return told;
  } finally {
    await people.stop();
  }
}

/** As the door is wired; what sorts the question reads nothing of others, so the rules do it. */
function portsOf(
  userId: string,
  person: ReturnType<ReturnType<typeof openPersonClients>["of"]>,
  around: AiSurroundings,
  { workspaceId }: Tenant,
): PromptPorts {
  const now = () => new Date();
  const asker = { userId, workspaceId, timeZone: "Europe/London" };
  const rules = createOfflineModel();
  const asked = { id: "question", workspaceId };
  const memory = createMemorySearch(person);
  const ledger = createEmbeddingLedger(around.client, now);
  return {
    userId,
    timeZone: asker.timeZone,
    now,
    mail: createOwnMail(person, asker),
    calendar: createOwnCalendar(person, asker),
    work: createOwnWork(person, asker),
    drafts: createOwnDrafts(person, workspaceId, () => Promise.reject(new Error("not asked for"))),
    store: createPromptStore(around.client, person, asker, now),
    commitments: createCommitmentStore(around.client, now),
    models: { route: rules, write: stubModel(around, asked) },
    rules,
    extractRules: null,
    search: messageSearch(asker, { memory, ledger, embedder: stubEmbedder(around, asked) }),
    slugOf: () => "failed",
  };
}
