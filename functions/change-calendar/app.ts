import { createCalendarChanges } from "../_shared/adapters/supabase/calendar-changes.ts";
import { createJobQueue } from "../_shared/adapters/supabase/job-queue.ts";
import { calendarProviders } from "../_shared/deps/google-calendar.ts";
import { createWorkerApp } from "../_shared/http/worker-app.ts";
import { onShutdown } from "../_shared/jobs/on-shutdown.ts";
import { runQueue } from "../_shared/jobs/run-queue.ts";
import { log } from "../_shared/log.ts";
import { applyChange } from "./apply-change.ts";

export const app = createWorkerApp("change-calendar", (client) => {
  const providers = calendarProviders(client);
  const changes = createCalendarChanges(client);
  return runQueue({
    queue: "change-calendar",
    jobs: createJobQueue(client),
    handle: (job) =>
      applyChange(job, {
        changes,
        writer: (change) => providers(change).writer,
        now: () => new Date(),
      }),
    log,
    budgetMs: 60_000,
    batchSize: 10,
    now: () => performance.now(),
    onShutdown,
  });
});
