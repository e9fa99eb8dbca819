/**
 * Queues that drain the same jobs: each is asked through its public interface, by ten loops of one Node process, with a
 * handler that does nothing. Acknowledging is per claim: one by one, or fifty at once.
 */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Logger, run, runMigrations } from "graphile-worker";
import pg from "pg";
import { PgBoss } from "pg-boss";
import type { BenchDatabase } from "./bench-database.ts";

export interface Contender {
  name: string;
  /** Adds `count` jobs. */
  enqueue(count: number): Promise<void>;
  /** Runs all of them, `batch` at a time; resolves when the last is done. `atMost` ends ours earlier. */
  drain(batch: number, count: number, atMost?: number): Promise<void>;
  stop(): Promise<void>;
}

const LOOPS = 10;
const TENANTS = 20;
const require = createRequire(import.meta.url);
const versionOf = (name: string) => {
  let folder = dirname(require.resolve(name));
  while (!require.resolve.paths(name)!.some((root) => join(root, name) === folder)) {
    folder = dirname(folder);
  }
  return require(join(folder, "package.json")).version as string;
};

/** Each turn is given what the turn before it claimed; an empty claim ends the loop. */
async function inLoops<Job>(turn: (loop: number, before: Job[]) => Promise<Job[]>): Promise<void> {
  await Promise.all(Array.from({ length: LOOPS }, async (_, loop) => {
    let claimed = await turn(loop, []);
    while (claimed.length > 0) claimed = await turn(loop, claimed);
  }));
}

/** With everything on: 20 tenants in turns, a unique key each, worker slots, and a log entry for each job. */
export async function ours(database: BenchDatabase): Promise<Contender> {
  const pool = database.pool(LOOPS);
  await pool.query(`
    insert into private.queues (name, function_slug, batch_size, max_workers) values ('bench', 'bench', 100, 20);
    insert into public.workspaces (id, name, slug)
    select ('00000000-0000-4000-8000-0000000b' || lpad(n::text, 4, '0'))::uuid, 'Bench', 'bench-' || n from generate_series(1, ${TENANTS}) n`);
  return {
    name: "akasavani",
    async enqueue(count) {
      await pool.query(
        `insert into private.jobs (queue, workspace_id, payload, unique_key)
        select 'bench', ('00000000-0000-4000-8000-0000000b' || lpad((n % ${TENANTS} + 1)::text, 4, '0'))::uuid,
          jsonb_build_object('n', n), gen_random_uuid()::text from generate_series(1, $1::int) n`,
        [count],
      );
      await pool.query("vacuum analyze private.jobs");
    },
    // as the product's loop does it: what is done is told with the next claim
    drain(batch, _count, atMost = Infinity) {
      let left = atMost;
      return inLoops(async (loop, told: { id: string; lease_token: string }[]) => {
        const { rows } = await pool.query({
          name: "next",
          text:
            "select id, payload, lease_token from worker.finish_and_claim_jobs($1, $2, 'bench', $3, $4)",
          values: [
            told.map(({ id }) => id),
            told.map(({ lease_token }) => lease_token),
            `loop ${loop}`,
            (left -= batch) >= 0 ? batch : 0,
          ],
        });
        return rows;
      });
    },
    stop: () => pool.end(),
  };
}

/** The least a queue can do: lock, mark, delete. No lease, no key, no tenant, no log. */
export async function raw(database: BenchDatabase): Promise<Contender> {
  const pool = database.pool(LOOPS);
  await pool.query(`
    create schema raw;
    create table raw.jobs (id bigint generated always as identity primary key, payload jsonb, is_taken boolean not null default false);
    create index on raw.jobs (id) where not is_taken`);
  return {
    name: "raw skip locked",
    async enqueue(count) {
      await pool.query(
        "insert into raw.jobs (payload) select jsonb_build_object('n', n) from generate_series(1, $1::int) n",
        [count],
      );
      await pool.query("vacuum analyze raw.jobs");
    },
    drain: (batch) =>
      inLoops(async () => {
        const { rows } = await pool.query({
          name: "claim",
          text: `update raw.jobs set is_taken = true where id = any (array(
            select id from raw.jobs where not is_taken order by id limit $1 for update skip locked)) returning id, payload`,
          values: [batch],
        });
        if (rows.length === 0) return rows;
        await pool.query({
          name: "finish",
          text: "delete from raw.jobs where id = any ($1::bigint[])",
          values: [rows.map(({ id }) => id)],
        });
        return rows;
      }),
    stop: () => pool.end(),
  };
}

/** One by one: its defaults. Fifty at once: its local queue and batched completion. */
export async function graphile(database: BenchDatabase): Promise<Contender> {
  const pool = database.pool(LOOPS + 2);
  const logger = new Logger(() => () => {});
  await runMigrations({ pgPool: pool, logger });
  return {
    name: `graphile-worker ${versionOf("graphile-worker")}`,
    async enqueue(count) {
      await pool.query(
        `select graphile_worker.add_jobs(array(
          select json_populate_record(null::graphile_worker.job_spec, json_build_object('identifier', 'noop', 'payload', json_build_object('n', n)))
          from generate_series(1, $1::int) n))`,
        [count],
      );
      await pool.query("vacuum analyze graphile_worker._private_jobs");
    },
    async drain(batch, count) {
      let done = 0;
      let finish = () => {};
      const finished = new Promise<void>((resolve) => finish = resolve);
      const runner = await run({
        pgPool: pool,
        logger,
        noHandleSignals: true,
        concurrency: LOOPS,
        taskList: { noop: () => void (++done === count && finish()) },
        preset: batch > 1
          ? {
            worker: {
              concurrentJobs: LOOPS,
              localQueue: { size: batch * LOOPS },
              completeJobBatchDelay: 0,
              failJobBatchDelay: 0,
            },
          }
          : {},
      });
      await finished;
      await runner.stop();
    },
    stop: () => pool.end(),
  };
}

/** The extension's own SQL, run as a script. */
export async function pgmq(database: BenchDatabase): Promise<Contender> {
  const pool = database.pool(LOOPS);
  const archive = join(dirname(require.resolve("@electric-sql/pglite-pgmq")), "pgmq.tar.gz");
  const read = (file: string) =>
    spawnSync("tar", ["xzOf", archive, `share/postgresql/extension/${file}`], { encoding: "utf8" })
      .stdout;
  const version = /default_version = '([\d.]+)'/.exec(read("pgmq.control"))![1]!;
  await pool.query(read(`pgmq--${version}.sql`));
  await pool.query("select pgmq.create('bench')");
  return {
    name: `pgmq ${version}`,
    async enqueue(count) {
      await pool.query(
        "select pgmq.send_batch('bench', array(select jsonb_build_object('n', n) from generate_series(1, $1::int) n))",
        [count],
      );
      await pool.query("vacuum analyze pgmq.q_bench");
    },
    drain: (batch) =>
      inLoops(async () => {
        const { rows } = await pool.query({
          name: "read",
          text: "select msg_id, message from pgmq.read('bench', 60, $1)",
          values: [batch],
        });
        if (rows.length === 0) return rows;
        await pool.query({
          name: "delete",
          text: "select pgmq.delete('bench', $1::bigint[])",
          values: [rows.map(({ msg_id }) => msg_id)],
        });
        return rows;
      }),
    stop: () => pool.end(),
  };
}

export async function pgBoss(database: BenchDatabase): Promise<Contender> {
  const boss = new PgBoss({
    connectionString: database.url,
    max: LOOPS,
    supervise: false,
    schedule: false,
  });
  boss.on("error", () => {});
  await boss.start();
  await boss.createQueue("bench");
  const client = new pg.Client(database.url);
  await client.connect();
  return {
    name: `pg-boss ${versionOf("pg-boss")}`,
    async enqueue(count) {
      await boss.insert("bench", Array.from({ length: count }, (_, n) => ({ data: { n } })));
      await client.query("vacuum analyze pgboss.job");
      await client.query("vacuum analyze pgboss.job_common").catch(() => {});
    },
    drain: (batch) =>
      inLoops(async () => {
        const jobs = await boss.fetch("bench", { batchSize: batch });
        if (jobs.length === 0) return jobs;
        await boss.complete("bench", jobs.map(({ id }) => id));
        return jobs;
      }),
    async stop() {
      await client.end();
      await boss.stop({ graceful: false });
    },
  };
}
