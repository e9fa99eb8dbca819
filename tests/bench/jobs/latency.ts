/**
 * B2: from the call of `enqueue` to the handler's first line, in one Node process for both. graphile-worker: its resident
 * runner with LISTEN/NOTIFY. Ours: the product's doorbell and loop, with one stand-in. The job's own transaction rings by
 * net.http_post(); instead of pg_net and an Edge Function, a trigger on its request table notifies this process, which
 * runs runQueue() for each ring. So trigger, ring, coalescing, claim and finish are ours; HTTP and the function's start are not in it.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { Logger, makeWorkerUtils, run } from "graphile-worker";
import pg from "pg";
import { runQueue } from "../../../functions/_shared/jobs/run-queue.ts";
import type { BenchDatabase } from "./bench-database.ts";
import { type Bar, pairwise, percentile, printTable, ratioBar } from "./figures.ts";
import { createPgJobQueue } from "./pg-job-queue.ts";

interface Runner {
  enqueue(n: number): Promise<void>;
  stop(): Promise<void>;
}

/** Moments by job number, in milliseconds of one clock. */
type Started = (n: number) => void;

const TICK_MS = 4000;

async function startOurs(database: BenchDatabase, started: Started): Promise<Runner> {
  const pool = database.pool(10);
  const jobs = createPgJobQueue(pool);
  const listener = new pg.Client(database.url);
  await listener.connect();
  await listener.query("listen rung");
  const runs = new Set<Promise<unknown>>();
  // as the schedule does: a ring that met a claim which did not see its job yet is made up for here
  const sweeper = setInterval(() => void pool.query("select private.sweep(now())"), TICK_MS);
  listener.on("notification", () => {
    const running = runQueue({
      queue: "latency",
      jobs,
      handle: (job) => {
        started((job.payload as { n: number }).n);
        return Promise.resolve({ outcome: "done" });
      },
      log: () => {},
      budgetMs: 60_000,
      batchSize: 10,
      now: () => performance.now(),
    }).catch(() => 0).finally(() => runs.delete(running));
    runs.add(running);
  });
  return {
    async enqueue(n) {
      await pool.query({
        name: "enqueue",
        text: "select private.enqueue('latency', null, jsonb_build_object('n', $1::int), $2)",
        values: [n, String(n)],
      });
    },
    async stop() {
      clearInterval(sweeper);
      await Promise.all(runs);
      await listener.end();
      await pool.end();
    },
  };
}

async function startGraphile(database: BenchDatabase, started: Started): Promise<Runner> {
  const pool = database.pool(10);
  const logger = new Logger(() => () => {});
  const utils = await makeWorkerUtils({ pgPool: pool, logger });
  await utils.migrate();
  const runner = await run({
    pgPool: pool,
    logger,
    noHandleSignals: true,
    concurrency: 10,
    taskList: { start: (payload) => started((payload as { n: number }).n) },
  });
  return {
    enqueue: async (n) => void await utils.addJob("start", { n }, { jobKey: `start ${n}` }),
    async stop() {
      await runner.stop();
      await utils.release();
      await pool.end();
    },
  };
}

/** Waits in milliseconds: 300 jobs, each after the one before it has started, then an open loop of 50 a second. */
async function measure(
  start: (started: Started) => Promise<Runner>,
  loopSeconds: number,
): Promise<{ sequential: number[]; open: number[] }> {
  const startedAt = new Map<number, number>();
  let wake = () => {};
  const runner = await start((n) => {
    if (!startedAt.has(n)) startedAt.set(n, performance.now());
    wake();
  });
  await sleep(500);
  const enqueue = async (n: number) => {
    const at = performance.now();
    await runner.enqueue(n);
    return at;
  };
  const sequential: number[] = [];
  for (let n = 0; n < 320; n++) {
    const at = await enqueue(n);
    while (!startedAt.has(n)) await new Promise<void>((resolve) => wake = resolve);
    if (n >= 20) sequential.push(startedAt.get(n)! - at);
  }
  const begunAt = performance.now();
  const sent: Promise<[number, number]>[] = [];
  for (let n = 1000; performance.now() - begunAt < loopSeconds * 1000; n++) {
    sent.push(enqueue(n).then((at) => [n, at]));
    await sleep(Math.max(0, begunAt + (n - 999) * 20 - performance.now()));
  }
  const times = await Promise.all(sent);
  const deadline = performance.now() + 15_000;
  while (times.some(([n]) => !startedAt.has(n)) && performance.now() < deadline) await sleep(50);
  const open = times.map(([n, at]) => (startedAt.get(n) ?? Infinity) - at);
  await runner.stop();
  return { sequential, open };
}

/** Nobody is rung at enqueue: the sweep's tick alone finds the jobs. */
async function measureTick(database: BenchDatabase): Promise<number[]> {
  const pool = database.pool(2);
  await pool.query("alter table private.jobs disable trigger ring_for_new_jobs");
  const waits: number[] = [];
  const sentAt = new Map<number, number>();
  const runner = await startOurs(database, (n) => waits.push(performance.now() - sentAt.get(n)!));
  for (let n = 0; n < 150; n++) {
    sentAt.set(100_000 + n, performance.now());
    await runner.enqueue(100_000 + n);
    await sleep(100);
  }
  while (waits.length < 150) await sleep(100);
  await runner.stop();
  await pool.query("alter table private.jobs enable trigger ring_for_new_jobs");
  await pool.end();
  return waits;
}

export async function benchLatency(
  database: BenchDatabase,
  size: { pairs: number; loopSeconds: number },
): Promise<Bar[]> {
  const pool = database.pool(1);
  await pool.query(`
    insert into private.queues (name, function_slug) values ('latency', 'latency') on conflict do nothing;
    select vault.create_secret('http://127.0.0.1:1', 'project_url'), vault.create_secret('key', 'worker_secret_key');
    create function pg_temp_notify_ring() returns trigger language plpgsql as $$ begin notify rung; return null; end $$;
    create trigger notify_ring after insert on net.http_request_queue for each statement execute function pg_temp_notify_ring()`);
  const mine: Awaited<ReturnType<typeof measure>>[] = [];
  const theirs: typeof mine = [];
  for (let pair = 0; pair < size.pairs; pair++) {
    mine.push(await measure((started) => startOurs(database, started), size.loopSeconds));
    theirs.push(await measure((started) => startGraphile(database, started), size.loopSeconds));
    await pool.query("truncate net.http_request_queue");
  }
  const ticks = await measureTick(database);
  await pool.query("drop trigger notify_ring on net.http_request_queue");
  await pool.end();
  const bars: Bar[] = [];
  const rows = [["path", "ours p50, p95, max ms", "graphile-worker p50, p95, max ms"]];
  for (const path of ["sequential", "open"] as const) {
    const show = (runs: typeof mine) => {
      const all = runs.flatMap((each) => each[path]);
      return [percentile(all, 0.5), percentile(all, 0.95), Math.max(...all)].map((ms) =>
        ms.toFixed(1)
      )
        .join(", ") + ` (n=${all.length})`;
    };
    rows.push([path, show(mine), show(theirs)]);
    for (const [part, limit] of [[0.5, 3], [0.95, 5]] as const) {
      const of = (runs: typeof mine) => runs.map((each) => percentile(each[path], part));
      const name = `B2 ${path} p${part * 100} / graphile-worker`;
      bars.push(ratioBar(name, pairwise(of(mine), of(theirs)), "<=", limit));
    }
  }
  printTable(rows);
  const p95 = percentile(ticks, 0.95);
  bars.push({
    name: `B2 without a ring, tick ${TICK_MS} ms, p95`,
    figure: `${p95.toFixed(0)} ms (n=${ticks.length})`,
    bar: `<= ${TICK_MS + 250} ms`,
    holds: p95 <= TICK_MS + 250,
  });
  return bars;
}
