/**
 * Reads what is new in a calendar, or in an account's list of calendars: page by page, each stored with the position after it, so
 * that whoever comes after a killed run goes on where it stopped.
 */
import { z } from "zod";
import { ProviderError, ProviderWait } from "../_shared/http/provider-error.ts";
import type { JobOutcome } from "../_shared/jobs/run-job.ts";
import type { Log } from "../_shared/log.ts";
import type { CalendarReader } from "../_shared/ports/calendar-provider.ts";
import type { CalendarRun, CalendarSync, DoubtfulEvents } from "../_shared/ports/calendar-sync.ts";
import type { Job } from "../_shared/ports/job-queue.ts";

export interface ReadPorts {
  sync: CalendarSync;
  doubtful: DoubtfulEvents;
  reader: (run: CalendarRun) => CalendarReader;
  /** Opens, renews and stops push channels; what goes wrong there never fails the reading. */
  keepChannel: (run: CalendarRun) => Promise<void>;
  now: () => Date;
  log: Log;
}

const payload = z.object({ cursor_id: z.guid() });
/** Then the job is handed back, and the next run goes on: nobody holds a worker through a long first listing. */
const BUDGET_MS = 40_000;
/** A token that is refused right after a full listing is no token problem. */
const MOST_RESTARTS = 2;

export async function readCalendar(job: Job, ports: ReadPorts): Promise<JobOutcome> {
  const parsed = payload.safeParse(job.payload);
  if (!parsed.success) return { outcome: "dead", slug: "job_payload_invalid" };
  const endsAt = ports.now().getTime() + BUDGET_MS;
  let restarts = 0;
  while (true) {
    const run = await ports.sync.begin(parsed.data.cursor_id);
    if (run === null) return { outcome: "done" };
    try {
      const end = await readListing(run, endsAt, ports);
      if (end === "out_of_time") {
        return { outcome: "delay", until: ports.now(), slug: "more_pages" };
      }
      if (end === "wanted_again") continue;
      if (end === "complete" && run.providerCalendarId !== null) {
        await askAboutExceptions(run, run.providerCalendarId, ports);
        await ports.keepChannel(run);
      }
      return { outcome: "done" };
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      const slug = restartSlug(run, error);
      if (slug === null || ++restarts > MOST_RESTARTS) return await refuse(run, error, ports);
      ports.log("warn", "calendar.restarted", { connection_id: run.connectionId, slug });
      await ports.sync.restart(run, slug);
    }
  }
}

type ListingEnd = "complete" | "wanted_again" | "stale" | "out_of_time";

async function readListing(
  run: CalendarRun,
  endsAt: number,
  ports: ReadPorts,
): Promise<ListingEnd> {
  const reader = ports.reader(run);
  let position = { syncToken: run.syncToken, pageToken: run.pageToken };
  while (true) {
    const { stored, page } = run.providerCalendarId === null
      ? await readCalendarsPage(run, reader, position, ports)
      : await readEventsPage(run, run.providerCalendarId, reader, position, ports);
    ports.log("info", "calendar.page_stored", {
      workspace_id: run.workspaceId,
      connection_id: run.connectionId,
      outcome: stored.outcome,
      item_count: page.items.length,
      failure_count: page.unreadableCount + (stored.counts.failed ?? 0),
    });
    if (stored.outcome === "stale") return "stale";
    if (page.nextPageToken === null) return stored.isWantedAgain ? "wanted_again" : "complete";
    if (ports.now().getTime() >= endsAt) return "out_of_time";
    position = { ...position, pageToken: page.nextPageToken };
  }
}

type Position = { syncToken: string | null; pageToken: string | null };

async function readCalendarsPage(
  run: CalendarRun,
  reader: CalendarReader,
  position: Position,
  { sync }: ReadPorts,
) {
  const page = complete(await reader.listCalendars(position));
  return { page, stored: await sync.storeCalendars(run, page.items, page) };
}

async function readEventsPage(
  run: CalendarRun,
  providerCalendarId: string,
  reader: CalendarReader,
  position: Position,
  { sync }: ReadPorts,
) {
  const page = complete(
    await reader.listEvents({ ...position, providerCalendarId, since: run.since }),
  );
  return { page, stored: await sync.storeEvents(run, page.items, page) };
}

/** See worker.doubtful_events(): what is left over is asked after the next listing. */
async function askAboutExceptions(
  run: CalendarRun,
  providerCalendarId: string,
  { doubtful, reader }: ReadPorts,
): Promise<void> {
  for (const id of await doubtful.list(run)) {
    await doubtful.settle(run, id, await reader(run).findEvent(providerCalendarId, id));
  }
}

/** A last page without a token would be read for ever, and nothing would ever be gone. */
function complete<Listed extends { nextPageToken: string | null; nextSyncToken: string | null }>(
  page: Listed,
): Listed {
  if (page.nextPageToken !== null || page.nextSyncToken !== null) return page;
  throw new ProviderError({
    errorClass: "transient",
    effect: "none",
    slug: "provider_answer_unreadable",
    message: "Cannot read the calendar: the last page has no token",
  });
}

/**
 * 410: the sync token has expired, list everything (https://developers.google.com/workspace/calendar/api/guides/sync). A page token
 * that is refused belongs to a listing nobody can go on with.
 */
function restartSlug(run: CalendarRun, error: ProviderError): string | null {
  if (error.status === 410) return "sync_token_expired";
  if (error.status === 400 && (run.pageToken !== null || run.syncToken !== null)) {
    return "sync_position_refused";
  }
  return null;
}

async function refuse(
  run: CalendarRun,
  error: ProviderError,
  ports: ReadPorts,
): Promise<JobOutcome> {
  const { slug } = error;
  if (error instanceof ProviderWait) {
    return { outcome: "delay", until: new Date(ports.now().getTime() + error.waitMs), slug };
  }
  if (error.errorClass === "needs_reconnect") return { outcome: "reconnect", slug };
  if (error.errorClass === "transient") {
    return { outcome: "retry", slug, retryAfterMs: error.retryAfterMs };
  }
  if (error.status === 404 && run.providerCalendarId !== null) {
    await ports.sync.lose(run);
    return { outcome: "done" };
  }
  return { outcome: "dead", slug };
}
