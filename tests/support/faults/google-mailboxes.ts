/**
 * Mailboxes of the lab and the product's worker that follows them, in this process: HTTP to the lab and the database between
 * them are real. Lab and database share a clock that can be moved on; between two moves it runs, so that what takes real time
 * takes as much of theirs.
 */
import type { Sql } from "postgres";
import { createGmailMailbox } from "../../../functions/_shared/adapters/gmail/mailbox.ts";
import { createJobQueue } from "../../../functions/_shared/adapters/supabase/job-queue.ts";
import { createMailSync } from "../../../functions/_shared/adapters/supabase/mail-sync.ts";
import { createMailUpkeep } from "../../../functions/_shared/adapters/supabase/mail-upkeep.ts";
import { createProviderLimits } from "../../../functions/_shared/adapters/supabase/provider-limits.ts";
import { GMAIL_QUOTAS } from "../../../functions/_shared/domain/limits/gmail-quota.ts";
import { runQueue } from "../../../functions/_shared/jobs/run-queue.ts";
import { createRunBudget } from "../../../functions/sync-gmail/run-budget.ts";
import { runMailJob } from "../../../functions/sync-gmail/run-mail-job.ts";
import {
  type GoogleLab,
  type LabMailbox,
  startGoogleLab,
} from "../../../scripts/local/emulators/google-lab/lab.ts";
import { startTestDatabase } from "../database.ts";
import { MOVED_CLOCK } from "../week/moved-clock.ts";
import { directClient } from "./direct-client.ts";
import { type CallRecord, recordCalls } from "./record-calls.ts";

export interface FollowedMailbox {
  id: string;
  box: LabMailbox;
}

export interface GoogleMailboxes {
  lab: GoogleLab;
  sql: Sql;
  client: ReturnType<typeof directClient>;
  /** Every call to the lab as its caller saw it, oldest first. */
  calls: CallRecord[];
  /** A new mailbox of Ada's that is followed, read to its end. */
  connect(address: string): Promise<FollowedMailbox>;
  /** Asks for a mailbox to be read. */
  ask(mailbox: FollowedMailbox): Promise<void>;
  /** Runs of the worker until nothing is due. `timeoutMs`: how long one call may take, when not as in production. */
  work(options?: { timeoutMs?: number; isOneRun?: boolean }): Promise<void>;
  /** Moves to the next moment at which a job is due, at most so many milliseconds ahead. */
  moveOn(atMostMs: number): Promise<void>;
  now(): number;
  storedCount(mailbox: FollowedMailbox): Promise<number>;
  close(): Promise<void>;
}

const QUOTA = GMAIL_QUOTAS.before_2026_05;

export async function openGoogleMailboxes(): Promise<GoogleMailboxes> {
  const database = await startTestDatabase({ first: MOVED_CLOCK });
  const { sql } = database;
  const lab = await startGoogleLab({ quotaProfile: "unlimited" });
  const client = directClient(database.url);
  const tokens = new Map<string, LabMailbox>();
  const calls: CallRecord[] = [];
  const now = lab.clock.now;
  const log = () => {};
  await sql`select tests.cast_of_acme()`;

  const run = (timeoutMs?: number) => {
    const budget = createRunBudget(() => performance.now());
    const ports = {
      sync: createMailSync(client),
      upkeep: createMailUpkeep(client),
      mailbox: ({ connectionId }: { connectionId: string }) =>
        createGmailMailbox({
          baseUrl: lab.url,
          fetch: recordCalls(calls, connectionId, now),
          log,
          limits: createProviderLimits(client, connectionId, { provider: "gmail", ...QUOTA }),
          quota: QUOTA,
          ...(timeoutMs && { timeoutMs }),
          accessToken: () => Promise.resolve(tokens.get(connectionId)!.accessToken),
        }),
      topic: null,
      budget,
      now: () => new Date(now()),
      // what the lab has told is in its lists at once
      rest: () => Promise.resolve(),
      log,
    };
    return runQueue({
      queue: "sync-gmail",
      jobs: createJobQueue(client),
      handle: (job) => runMailJob(job, ports),
      log,
      budgetMs: 60_000,
      batchSize: 4,
      now: () => performance.now(),
      mayClaim: budget.hasMore,
    });
  };
  const nextDue = async () => {
    await sql`select private.sweep(now())`;
    const [row] = await sql`
      select min(run_at) as at from private.jobs where queue = 'sync-gmail' and state = 'waiting' and held_by is null`;
    return (row!.at as Date | null)?.getTime() ?? Infinity;
  };
  const mailboxes: GoogleMailboxes = {
    lab,
    sql,
    client,
    calls,
    now,
    async connect(address) {
      const box = lab.addMailbox({ address });
      const [row] = await sql`select tests.connection('ada', mailbox => ${address}) as id`;
      tokens.set(row!.id, box);
      await sql`select private.start_mail_sync(${row!.id}, now())`;
      await mailboxes.work();
      return { id: row!.id, box };
    },
    async ask({ id }) {
      await sql`select private.request_mail_job(${id}, 'sync')`;
    },
    async work({ timeoutMs, isOneRun = false } = {}) {
      while (await nextDue() <= now()) {
        await run(timeoutMs);
        if (isOneRun) return;
      }
    },
    async moveOn(atMostMs) {
      const wait = Math.min(Math.max(await nextDue() - now(), 250), atMostMs);
      await lab.clock.advance(wait);
      await sql`select setval('moved_clock.ahead', last_value + ${
        Math.ceil(wait)
      }) from moved_clock.ahead`;
    },
    async storedCount({ id }) {
      const [row] = await sql`
        select count(*)::int as count from public.messages where connection_id = ${id}`;
      return row!.count;
    },
    async close() {
      await lab.close();
      await database.stop();
    },
  };
  return mailboxes;
}

/** A mail of a customer to Ada; a larger number is newer. */
export function customerMail(number: number): string {
  return [
    `From: Bob ${number} <bob${number % 10}@globex.test>`,
    "To: Ada <ada@acme.test>",
    `Subject: Order ${number}`,
    `Message-ID: <order-${number}@globex.test>`,
    `Date: ${new Date(Date.UTC(2026, 5, 1, 8) + number * 60_000).toUTCString()}`,
    "",
    `Could you confirm order ${number}?`,
    "",
  ].join("\r\n");
}
