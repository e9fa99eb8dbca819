/** pg_cron of a simulated week: what would have run since the last look runs once. */
import type { Sql } from "postgres";
import { isDue } from "../../../scripts/local/cron-schedule.ts";

/** Housekeeping of weeks that ended long ago is not looked at. */
const LEFT_OUT = /^trim-/;

export function startSchedules(sql: Sql, startedAt: number) {
  const lastRuns = new Map<string, number>();
  return {
    async runUntil(now: number): Promise<void> {
      const jobs =
        await sql`select jobname, schedule, command from cron.job where active order by jobid`;
      for (const { jobname, schedule, command } of jobs) {
        const last = lastRuns.get(jobname) ?? startedAt;
        if (LEFT_OUT.test(jobname) || !wasDue(schedule, last, now)) continue;
        lastRuns.set(jobname, now);
        await sql.unsafe(command);
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
