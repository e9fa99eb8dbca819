import type { Log } from "../_shared/log.ts";
import type { MailboxReader, MailboxWriter } from "../_shared/ports/mailbox.ts";
import type { MailboxState, MailSync, MailUpkeep } from "../_shared/ports/mail-sync.ts";
import type { RunBudget } from "./run-budget.ts";

export interface MailJobPorts {
  sync: MailSync;
  upkeep: MailUpkeep;
  mailbox: (connection: MailboxState) => MailboxReader & MailboxWriter;
  /** Pub/Sub topic of the pushes; null when there are none. */
  topic: string | null;
  budget: RunBudget;
  now: () => Date;
  rest: (ms: number) => Promise<void>;
  log: Log;
}

/** One mailbox in the hands of one job. */
export interface OpenMailbox extends MailJobPorts {
  state: MailboxState;
  gmail: MailboxReader & MailboxWriter;
}

/** more: this run has done its share, another goes on at once. */
export type Turn = "done" | "more";
