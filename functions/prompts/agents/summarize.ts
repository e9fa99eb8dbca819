/** What happened in a window: what matters, themes, counts. Stored, so that the same window over the same messages is read once. */
import { z } from "zod";
import {
  SUMMARISE_VERSION,
  summariseMessages,
} from "../../_shared/ai/prompts/summarise-messages.ts";
import { summarizeAnswer } from "../../_shared/domain/prompts/answer.ts";
import { keepCited, keepThemes } from "../../_shared/domain/prompts/cite.ts";
import { sha256Hex } from "../../_shared/domain/mail/sha256.ts";
import { resolveWindow } from "../../_shared/domain/time/resolve-window.ts";
import type { OwnMessage } from "../../_shared/ports/own-mail.ts";
import { addressesOf, type AgentResult, type PromptWorld } from "./agent.ts";
import { nameOf, promptMessageOf } from "./references.ts";
import { askWho, nobodyCalled, whoIsMeant } from "./who.ts";

/** More than anybody reads; what is beyond is told. */
const MAX_MESSAGES = 100;

/** What is kept of a summary; a stored one of another form is made anew. */
const content = summarizeAnswer.pick({
  text: true,
  overview: true,
  statements: true,
  key_events: true,
  themes: true,
  counts: true,
});
type Content = z.infer<typeof content>;

export async function summarize(world: PromptWorld): Promise<AgentResult> {
  const { request, mail, store } = world;
  const meant = await whoIsMeant(world);
  if (meant.kind === "several") return askWho(world, meant);
  // without a time, what came since this hour yesterday
  const window = world.window ??
    resolveWindow({ kind: "rolling", count: 1, unit: "days" }, { ...world, toward: "past" });
  if (meant.kind === "unknown") {
    return { ...result(empty(nobodyCalled(meant.name)), null, false), window, lookedAtCount: 0 };
  }
  const addresses = meant.kind === "people" ? addressesOf(meant.people) : undefined;
  const connectionIds = request.connectionIds ?? undefined;
  await world.report("looking", { from_at: window.fromAt, until_at: window.untilAt });
  const messages = await mail.messages({
    window,
    connectionIds,
    addresses,
    maxCount: MAX_MESSAGES,
  });
  await world.report("found", { message_count: messages.length });
  if (messages.length === 0) {
    return { ...result(empty("No mail in this time."), null, false), window, lookedAtCount: 0 };
  }
  const key = {
    ...window,
    scope: scopeOf(addresses, connectionIds),
    // rules and a model read differently: a summary of the one does not stand for the other
    contentHash: hashOf(messages, `${SUMMARISE_VERSION} ${world.reader}`),
  };
  const kept = await store.findSummary(key);
  const parsed = kept && content.safeParse(kept.content);
  if (parsed?.success) {
    return {
      ...result(parsed.data, kept!.id, true),
      window,
      lookedAtCount: messages.length,
      isLimited: messages.length === MAX_MESSAGES,
      engine: kept!.engine,
    };
  }
  const judged = await world.ask(
    { action: "summarise", prompt_version: SUMMARISE_VERSION, context_ids: ids(messages) },
    (model) => summariseMessages(model, messages.map(promptMessageOf)),
  );
  const made = await contentOf(messages, judged.value, world);
  // what the rules say in place of a model is not kept: with the model back it is said better
  const summaryId = judged.fallbackReason === null
    ? await store.saveSummary({
      ...key,
      content: made,
      messageIds: ids(messages),
      engine: judged.engine,
      model: judged.model,
    })
    : null;
  return {
    ...result(made, summaryId, false),
    window,
    lookedAtCount: messages.length,
    isLimited: messages.length === MAX_MESSAGES,
    engine: judged.engine,
    fallbackReason: judged.fallbackReason,
  };
}

const ids = (messages: OwnMessage[]) => messages.map(({ id }) => id);

async function contentOf(
  messages: OwnMessage[],
  said: {
    statements: { text: string; sources: { message: number; quote: string }[] }[];
    key_messages: number[];
    themes: string[];
  },
  { mail, request }: PromptWorld,
): Promise<Content> {
  const statements = keepCited(
    said.statements.slice(0, 8).map(({ text, sources }) => ({
      text,
      sources: sources.map(({ message, quote }) => ({ message: message - 1, quote })),
    })),
    messages,
  );
  const key_events = [...new Set(said.key_messages)].slice(0, 8).flatMap((number) => {
    const message = messages[number - 1];
    return message
      ? [{
        message_id: message.id,
        conversation_id: message.conversationId,
        title: message.subject || nameOf(message),
        from: nameOf(message),
        at: message.sentAt,
      }]
      : [];
  });
  const { accounts } = await mail.seen({
    window: null,
    connectionIds: request.connectionIds ?? undefined,
  });
  const counts = countsOf(messages, new Map(accounts.map((one) => [one.connectionId, one.name])));
  const waits =
    messages.filter(({ direction, needsReply, asks }) =>
      direction === "inbound" && (needsReply ?? asks !== null)
    ).length;
  const senders = new Set(
    messages.filter(({ direction }) => direction === "inbound").map((one) => one.senderAddress),
  );
  const overview = `${counts.total} ${counts.total === 1 ? "message" : "messages"}: ` +
    `${counts.received} received from ${senders.size} ${
      senders.size === 1 ? "sender" : "senders"
    }, ${counts.sent} sent` +
    (waits > 0 ? `; ${waits} ${waits === 1 ? "asks" : "ask"} for an answer.` : ".");
  return {
    text: [overview, ...statements.slice(0, 3).map(({ text }) => text)].join(" "),
    overview,
    statements,
    key_events,
    themes: keepThemes(said.themes, messages).slice(0, 5),
    counts,
  };
}

function countsOf(messages: OwnMessage[], names: Map<string, string>): Content["counts"] {
  const bySource = new Map<string, number>();
  for (const { connectionId } of messages) {
    bySource.set(connectionId, (bySource.get(connectionId) ?? 0) + 1);
  }
  const received = messages.filter(({ direction }) => direction === "inbound").length;
  return {
    total: messages.length,
    received,
    sent: messages.length - received,
    by_source: [...bySource].sort(([, one], [, other]) => other - one).map(([id, count]) => ({
      connection_id: id,
      name: names.get(id) ?? "",
      count,
    })),
  };
}

function empty(text: string): Content {
  return {
    text,
    overview: text,
    statements: [],
    key_events: [],
    themes: [],
    counts: { total: 0, received: 0, sent: 0, by_source: [] },
  };
}

function result(made: Content, summaryId: string | null, isStored: boolean) {
  return {
    answer: {
      intent: "summarize" as const,
      found: made.counts.total > 0,
      summary_id: summaryId,
      is_stored: isStored,
      ...made,
    },
    needsTriage: made.counts.total > 0,
  };
}

function scopeOf(addresses?: string[], connectionIds?: string[]): string {
  if (!addresses && !connectionIds) return "all";
  const filters = [addresses?.toSorted() ?? null, connectionIds?.toSorted() ?? null];
  return sha256Hex(JSON.stringify(filters));
}

/** What triage says belongs to it: classified meanwhile, a message weighs differently. */
function hashOf(messages: OwnMessage[], readBy: string): string {
  const facts = messages.map(({ id, contentHash, priority, needsReply }) =>
    `${id}:${contentHash}:${priority}:${needsReply}`
  );
  return sha256Hex([readBy, ...facts].join("\n"));
}
