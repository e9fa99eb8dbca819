/** A number about one's mail: fixed statements of the database, run as the person, read only and with a timeout; nothing else is counted. */
import type { Statement } from "../../_shared/domain/prompts/answer.ts";
import { sourceOf } from "../../_shared/domain/prompts/cite.ts";
import type { Metric } from "../../_shared/domain/prompts/route.ts";
import type { FoundPerson } from "../../_shared/ports/own-mail.ts";
import type { MetricResult } from "../../_shared/ports/own-work.ts";
import { type AgentResult, type PromptWorld } from "./agent.ts";
import { describeMetric, ROWS_OF_WAITING } from "./describe-metric.ts";
import { waiting } from "./references.ts";
import { askWho, nobodyCalled, whoIsMeant } from "./who.ts";

const MAX_SOURCES = 5;
const MAX_PEOPLE = 20;
/** Whose figures for several people add up to the one for their organisation. */
const ADDITIVE: Metric[] = [
  "received",
  "sent",
  "needing_reply",
  "unanswered_since",
  "waiting_on_them",
  "open_tasks",
  "promises",
  "nudges",
];

export async function metrics(world: PromptWorld): Promise<AgentResult> {
  const { route, mail } = world;
  const metric = route.metric ?? "received";
  const meant = await whoIsMeant(world);
  if (meant.kind === "several") return askWho(world, meant);
  if (meant.kind === "unknown") {
    return resultOf(metric, NOTHING, [], nobodyCalled(meant.name), false);
  }
  const people = meant.kind === "people" ? meant.people : [];
  if (people.length > 1 && !ADDITIVE.includes(metric)) {
    return askWho(world, { name: route.entity ?? "", people });
  }
  await world.report("looking", { metric });
  const found = await count(metric, people, world);
  await world.report("found", { row_count: found.rows.length });
  const statements = ROWS_OF_WAITING.includes(metric)
    ? (await waiting(
      found.rows.map(conversationOf),
      metric === "waiting_on_them" ? "them" : "us",
      mail,
    )).statements
    : await statementsOf(metric, found, world);
  const text = describeMetric(metric, found, world);
  return resultOf(metric, found, statements, text, found.value !== null);
}

const NOTHING: MetricResult = {
  value: 0,
  parts: {},
  rows: [],
  isTruncated: false,
  messageIds: [],
  conversationIds: [],
};

async function count(
  metric: Metric,
  people: FoundPerson[],
  { work, window, request }: PromptWorld,
): Promise<MetricResult> {
  const of = (contactId: string | null) =>
    work.metric({
      metric,
      window,
      address: null,
      contactId,
      connectionIds: request.connectionIds,
    });
  if (people.length <= 1) return await of(people[0]?.contactId ?? null);
  const each = await Promise.all(people.slice(0, MAX_PEOPLE).map(({ contactId }) => of(contactId)));
  const rows = new Map<string, Record<string, unknown>>();
  for (const row of each.flatMap((one) => one.rows)) {
    rows.set(
      String(row.conversation_id ?? row.task_id ?? row.promise_id ?? JSON.stringify(row)),
      row,
    );
  }
  const messageIds = [...new Set(each.flatMap((one) => one.messageIds))];
  return {
    // one mail to two people of an organisation is one mail
    value: rows.size > 0
      ? rows.size
      : Math.max(messageIds.length, ...each.map(({ value }) => value ?? 0)),
    parts: {},
    rows: [...rows.values()],
    isTruncated: each.some((one) => one.isTruncated) || people.length > MAX_PEOPLE,
    messageIds,
    conversationIds: [...new Set(each.flatMap((one) => one.conversationIds))],
  };
}

function conversationOf(row: Record<string, unknown>) {
  const since = typeof row.since === "string" ? new Date(row.since).toISOString() : null;
  return {
    id: String(row.conversation_id),
    subject: String(row.subject ?? ""),
    participants: [String(row.name ?? "")],
    askedMessageId: null,
    waitingSince: since,
    waitingEvidence: typeof row.evidence === "string" ? row.evidence : null,
    lastInboundAt: since,
  };
}

/** The messages that were counted, the latest of them by their subjects. */
async function statementsOf(
  metric: Metric,
  found: MetricResult,
  world: PromptWorld,
): Promise<Statement[]> {
  const ids = found.messageIds.slice(0, MAX_SOURCES);
  if (ids.length === 0) return [];
  const messages = await world.mail.messagesOf({ ids });
  const sources = messages.flatMap((message) =>
    [message.subject, message.text].map((words) => sourceOf(message, words))
      .find((one) => one.length > 0) ?? []
  );
  return sources.length > 0 ? [{ text: describeMetric(metric, found, world), sources }] : [];
}

function resultOf(
  metric: Metric,
  { value, parts, rows, isTruncated }: MetricResult,
  statements: Statement[],
  text: string,
  found: boolean,
): AgentResult {
  return {
    answer: {
      intent: "metrics",
      found,
      text,
      statements,
      metric,
      value,
      parts,
      rows,
      is_truncated: isTruncated,
    },
    lookedAtCount: Infinity,
    needsTriage: metric === "needing_reply",
  };
}
