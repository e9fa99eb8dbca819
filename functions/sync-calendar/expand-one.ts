/** Writes the instances of one series. */
import { z } from "zod";
import { expandSeries } from "../_shared/domain/calendar/expand-series.ts";
import type { JobOutcome } from "../_shared/jobs/run-job.ts";
import type { SeriesStore } from "../_shared/ports/calendar-sync.ts";
import type { Job } from "../_shared/ports/job-queue.ts";

const payload = z.object({ event_id: z.guid() });
/** A series that changes faster than it is expanded waits for its next turn. */
const MOST_TRIES = 3;

export async function expandOne(job: Job, store: SeriesStore): Promise<JobOutcome> {
  const parsed = payload.safeParse(job.payload);
  if (!parsed.success) return { outcome: "dead", slug: "job_payload_invalid" };
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const series = await store.read(parsed.data.event_id);
    if (series === null) return { outcome: "done" };
    if (await store.save(series, expandSeries(series, series))) return { outcome: "done" };
  }
  return { outcome: "retry", slug: "series_is_changing" };
}
