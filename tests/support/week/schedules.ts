/** pg_cron of a simulated week: what would have run since the last look runs once. */
import type { Sql } from "postgres";
import { isDue } from "../../../scripts/local/cron-schedule.ts";

/** Housekeeping of weeks that ended long ago is not looked at, and the week sweeps by itself. */
const LEFT_OUT = /^(trim-|sweep-jobs$)/;

export async function readSchedules(sql: Sql, startedAt: number) {
  const lines = await sql`
    select jobname as name, schedule, command from cron.job where active order by jobid`;
  const jobs = lines.filter(({ name }) => !LEFT_OUT.test(name))
    .map(({ schedule, command }) => ({ schedule, command, last: startedAt }));
  return {
    async runUntil(now: number): Promise<void> {
      for (const job of jobs) {
        if (!wasDue(job.schedule, job.last, now)) continue;
        job.last = now;
        await sql.unsafe(job.command);
      }
    },
  };
}

function wasDue(schedule: string, last: number, now: number): boolean {
  if (isDue(schedule, new Date(now), new Date(last))) return true;
  const minutes = Math.floor((now - last) / 60_000);
  for (let back = 1; back <= Math.min(minutes, 24 * 60); back++) {
    if (isDue(schedule, new Date(now - back * 60_000), new Date(last))) return true;
  }
  return false;
}
