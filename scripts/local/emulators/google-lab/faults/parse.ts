/** Faults as people write them: `rate_limited mailbox=ada@acme.test retryAfter=date seconds=60 times=3`. */
import { type Fault, FAULT_KINDS, type FaultKind, type FaultScope } from "./fault.ts";

export class FaultSpecError extends Error {
  override readonly name = "FaultSpecError";
}

const SCOPE = ["mailbox", "operation", "times", "skip", "chance"];
/** What each fault must or may be told; `?` marks what may be left out. */
const FIELDS: Record<FaultKind, string[]> = {
  status: ["status", "when?", "reason?", "message?"],
  rate_limited: ["status?", "retryAfter?", "seconds?"],
  reset: ["when?"],
  silence: ["when?"],
  delay: ["milliseconds"],
  slow: ["bytesPerSecond"],
  truncate: [],
  garbage: [],
  redirect: [],
  huge: ["bytes"],
  expire_token: [],
  revoke_token: [],
  expire_history: [],
  expire_sync_token: [],
  rewrite_message_id: [],
  invalid_grant: [],
  rotate_refresh_token: [],
  drop: [],
  duplicate: ["copies"],
  delay_push: ["milliseconds"],
  reorder: [],
  history_back: [],
};
const TEXTS = ["mailbox", "operation", "when", "reason", "message", "retryAfter"];
const CHOICES: Record<string, string[]> = {
  when: ["before", "after"],
  retryAfter: ["seconds", "date", "garbage", "message", "absent"],
};

/** @throws {FaultSpecError} that says what is wrong and what there is */
export function parseFault(text: string): Fault & FaultScope {
  const [kind = "", ...pairs] = text.trim().split(/[\s,]+/);
  if (!(FAULT_KINDS as readonly string[]).includes(kind)) {
    throw new FaultSpecError(
      `Unknown fault ${kind || "(none)"}: choose one of ${FAULT_KINDS.join(", ")}`,
    );
  }
  const fields = FIELDS[kind as FaultKind];
  const known = [...fields.map((field) => field.replace("?", "")), ...SCOPE];
  const values: Record<string, string | number> = {};
  for (const pair of pairs) {
    const [name = "", value = ""] = pair.split(/=(.*)/s);
    if (!known.includes(name)) {
      throw new FaultSpecError(`${kind} knows no ${name}: choose from ${known.join(", ")}`);
    }
    values[name] = readValue(name, value);
  }
  const missing = fields.filter((field) => !field.endsWith("?") && values[field] === undefined);
  if (missing.length > 0) throw new FaultSpecError(`${kind} needs ${missing.join(" and ")}`);
  return { kind, ...values } as unknown as Fault & FaultScope;
}

function readValue(name: string, value: string): string | number {
  const choices = CHOICES[name];
  if (choices && !choices.includes(value)) {
    throw new FaultSpecError(`${name} is one of ${choices.join(", ")}`);
  }
  if (TEXTS.includes(name)) return value;
  const number = value === "always" ? Infinity : Number(value);
  if (value === "" || Number.isNaN(number) || number < 0) {
    throw new FaultSpecError(`${name} is a number, or always`);
  }
  return number;
}

/** One line for each fault, as a person writes it. */
export function faultHelp(): string[] {
  return FAULT_KINDS.map((kind) =>
    `${kind} ${
      FIELDS[kind].map((field) => field.endsWith("?") ? `[${field.slice(0, -1)}=]` : `${field}=`)
        .join(" ")
    }`
      .trim()
  );
}
