/** Replaces: pg_cron's scheduler, on PGlite only. Looks once a second. Never deployed. */
import { isDue } from "./cron-schedule.ts";
import type { LocalDatabase } from "./local-database.ts";

interface Job {
  jobid: number;
  schedule: string;
  command: string;
}

export function startCronTicker(database: LocalDatabase): { stop(): Promise<void> } {
  const started = new Date(); // as pg_cron: an interval's first run comes after the interval
  const lastRuns = new Map<number, Date>();
  let ticking: Promise<void> | null = null;
  const timer = setInterval(() => {
    ticking ??= tick(database, lastRuns, started, new Date()).finally(() => ticking = null);
  }, 1000);
  return {
    async stop() {
      clearInterval(timer);
      await ticking;
    },
  };
}

async function tick(
  database: LocalDatabase,
  lastRuns: Map<number, Date>,
  started: Date,
  now: Date,
) {
  const [present] = await database.query<{ job: string | null }>(
    "select to_regclass('cron.job') job",
  );
  if (!present?.job) return;
  const jobs = await database.query<Job>(
    "select jobid, schedule, command from cron.job where active",
  );
  for (const job of jobs) {
    if (!isDue(job.schedule, now, lastRuns.get(job.jobid) ?? started)) continue;
    lastRuns.set(job.jobid, now);
    const [status, message] = await database.run(job.command).then(
      () => ["succeeded", null] as const,
      (error: Error) => ["failed", error.message] as const,
    );
    await database.query(
      `insert into cron.job_run_details (jobid, command, status, return_message, start_time, end_time)
       values ($1, $2, $3, $4, $5, clock_timestamp())`,
      [job.jobid, job.command, status, message, now.toISOString()],
    );
  }
}
