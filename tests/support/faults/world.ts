/** The world of a fault run: a private PostgreSQL with the cast of Acme, the outside world, and the schedule of the sweep. */
import postgres, { type Sql } from "postgres";
import { startTestDatabase, type TestDatabase } from "../database.ts";
import { type EffectsServer, startEffects } from "./effects.ts";
import type { WorkerSettings } from "./protocol.ts";
import { prepareQueues, sweep, SWEEP_SECONDS } from "./queue-facts.ts";

export interface World {
  database: TestDatabase;
  /** A new pool after each `withoutDatabase`. */
  readonly sql: Sql;
  effects: EffectsServer;
  /** Settings of a worker for some queues. */
  settings(queues: string[], changes?: Partial<WorkerSettings>): WorkerSettings;
  /** Ids of `count` workspaces beside Acme; the same for the same number. */
  workspaces(count: number): Promise<string[]>;
  /** Closes the pool and stops the schedule while the database is away. */
  withoutDatabase(work: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/** The people whose mail is sent: each has an inbox of its own. */
export const SENDERS = ["ada", "ben", "eve"] as const;

/** `sweepSeconds`: shorter than the schedule makes a short run shorter. */
export async function startWorld(sweepSeconds = SWEEP_SECONDS): Promise<World> {
  const database = await startTestDatabase();
  // connections of its own: the pool of the test database is small
  const connect = () => postgres(database.url, { max: 16, onnotice: () => {} });
  let sql = connect();
  const effects = await startEffects();
  let isSweeping = false;
  let isAway = false;
  const schedule = setInterval(async () => {
    if (isSweeping || isAway) return;
    isSweeping = true;
    await sweep(sql).catch(() => {}); // pg_cron, too, tries again at the next moment
    isSweeping = false;
  }, sweepSeconds * 1_000);

  const stop = async () => {
    clearInterval(schedule);
    effects.stop();
    await sql.end({ timeout: 2 });
    await database.stop();
  };
  try {
    await furnish(sql);
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    database,
    get sql() {
      return sql;
    },
    effects,
    settings: (queues, changes) => ({
      databaseUrl: database.url,
      effectsUrl: effects.url,
      queues,
      batchSize: 10,
      pollMs: 50,
      statementTimeoutMs: 0,
      stalls: false,
      ...changes,
    }),
    async workspaces(count) {
      const rows = await sql`
        insert into public.workspaces (name, slug)
        select 'Tenant ' || i, 'fault-tenant-' || i from generate_series(1, ${count}) i
        on conflict (slug) do update set name = excluded.name returning id`;
      return rows.map(({ id }) => id);
    },
    async withoutDatabase(work) {
      isAway = true;
      await sql.end({ timeout: 5 });
      await work();
      sql = connect();
      isAway = false;
    },
    stop,
  };
}

/** People, mailboxes, and rules of sending that let everything leave at once. */
async function furnish(sql: Sql): Promise<void> {
  await sql`select tests.cast_of_acme()`;
  for (const name of SENDERS) await sql`select tests.connection(${name})`;
  await sql`
    update public.workspaces set quiet_hours_start = '00:00', quiet_hours_end = '00:00', touch_gap_hours = 0`;
  // 30 s in production would only make the run longer: every late acceptance of the outside world comes within a second
  await sql.unsafe(`create or replace function private.resend_grace() returns interval
    language sql immutable set search_path = '' as $$ select interval '4 seconds' $$`);
  await prepareQueues(sql, ["send-nudge"]);
}

/** Waits for a state; fails with the last answer after `seconds`. */
export async function until<T>(
  seconds: number,
  what: string,
  look: () => Promise<T>,
  isThere: (value: T) => boolean,
): Promise<T> {
  const end = Date.now() + seconds * 1_000;
  for (;;) {
    const value = await look();
    if (isThere(value)) return value;
    if (Date.now() > end) {
      throw new Error(`${what}: still not so after ${seconds} s`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
