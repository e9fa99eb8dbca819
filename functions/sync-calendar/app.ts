import { createCalendarChannels } from "../_shared/adapters/supabase/calendar-channels.ts";
import {
  createCalendarSync,
  createDoubtfulEvents,
  createSeriesStore,
} from "../_shared/adapters/supabase/calendar-sync.ts";
import { createJobQueue } from "../_shared/adapters/supabase/job-queue.ts";
import { createWebhookInbox } from "../_shared/adapters/supabase/webhook-inbox.ts";
import { channelSecret } from "../_shared/crypto/channel-secret.ts";
import { calendarProviders, calendarWebhookAddress } from "../_shared/deps/google-calendar.ts";
import { createWorkerApp } from "../_shared/http/worker-app.ts";
import { onShutdown } from "../_shared/jobs/on-shutdown.ts";
import { type JobOutcome, runQueue } from "../_shared/jobs/run-queue.ts";
import { log } from "../_shared/log.ts";
import type { Job } from "../_shared/ports/job-queue.ts";
import { expandOne } from "./expand-one.ts";
import { keepChannel } from "./keep-channel.ts";
import { readCalendar } from "./read-calendar.ts";
import { takePush } from "./take-push.ts";

const now = () => new Date();

/** One door for three queues: messages ask for readings, readings for expansions, and one ring goes through all. */
export const app = createWorkerApp("sync-calendar", async (client) => {
  const providers = calendarProviders(client);
  const channels = createCalendarChannels(client);
  const series = createSeriesStore(client);
  const work = (queue: string, handle: (job: Job) => Promise<JobOutcome>) =>
    runQueue({
      queue,
      jobs: createJobQueue(client),
      handle,
      log,
      budgetMs: 60_000,
      batchSize: 10,
      now: () => performance.now(),
      onShutdown,
    });
  const pushes = await work(
    "calendar-push",
    (job) => takePush(job, { inbox: createWebhookInbox(client), channels, now }),
  );
  const readings = await work("sync-calendar", (job) =>
    readCalendar(job, {
      sync: createCalendarSync(client),
      doubtful: createDoubtfulEvents(client),
      reader: (run) => providers(run).reader,
      keepChannel: (run) =>
        keepChannel(run, {
          channels,
          push: (it) => providers(it).push,
          address: calendarWebhookAddress(),
          newChannel: channelSecret,
          now,
          log,
        }),
      now,
      log,
    }));
  const expansions = await work("expand-series", (job) => expandOne(job, series));
  return pushes + readings + expansions;
});
