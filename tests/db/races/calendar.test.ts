/** Two at one calendar: readers, workers and people (ING-5, CAL-1). */
import type { Sql } from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { overlap, type Race, startRace } from "./two-connections.ts";

let race: Race;
let calendar: string;
let cursor: string;

beforeAll(async () => {
  race = await startRace();
  calendar = (await race.sql`select tests.calendar(tests.connection('ada')) as id`)[0]!.id;
  cursor =
    (await race.sql`select id from private.calendar_cursors where calendar_id is not null`)[0]!.id;
}, 120_000);
afterAll(() => race?.stop());

const begin = async (sql: Sql) =>
  Number((await sql`select worker.begin_calendar_sync(${cursor}) as run`)[0]!.run.version);
const store = async (sql: Sql, version: number, name: string) =>
  (await sql`select worker.store_calendar_page(${cursor}, ${version}, jsonb_build_array(tests.event(${name})), null, ${name}) as page`)[
    0
  ]!.page.outcome as string;
const isStored = async (name: string) =>
  (await race.sql`select 1 from public.calendar_events where provider_event_id = ${name}`).length;
const event = (title: string) =>
  race.sql.json({ title, starts_at: "2026-06-01T12:00Z", ends_at: "2026-06-01T13:00Z" });

test("ING-5 two readers of one calendar: the later begins anew, and the page of the earlier is refused", async () => {
  const [earlier, later] = await overlap(race, begin, begin);
  expect(later).toBe(earlier + 1);
  expect(await store(race.first.sql, earlier, "old-run")).toBe("stale");
  expect(await store(race.second.sql, later as number, "new-run")).toBe("stored");
  expect([await isStored("old-run"), await isStored("new-run")]).toEqual([0, 1]);
});

test("ING-5 a reader that begins while a page is stored waits for it, and goes on behind it", async () => {
  const run = await begin(race.first.sql);
  const [outcome, next] = await overlap(race, (sql) => store(sql, run, "page"), begin);
  expect(outcome).toBe("stored");
  expect(next).toBe(run + 1);
  const [row] = await race
    .sql`select sync_token from private.calendar_cursors where id = ${cursor}`;
  expect(row!.sync_token).toBe("page");
});

test("CAL-1 two workers at one change: one applies it, the other looks it up", async () => {
  await race.sql`select public.create_event(${calendar}, ${event("Once")})`;
  const id =
    (await race.sql`select id from public.calendar_changes order by id desc limit 1`)[0]!.id;
  const claim = async (sql: Sql) =>
    (await sql`select worker.begin_change(${id}) ->> 'decision' as decision`)[0]!.decision;
  expect(await overlap(race, claim, claim)).toEqual(["apply", "look_up"]);
});

test("CAL-1 two wishes for one event at once: the second hears that the first is under way", async () => {
  await race.sql`select tests.tell_events(${calendar}, tests.event('wished'))`;
  const [row] = await race
    .sql`select id from public.calendar_events where provider_event_id = 'wished'`;
  const { id } = row!;
  const [, second] = await overlap(
    race,
    (sql) => sql`select public.update_event(${id}, '{"title": "first"}')`,
    (sql) => sql`select public.delete_event(${id})`,
  );
  expect(second).toMatchObject({ message: "event_change_pending" });
  expect(await race.sql`select action from public.calendar_changes where event_id = ${id}`)
    .toMatchObject([{ action: "update" }]);
});

test("CAL-1 an expansion beside a change of its series: the instances are of the newer one", async () => {
  await race
    .sql`select tests.tell_events(${calendar}, tests.event('series', '{"recurrence": ["RRULE:FREQ=DAILY"]}'))`;
  const [row] = await race.sql`
    select id, series_version as version from public.calendar_events where provider_event_id = 'series'`;
  const { id, version } = row!;
  const [, isSaved] = await overlap(
    race,
    (sql) =>
      sql`select tests.tell_events(${calendar}, tests.event('series', '{"recurrence": ["RRULE:FREQ=WEEKLY"], "etag": "\\"2\\"", "provider_updated_at": "2026-05-02T00:00Z"}'))`,
    async (sql) =>
      (await sql`select worker.save_instances(${id}, ${version}, '[]', null, null, now(), now()) as saved`)[
        0
      ]!.saved,
  );
  expect(isSaved).toBe(false);
});

test("CAL-1 a person's in-app calendar is asked for twice at once: it is one", async () => {
  const mine = async (sql: Sql) =>
    (await sql`select (public.my_calendar(tests.id('acme'))).id as id`)[0]!.id as string;
  const [first, second] = await overlap(race, mine, mine);
  expect(second).toBe(first);
});
