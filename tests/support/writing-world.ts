/** Ada and Bob with calendars at the lab, Ada signed in: what the tests of changes need. */
import type { calendar_v3 } from "@googleapis/calendar";
import { createClient } from "@supabase/supabase-js";
import type { Database } from "../../functions/_shared/database.types.ts";
import { app as changes } from "../../functions/change-calendar/app.ts";
import { app as reader } from "../../functions/sync-calendar/app.ts";
import { calendarClient } from "../emulators/calendar-client.ts";
import { startCalendarWorld } from "./calendar-world.ts";

export type WritingWorld = Awaited<ReturnType<typeof startWritingWorld>>;

export async function startWritingWorld() {
  const world = await startCalendarWorld();
  const { sql, lab } = world;
  const google = calendarClient(lab.url, world.ada.accessToken);
  const bob = lab.addMailbox({ address: "bob@globex.test" });
  const bobsGoogle = calendarClient(lab.url, bob.accessToken);
  const ada = createClient<Database>(world.stack.url, world.stack.keys.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  await ada.auth.signInWithPassword({ email: "ada@acme.test", password: "akasavani-demo" });
  await world.work(reader, "/sync-calendar");
  const [calendar] =
    await sql`select id from public.calendars where connection_id is not null and is_primary`;
  const isDue = () =>
    sql`update private.jobs set run_at = now() - interval '1 second', place = null
      where queue = 'change-calendar' and state = 'waiting'`;
  return {
    ...world,
    google,
    bobsGoogle,
    ada,
    /** An hour in 2030 unless told. */
    async make(event: Record<string, unknown> = {}, notify?: string) {
      const { data } = await ada.rpc("create_event", {
        calendar_id: calendar!.id,
        event: {
          title: "Pilot",
          starts_at: "2030-03-04T10:00:00Z",
          ends_at: "2030-03-04T11:00:00Z",
          ...event,
        },
        ...(notify && { notify }),
      }).throwOnError();
      return data;
    },
    /** Works on changes until none is open: a lost answer is looked up, and what was not there is tried again. */
    async apply() {
      for (let round = 0; round < 3; round++) {
        await isDue();
        await world.work(changes, "/change-calendar");
      }
    },
    async read() {
      await sql`select private.enqueue_calendar_sync(k.id) from private.calendar_cursors k`;
      await world.hurry();
      await world.work(reader, "/sync-calendar");
    },
    stored: async (id: string) =>
      (await ada.from("calendar_events").select().eq("id", id).single().throwOnError()).data,
    lastChange: async (id: string) =>
      (await ada.from("calendar_changes").select("state, state_reason, attempts").eq("event_id", id)
        .order("id", { ascending: false }).limit(1).single().throwOnError()).data,
    atGoogle: async (eventId: string): Promise<calendar_v3.Schema$Event> =>
      (await google.events.get({ calendarId: "primary", eventId })).data,
    writes: (operation: string) =>
      lab.requests.count({ operation: `calendar.events.${operation}` }),
  };
}
