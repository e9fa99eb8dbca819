/** Two clients change the same conversations at once: no change is lost, no deadlock, and a page list keeps its place. */
import type postgres from "postgres";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { overlap, type Race, startRace } from "./two-connections.ts";

let race: Race;
let ids: string[];

beforeAll(async () => {
  race = await startRace();
}, 120_000);

afterAll(() => race?.stop());

beforeEach(async () => {
  await race.sql`delete from public.conversations`;
  await race.sql`delete from public.tags`;
  await deliver(race.sql, Array.from({ length: 6 }, (_, place) => `m${place}`));
  ids = (await race.sql`select id from public.conversations order by id`).map(({ id }) => id);
});

/** Mails of one conversation each, the later ones later. */
function deliver(sql: postgres.Sql, references: string[], at = "2026-06-01T12:00:00Z") {
  return sql`
    select tests.deliver(tests.connection('ada'), jsonb_agg(tests.mail(name,
      jsonb_build_object('sent_at', ${at}::timestamptz + place * interval '1 minute'))))
    from unnest(${references}::text[]) with ordinality r (name, place)`;
}

test("INB-1 two clients snooze at once: the second waits, wins, and is told the first one's moment", async () => {
  const snooze = (sql: postgres.Sql, hours: number) =>
    sql`select outcome, snoozed_until, previous from public.snooze_conversations(${ids},
      date_trunc('hour', now()) + ${hours} * interval '1 hour')`;
  const [early, late] = await overlap(race, (sql) => snooze(sql, 2), (sql) => snooze(sql, 5));
  expect(early.map(({ outcome }) => outcome)).toEqual(ids.map(() => "changed"));
  expect(early[0]!.previous.status).toBe("open");
  const answers = late as postgres.RowList<postgres.Row[]>;
  expect(answers.map(({ outcome }) => outcome)).toEqual(ids.map(() => "changed"));
  expect(new Date(answers[0]!.previous.snoozed_until)).toEqual(early[0]!.snoozed_until);
  const rows = await race.sql`select distinct snoozed_until from public.conversations`;
  expect(rows).toEqual([{ snoozed_until: answers[0]!.snoozed_until }]);
});

test("INB-1 two clients tag at once, in opposite order of ids: both tags stand", async () => {
  const tag = (sql: postgres.Sql, word: string, order: string[]) =>
    sql`select outcome from public.tag_conversations(${order}, ${word})`;
  await overlap(
    race,
    (sql) => tag(sql, "one", ids),
    (sql) => tag(sql, "two", ids.toReversed()),
  );
  const rows = await race.sql`select distinct tags from public.conversations`;
  expect(rows).toEqual([{ tags: ["one", "two"] }]);
});

test("INB-1 the same new word from two clients at once is one tag", async () => {
  const tag = (sql: postgres.Sql, half: string[]) =>
    sql`select outcome from public.tag_conversations(${half}, 'fresh')`;
  await overlap(race, (sql) => tag(sql, ids.slice(0, 3)), (sql) => tag(sql, ids.slice(3)));
  expect(await race.sql`select name from public.tags`).toEqual([{ name: "fresh" }]);
});

test("INB-1 renaming a tag while it is being put on: no deadlock, and no conversation keeps the old word", async () => {
  await race.sql`select public.tag_conversations(${ids.slice(0, 3)}, 'before')`;
  const [row] = await race.sql`select id from public.tags`;
  const [, late] = await overlap(
    race,
    (sql) => sql`select public.tag_conversations(${ids.slice(2)}, 'before')`,
    (sql) => sql`select name from public.change_tag(${row!.id}, 'after')`,
  );
  expect(late).toEqual([{ name: "after" }]);
  const rows = await race.sql`select distinct tags from public.conversations`;
  expect(rows).toEqual([{ tags: ["after"] }]);
});

test("INB-1 pages stay in place while mail arrives: nothing twice, nothing that stayed is left out", async () => {
  const page = async (last: postgres.Row | null) =>
    await race.second.sql`
      select c.id, c.subject, c.last_message_at from public.list_conversations(
        (select id from public.workspaces where slug = 'acme'), page_size => 2,
        before_at => ${last?.last_message_at ?? null}, before_id => ${last?.id ?? null}) c`;
  const seen: postgres.Row[] = [...await page(null)];
  let arrivals = 0;
  for (;;) {
    // one conversation is new, and one that was not shown yet moves to the top
    if (arrivals++ === 0) {
      await deliver(race.first.sql, ["new"], "2026-06-01T12:40:00Z");
      await race.first.sql`select tests.deliver(tests.connection('ada'), tests.mail('again',
        '{"in_reply_to":"<m1@globex.test>","subject":"Re: Offer m1","sent_at":"2026-06-01T12:50:00Z"}'))`;
    }
    const rows = await page(seen.at(-1)!);
    if (rows.length === 0) break;
    seen.push(...rows);
  }
  expect(seen.map(({ subject }) => subject)).toEqual([
    "Offer m5",
    "Offer m4",
    "Offer m3",
    "Offer m2",
    "Offer m0",
  ]);
  const top = await page(null);
  expect(top.map(({ subject }) => subject)).toEqual(["Offer m1", "Offer new"]);
});
