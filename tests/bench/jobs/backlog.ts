/** The hot path with a past and a future: a million finished jobs in the log, a hundred thousand waiting, against an empty queue. */
import type { BenchDatabase } from "./bench-database.ts";
import type { Contender } from "./contenders.ts";
import { type Bar, median, pairwise, printTable, ratioBar } from "./figures.ts";

export interface BacklogSize {
  rounds: number;
  /** Jobs of one timed run, claimed one by one. */
  jobs: number;
  waiting: number;
  finished: number;
}

export async function benchBacklog(
  database: BenchDatabase,
  ours: Contender,
  size: BacklogSize,
): Promise<Bar[]> {
  const pool = database.pool(1);
  const timed = async () => {
    const startedAt = performance.now();
    await ours.drain(1, size.jobs, size.jobs);
    return size.jobs / (performance.now() - startedAt) * 1000;
  };
  const empty: number[] = [];
  const full: number[] = [];
  for (let round = 0; round < size.rounds; round++) {
    await pool.query("truncate private.jobs, private.job_log");
    await ours.enqueue(size.jobs);
    empty.push(await timed());
    await pool.query(
      `insert into private.job_log (job_id, queue, workspace_id, state, attempts, created_at, finished_at)
      select private.time_ordered_uuid(), 'bench', ('00000000-0000-4000-8000-0000000b' || lpad((n % 20 + 1)::text, 4, '0'))::uuid,
        'done', 1, now(), now() from generate_series(1, $1::int) n`,
      [size.finished],
    );
    await ours.enqueue(size.waiting);
    await pool.query("vacuum analyze private.job_log");
    full.push(await timed());
  }
  await pool.query("truncate private.jobs, private.job_log");
  await pool.end();
  printTable([
    ["claim 1, jobs/s", "empty queue", `${size.finished} finished, ${size.waiting} waiting`],
    ["akasavani", median(empty).toFixed(0), median(full).toFixed(0)],
  ]);
  return [
    ratioBar("B1 full queue / empty queue", pairwise(full, empty), ">=", 0.8),
  ];
}
