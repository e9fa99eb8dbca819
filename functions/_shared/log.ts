/**
 * The log: one JSON object per line on standard output, at most 10,000 characters (the platform's limit of
 * one log line). Only the fields named here can be written, and no value that could be an address:
 * subjects, bodies, prompts, tokens and addresses never reach a log.
 */

/** Add a field here when a log line needs it; never one that holds what a person wrote. */
const FIELDS = [
  "function",
  "request_id",
  "job_id",
  "queue",
  "attempt",
  "workspace_id",
  "connection_id",
  "conversation_id",
  "message_id",
  "nudge_id",
  "outbound_id",
  "provider",
  "operation",
  "method",
  "route",
  "status",
  "duration_ms",
  "error_class",
  "error_name",
  "slug",
  "outcome",
  "retry_after_ms",
  "model",
  "prompt_version",
  "prompt_tokens",
  "completion_tokens",
  "item_count",
  "failure_count",
  "byte_count",
  "setting",
] as const;

export type LogField = (typeof FIELDS)[number];
export type LogFields = Partial<Record<LogField, string | number | boolean | null>>;
export type LogLevel = "info" | "warn" | "error";
/** `event` is a noun and what happened to it: `provider_call.finished`. */
export type Log = (level: LogLevel, event: string, fields?: LogFields) => void;

const ALLOWED: ReadonlySet<string> = new Set(FIELDS);
const MAX_VALUE_LENGTH = 200;

function safeValue(value: unknown): string | number | boolean | null {
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value !== "string") return null;
  // An address, or a Message-ID, which also names a person's domain.
  if (value.includes("@")) return "[redacted]";
  return value.slice(0, MAX_VALUE_LENGTH);
}

/** One line, without its line end. Fields that are not allowed are left out, whoever passed them. */
export function formatLogLine(
  time: Date,
  level: LogLevel,
  event: string,
  fields: LogFields = {},
): string {
  const line: Record<string, unknown> = { time: time.toISOString(), level, event };
  for (const [name, value] of Object.entries(fields)) {
    if (ALLOWED.has(name) && value !== undefined) line[name] = safeValue(value);
  }
  return JSON.stringify(line);
}

export const log: Log = (level, event, fields) => {
  console.log(formatLogLine(new Date(), level, event, fields));
};
