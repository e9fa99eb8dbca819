/** A database with its API, a Google lab, and the worker of sync-gmail in this process: everything but the doorbell is real. */
import postgres, { type Sql } from "postgres";
import { createGmailMailbox } from "../../../functions/_shared/adapters/gmail/mailbox.ts";
import { createJobQueue } from "../../../functions/_shared/adapters/supabase/job-queue.ts";
import { createMailSync } from "../../../functions/_shared/adapters/supabase/mail-sync.ts";
import { createMailUpkeep } from "../../../functions/_shared/adapters/supabase/mail-upkeep.ts";
import { createProviderLimits } from "../../../functions/_shared/adapters/supabase/provider-limits.ts";
import { GMAIL_QUOTAS } from "../../../functions/_shared/domain/limits/gmail-quota.ts";
import { runQueue } from "../../../functions/_shared/jobs/run-queue.ts";
import { formatLogLine, type Log } from "../../../functions/_shared/log.ts";
import type { MailJobPorts } from "../../../functions/sync-gmail/ports.ts";
import { createRunBudget } from "../../../functions/sync-gmail/run-budget.ts";
import { runMailJob } from "../../../functions/sync-gmail/run-mail-job.ts";
import {
  type GoogleLab,
  type LabMailbox,
  type LabOptions,
  startGoogleLab,
} from "../../../scripts/local/emulators/google-lab/lab.ts";
import { type Stack, startStack } from "../../../scripts/local/stack.ts";
import { serviceClient } from "../../support/service-client.ts";

export const ADA = "00000000-0000-4000-8000-00000000ada1";

export interface GmailWorld {
  stack: Stack;
  sql: Sql;
  lab: GoogleLab;
  logLines: string[];
  /** A mailbox in the lab and its connection, followed from now on. */
  connect(address: string): Promise<{ id: string; box: LabMailbox }>;
  /** Runs of the worker until nothing is due; answers how many jobs were worked on. `jobs` at most, when given. */
  work(options?: { ports?: Partial<MailJobPorts>; runs?: number }): Promise<number>;
  /** As a person, through SQL. */
  as<T>(person: string, query: (sql: postgres.TransactionSql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export async function openGmailWorld(options: LabOptions = {}): Promise<GmailWorld> {
  const stack = await startStack({
    engine: "postgres",
    emulators: false,
    functions: false,
    cron: false,
  });
  const lab = await startGoogleLab({ quotaProfile: "before-2026", ...options });
  const sql = postgres(stack.databaseUrl!, { max: 6, onnotice: () => {} });
  const client = serviceClient(stack);
  const logLines: string[] = [];
  const log: Log = (...line) => void logLines.push(formatLogLine(new Date(), ...line));
  const quota = GMAIL_QUOTAS[options.quotaProfile === "2026" ? "since_2026_05" : "before_2026_05"];
  const boxes = new Map<string, LabMailbox>();
  const ports = (): MailJobPorts => ({
    sync: createMailSync(client),
    upkeep: createMailUpkeep(client),
    mailbox: ({ connectionId }) =>
      createGmailMailbox({
        baseUrl: lab.url,
        fetch,
        log,
        limits: createProviderLimits(client, connectionId, { provider: "gmail", ...quota }),
        quota,
        timeoutMs: 3_000,
        accessToken: () => Promise.resolve(boxes.get(connectionId)!.accessToken),
      }),
    topic: "projects/lab/topics/gmail",
    budget: createRunBudget(() => performance.now()),
    now: () => new Date(),
    rest: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    log,
  });
  return {
    stack,
    sql,
    lab,
    logLines,
    async connect(address) {
      const box = lab.addMailbox({ address });
      const [row] = await sql`
        insert into public.connections (workspace_id, owner_id, channel, provider, address, own_addresses, display_name)
        select id, ${ADA}, 'email', 'gmail', ${address}, array[${address}], 'Ada' from public.workspaces where slug = 'acme'
        returning id`;
      boxes.set(row!.id, box);
      await sql`select private.start_mail_sync(${row!.id}, now())`;
      return { id: row!.id as string, box };
    },
    async work({ ports: changes = {}, runs = 50 } = {}) {
      let total = 0;
      for (let run = 0; run < runs; run++) {
        const own = { ...ports(), ...changes };
        const count = await runQueue({
          queue: "sync-gmail",
          jobs: createJobQueue(client),
          handle: (job) => runMailJob(job, own),
          log,
          budgetMs: 60_000,
          batchSize: 4,
          now: () => performance.now(),
          mayClaim: own.budget.hasMore,
        });
        total += count;
        if (count === 0) break;
      }
      return total;
    },
    as: (person, query) =>
      sql.begin(async (transaction) => {
        await transaction`select set_config('role', 'authenticated', true),
          set_config('request.jwt.claims', ${
          JSON.stringify({ sub: person, role: "authenticated" })
        }, true)`;
        return await query(transaction);
      }) as Promise<never>,
    async close() {
      await sql.end();
      await lab.close();
      await stack.stop();
    },
  };
}

/** A mail of a customer to Ada. Numbers name it; a larger one is newer. */
export function customerMail(number: number, changes: Record<string, string> = {}): string {
  const headers = {
    From: `Bob ${number} <bob${number % 10}@globex.test>`,
    To: "Ada <ada@acme.test>",
    Subject: `Order ${number}`,
    "Message-ID": `<order-${number}@globex.test>`,
    Date: new Date(Date.now() - 86_400_000 + number * 1000).toUTCString(),
    ...changes,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return `${lines.join("\r\n")}\r\n\r\nCould you confirm order ${number}?\r\n`;
}
