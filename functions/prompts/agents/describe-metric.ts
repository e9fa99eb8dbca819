/** A figure in a sentence. */
import type { Metric } from "../../_shared/domain/prompts/route.ts";
import type { MetricResult } from "../../_shared/ports/own-work.ts";
import type { PromptWorld } from "./agent.ts";

/** Rows are conversations in which somebody waits. */
export const ROWS_OF_WAITING: Metric[] = ["needing_reply", "unanswered_since", "waiting_on_them"];

const NOUNS: Record<Metric, [one: string, many: string]> = {
  received: ["message received", "messages received"],
  sent: ["message sent", "messages sent"],
  by_source: ["account", "accounts"],
  by_sender: ["sender", "senders"],
  by_day: ["day with mail", "days with mail"],
  response_times: ["", ""],
  top_contacts: ["person", "people"],
  needing_reply: ["mail waits for your answer", "mails wait for your answer"],
  unanswered_since: ["conversation you have not answered", "conversations you have not answered"],
  waiting_on_them: ["conversation in which you wait", "conversations in which you wait"],
  open_tasks: ["open task", "open tasks"],
  promises: ["promise", "promises"],
  nudges: ["nudge sent", "nudges sent"],
};

export function describeMetric(
  metric: Metric,
  { value, rows, parts }: MetricResult,
  { window }: Pick<PromptWorld, "window">,
): string {
  const when = window ? " in this time" : "";
  if (metric === "response_times") {
    return value === null
      ? `You answered nothing${when} that a time could be taken from.`
      : `Half of your answers${when} came within ${duration(value)}.`;
  }
  const count = value ?? 0;
  const [one, many] = NOUNS[metric];
  const head = `${count} ${count === 1 ? one : many}${when}`;
  const named = rows.slice(0, 5).map(nameOf).filter((name) => name !== "").join(", ");
  const detail = metric === "promises" ? promisesOf(parts) : named;
  return detail === "" ? `${head}.` : `${head}: ${detail}.`;
}

function nameOf(row: Record<string, unknown>): string {
  const name = row.name ?? row.display_name ?? row.address ?? row.title ?? row.day ?? row.on_date;
  const number = row.received ?? row.sent;
  const figure = typeof number === "number"
    ? ` (${number + (row.received === number && typeof row.sent === "number" ? row.sent : 0)})`
    : "";
  return typeof name === "string" ? `${name}${figure}` : "";
}

function promisesOf(parts: unknown): string {
  const by = (parts ?? {}) as Record<string, Record<string, number>>;
  return Object.entries(by).flatMap(([side, states]) =>
    Object.entries(states).filter(([, count]) => count > 0)
      .map(([state, count]) => `${count} ${state} (${side === "us" ? "ours" : "theirs"})`)
  ).join(", ");
}

function duration(seconds: number): string {
  if (seconds < 5_400) return `${Math.max(1, Math.round(seconds / 60))} minutes`;
  if (seconds < 129_600) return `${Math.round(seconds / 3_600)} hours`;
  return `${Math.round(seconds / 86_400)} days`;
}
