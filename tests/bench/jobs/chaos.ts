/**
 * B3: two worker processes under 200 jobs a second while something breaks. Baseline, fault and recovery last equally
 * long; then everything must come to its end, once.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { BenchDatabase } from "./bench-database.ts";
import { type Bar, printTable } from "./figures.ts";

const RATE = 200;
const LEASE_SECONDS = 5;
const SWEEP_MS = 4000;

interface World {
  database: BenchDatabase;
  /** Runs a statement until it succeeds. */
  insist(text: string, values?: unknown[]): Promise<pg.QueryResult>;
  workers: ChildProcess[];
  kill(index: number): Promise<void>;
  /** Ends when the fault is over. */
  untilOver: Promise<unknown>;
  /** What the fault did, proof that it happened. */
  happened: number;
}

const faults: Record<string, (world: World) => Promise<void>> = {
  async "database restart"(world) {
    await world.database.restart();
    world.happened++;
  },
  async "backends terminated 5/s"(world) {
    await during(world, 200, async () => {
      const { rows } = await world.insist(`select pg_terminate_backend(pid) from pg_stat_activity
        where backend_type = 'client backend' and pid <> pg_backend_pid() and application_name <> 'bench' order by random() limit 1`);
      world.happened += rows.length;
    });
  },
  async "300 idle connections"(world) {
    const idle = Array.from({ length: 300 }, () => new pg.Client(world.database.url));
    for (const client of idle) client.on("error", () => {});
    const opened = await Promise.allSettled(idle.map((client) => client.connect()));
    world.happened = opened.filter(({ status }) => status === "rejected").length; // none left for others
    await world.untilOver;
    await Promise.allSettled(idle.map((client) => client.end()));
  },
  async "SIGKILL of one worker"(world) {
    await world.kill(0);
  },
  async "repeated SIGKILL"(world) {
    await during(world, 2000, () => world.kill(world.happened % 2));
  },
  async "idle in transaction"(world) {
    const client = new pg.Client(world.database.url);
    client.on("error", () => {});
    await client.connect();
    await client.query("begin");
    world.happened = (await client.query("select txid_current()")).rows.length;
    await world.untilOver;
    await client.end();
  },
};

async function during(world: World, everyMs: number, act: () => Promise<void>): Promise<void> {
  let isOver = false;
  void world.untilOver.then(() => isOver = true);
  while (!isOver) {
    await act();
    await Promise.race([sleep(everyMs), world.untilOver]);
  }
}

export async function benchChaos(
  database: BenchDatabase,
  size: { seconds: number },
): Promise<Bar[]> {
  const bars: Bar[] = [];
  const rows = [[
    "fault",
    "proof",
    "jobs",
    "recovery / baseline",
    "lost",
    "twice",
    "resumed after",
  ]];
  for (const [name, fault] of Object.entries(faults)) {
    const seen = await survive(database, name, fault, size.seconds * 1000);
    rows.push([
      name,
      String(seen.happened),
      String(seen.offered),
      seen.recovery.toFixed(2),
      String(seen.lost),
      String(seen.twice),
      seen.resumedMs ? `${(seen.resumedMs / 1000).toFixed(1)} s` : "-",
    ]);
    const limitMs = LEASE_SECONDS * 1000 + SWEEP_MS;
    bars.push({
      name: `B3 ${name}`,
      figure: `${
        seen.recovery.toFixed(2)
      }, lost ${seen.lost}, twice ${seen.twice} (n=${seen.offered})`,
      bar: ">= 0.95, 0, 0, resume <= lease + 5 s",
      holds: seen.happened > 0 && seen.recovery >= 0.95 && seen.lost === 0 && seen.twice === 0 &&
        seen.resumedMs <= limitMs,
    });
  }
  printTable(rows);
  return bars;
}

async function survive(
  database: BenchDatabase,
  name: string,
  fault: (world: World) => Promise<void>,
  phaseMs: number,
) {
  const pool = new pg.Pool({
    connectionString: database.url,
    max: 3,
    query_timeout: 5000,
    application_name: "bench",
  });
  pool.on("error", () => {});
  const insist = async (text: string, values: unknown[] = []) => {
    for (;;) {
      try {
        return await pool.query(text, values);
      } catch {
        await sleep(50);
      }
    }
  };
  await insist(
    `insert into private.queues (name, function_slug, lease_seconds, max_workers, max_attempts, backoff_base_seconds)
    values ('chaos', 'chaos', ${LEASE_SECONDS}, 20, 20, 1) on conflict do nothing`,
  );
  await insist("truncate private.jobs, private.job_log");

  const effects: { n: number; at: number }[] = [];
  const known = new Set<number>();
  let twice = 0;
  const provider = createServer((request, response) => {
    const n = Number(request.url!.split("/")[2]);
    if (request.method === "POST") {
      if (known.has(n)) twice++;
      known.add(n);
      effects.push({ n, at: performance.now() });
    }
    response.end(known.has(n) ? "yes" : "no");
  }).listen(0, "127.0.0.1");
  await once(provider, "listening");
  const providerUrl = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;

  const startWorker = () =>
    fork(join(import.meta.dirname, "chaos-worker.ts"), [database.url, providerUrl]);
  const resumed: { ids: string[]; at: number }[] = [];
  let over = () => {};
  const world: World = {
    database,
    insist,
    workers: [startWorker(), startWorker()],
    happened: 0,
    untilOver: new Promise<void>((resolve) => over = resolve),
    async kill(index) {
      const { rows } = await insist("select id from private.jobs where state = 'leased'");
      const victim = world.workers[index]!;
      const gone = new Promise((resolve) => victim.once("exit", (_, signal) => resolve(signal)));
      victim.kill("SIGKILL");
      if (await gone === "SIGKILL") world.happened++;
      resumed.push({ ids: rows.map(({ id }) => id), at: Date.now() });
      await sleep(1000); // a supervisor's patience
      world.workers[index] = startWorker();
    },
  };

  const sweeper = setInterval(() => {
    pool.query("select private.sweep(clock_timestamp())").catch(() => {});
  }, SWEEP_MS);
  let offered = 0;
  let isOffering = true;
  const offering = (async () => {
    const begunAt = performance.now();
    while (isOffering) {
      const due = Math.floor((performance.now() - begunAt) / 1000 * RATE) - offered;
      if (due > 0) {
        // the key makes a repeat after a lost answer harmless; a finished job of the key is looked for as well
        await insist(
          `insert into private.jobs (queue, payload, unique_key)
          select 'chaos', jsonb_build_object('n', n), n::text from generate_series($1::int, $2::int) n
          where not exists (select 1 from private.job_log l where l.unique_key = n::text and l.finished_at > now() - interval '20 seconds')
          on conflict do nothing`,
          [offered, offered + due - 1],
        );
        offered += due;
      }
      await sleep(50);
    }
  })();

  await sleep(2000); // until both have begun
  const baselineAt = performance.now();
  await sleep(phaseMs);
  const faultAt = performance.now();
  const faulting = fault(world);
  await sleep(phaseMs);
  over();
  await faulting;
  const recoveryAt = performance.now();
  await sleep(phaseMs);
  const endAt = performance.now();
  isOffering = false;
  await offering;
  const deadline = performance.now() + 60_000;
  for (;;) {
    const { rows } = await insist(
      "select count(*)::int as left from private.jobs where state <> 'dead'",
    );
    if (rows[0].left === 0 || performance.now() > deadline) break;
    await sleep(200);
  }
  clearInterval(sweeper);
  const rate = (from: number, to: number) =>
    effects.filter(({ at }) => at >= from && at < to).length / (to - from);
  let resumedMs = 0;
  for (const { ids, at } of resumed) {
    const { rows } = await insist(
      "select max(finished_at) as at from private.job_log where job_id = any ($1::uuid[])",
      [ids],
    );
    if (rows[0].at) resumedMs = Math.max(resumedMs, rows[0].at.getTime() - at);
  }
  for (const worker of world.workers) worker.disconnect();
  provider.close();
  provider.closeAllConnections();
  await pool.end();
  return {
    name,
    happened: world.happened,
    offered,
    recovery: rate(recoveryAt, endAt) / rate(baselineAt, faultAt),
    lost: offered - known.size,
    twice,
    resumedMs,
  };
}
