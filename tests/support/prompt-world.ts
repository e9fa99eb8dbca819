/** The door of prompts over a mailbox in memory, a model behind OpenAI's wire, and a store that remembers. */
import { createOpenAiModel } from "../../functions/_shared/adapters/openai/generate-structured.ts";
import { createOfflineModel } from "../../functions/_shared/adapters/offline/generate-structured.ts";
import type { RouteAnswer } from "../../functions/_shared/ai/prompts/route-prompt.ts";
import type { LanguageModel, ModelError } from "../../functions/_shared/ports/language-model.ts";
import type { ModelCall } from "../../functions/_shared/ports/model-call.ts";
import type { MailQuery, OwnMail, OwnMessage } from "../../functions/_shared/ports/own-mail.ts";
import type { OwnWork } from "../../functions/_shared/ports/own-work.ts";
import type {
  FinishedPrompt,
  KeptSummary,
  PromptStore,
} from "../../functions/_shared/ports/prompt-store.ts";
import type { MemoryHit } from "../../functions/_shared/ports/vector-store.ts";
import {
  answerPrompt,
  type AskedPrompt,
  type PromptPorts,
  type Report,
} from "../../functions/prompts/answer-prompt.ts";
import { startOpenAiStub, type StubAnswer } from "../emulators/openai-stub.ts";

const id = (last: string) => `00000000-0000-4000-8000-${last.padStart(12, "0")}`;
export const PROMPT_ID = id("f0");
export const ACCOUNT = id("ac");
/** A Tuesday. */
export const AS_OF = "2026-11-24T10:00:00Z";
export const BOB_ID = id("b0b");

/** Newest first. */
export const MAIL: OwnMessage[] = [
  inbound("1", "Bob Tanaka", "bob@globex.test", "Pilot in Pune", {
    sentAt: "2026-11-24T09:30:00Z",
    text:
      "Hi Ada,\n\nwe start the pilot in Pune with 1,200 sensors on Friday. Can you confirm?\n\nBob",
    asks: "Can you confirm?",
  }),
  inbound("2", "Mira Olsen", "mira@initech.test", "Angebot", {
    sentAt: "2026-11-24T08:40:00Z",
    text: "Hallo Ada,\n\ndas Angebot gilt bis Donnerstag. Die Miete beträgt 4.200 Euro.\n\nMira",
  }),
];

function inbound(
  last: string,
  senderName: string,
  senderAddress: string,
  subject: string,
  rest: Pick<OwnMessage, "sentAt" | "text"> & Partial<OwnMessage>,
): OwnMessage {
  return {
    id: id(last),
    ownerId: id("ada"),
    conversationId: id(`c${last}`),
    connectionId: ACCOUNT,
    direction: "inbound",
    senderAddress,
    senderName,
    recipients: [{ kind: "to", address: "ada@acme.test", name: "Ada Lovelace" }],
    subject,
    automaticKind: "human",
    asks: null,
    contentHash: `hash-${last}`,
    priority: null,
    needsReply: null,
    ...rest,
  };
}

const never = (name: string) =>
  new Proxy({}, {
    get: (_, method) => () =>
      Promise.reject(new Error(`${name}.${String(method)} was not expected`)),
  });

const text = (value: unknown): StubAnswer => ({ kind: "text", text: JSON.stringify(value) });

/** What a model answers that reads a prompt; the rest is empty. */
export function routed(route: Partial<RouteAnswer>): StubAnswer {
  return text({
    intent: "question",
    entity: "",
    topic: "",
    time_phrase: "",
    metric: "none",
    side: "none",
    is_pressing: false,
    tone: "none",
    ...route,
  });
}

/** A sentence and what it rests on: messages by their number, from 1. */
export type Said = [text: string, ...sources: [message: number, quote: string][]];

const statements = (said: Said[]) =>
  said.map(([text, ...sources]) => ({
    text,
    sources: sources.map(([message, quote]) => ({ message, quote })),
  }));
export const answered = (...said: Said[]) => text({ statements: statements(said) });
export const summed = (
  said: Said[],
  { key_messages = [1], themes = [] }: { key_messages?: number[]; themes?: string[] } = {},
) => text({ statements: statements(said), key_messages, themes });

export type PromptTestWorld = Awaited<ReturnType<typeof startPromptWorld>>;

export async function startPromptWorld() {
  const stub = await startOpenAiStub();
  let calls: ModelCall[] = [];
  let finished: FinishedPrompt[] = [];
  let summaries: (KeptSummary & { id: string })[] = [];
  let queries: MailQuery[] = [];
  let events: [string, Record<string, unknown>][] = [];
  const model = createOpenAiModel({
    apiKey: "key",
    baseUrl: stub.url,
    model: "some-model",
    fetch,
    log: () => {},
    price: { input: 1, output: 2 },
    timeoutMs: 250,
  });
  return {
    stub,
    model,
    calls: () => calls,
    finished: () => finished,
    summaries: () => summaries,
    queries: () => queries,
    events: () => events,
    close: () => stub.close(),
    async ask(
      prompt: string,
      {
        budget = null,
        models = { route: model, write: model },
        mail: changes = {},
        work: otherWork = {},
        report = () => Promise.resolve(),
        ...asked
      }:
        & {
          report?: Report;
          budget?: number | null;
          models?: Record<"route" | "write", LanguageModel | ModelError>;
          mail?: Partial<OwnMail>;
          work?: Partial<OwnWork>;
        }
        & Partial<AskedPrompt> = {},
    ) {
      calls = [];
      finished = [];
      queries = [];
      events = [];
      const store: PromptStore = {
        begin: () => Promise.resolve(PROMPT_ID),
        logCall: (_id, call) => Promise.resolve(void calls.push(call)),
        finish: (_id, result) => Promise.resolve((finished.push(result), "finished" as const)),
        budgetLeft: () => Promise.resolve(budget),
        findSummary: ({ fromAt, untilAt, scope, contentHash }) =>
          Promise.resolve(
            summaries.find((one) =>
              one.fromAt === fromAt && one.untilAt === untilAt && one.scope === scope &&
              one.contentHash === contentHash
            ) ?? null,
          ),
        saveSummary(summary) {
          const kept = { ...summary, id: id(`e${summaries.length}`) };
          summaries = [...summaries, kept];
          return Promise.resolve(kept.id);
        },
      };
      const mail: OwnMail = {
        messages: (query) => Promise.resolve((queries.push(query), MAIL)),
        messagesOf: (of) =>
          Promise.resolve(
            MAIL.filter((one) =>
              "ids" in of
                ? of.ids.includes(one.id)
                : of.conversationIds.includes(one.conversationId)
            ),
          ),
        seen: () =>
          Promise.resolve({
            messageCount: MAIL.length,
            untriagedCount: 0,
            accounts: [{
              connectionId: ACCOUNT,
              name: "ada@acme.test",
              provider: "gmail",
              status: "active",
              isImporting: false,
              readUntil: "2026-11-24T09:00:00Z",
              backfillState: null,
              backfillSince: null,
              unreadableCount: 0,
            }],
          }),
        people: (name) =>
          Promise.resolve(
            name === "Bob"
              ? [{
                contactId: BOB_ID,
                name: "Bob Tanaka",
                addresses: ["bob@globex.test"],
                match: "name",
              }]
              : [],
          ),
        personById: () => Promise.resolve(null),
        conversations: () => Promise.resolve([]),
        ...changes,
      };
      const ports: PromptPorts = {
        userId: id("ada"),
        timeZone: "Europe/Berlin",
        now: () => new Date(AS_OF),
        mail,
        work: {
          tasks: () => Promise.resolve([]),
          promises: () => Promise.resolve([]),
          metric: () => Promise.reject(new Error("not expected")),
          ...otherWork,
        },
        drafts: never("drafts") as PromptPorts["drafts"],
        calendar: never("calendar") as PromptPorts["calendar"],
        commitments: never("commitments") as PromptPorts["commitments"],
        store,
        models,
        rules: createOfflineModel(),
        extractRules: null,
        search: () =>
          Promise.resolve(
            MAIL.map(({ id }) => ({ objectType: "message", objectId: id }) as MemoryHit),
          ),
        slugOf: () => "internal_error",
      };
      return await answerPrompt(
        {
          workspaceId: id("ac3e"),
          prompt,
          connectionIds: null,
          isPressing: false,
          contactId: null,
          conversationId: null,
          window: null,
          ...asked,
        },
        ports,
        (event, data) => {
          events.push([event, data]);
          return report(event, data);
        },
      );
    },
  };
}
