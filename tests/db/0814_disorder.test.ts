/** F8: a thousand versions of events, singles, series and exceptions, in any order and with repeats, end in one state. */
import type { TransactionSql } from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
  await database.sql.unsafe(`
    select tests.cast_of_acme();
    select tests.calendar(tests.connection('ada'));
    create function tests.store_in_order(cal public.calendars, items jsonb) returns void language plpgsql as $$
    declare i jsonb; begin
      for i in select value from jsonb_array_elements(items) loop perform private.store_event(cal, i, clock_timestamp()); end loop;
    end $$`);
}, 120_000);
afterAll(() => database?.stop());

/** A generator of numbers below 1 with a seed (mulberry32). */
function randomOf(seed: number) {
  return () => {
    seed = (seed + 0x6D2B79F5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

interface Version {
  id: string;
  changes: Record<string, unknown>;
}

/** Ten versions each of a hundred events: 60 single ones, 10 series, 30 exceptions. One in five ends deleted. */
function versions(): Version[] {
  const random = randomOf(8);
  return Array.from({ length: 100 }, (_, n) => {
    const series = n % 10;
    const kind = n < 60 ? "single" : n < 70 ? "series" : "exception";
    const day = String(1 + Math.floor(n / 10)).padStart(2, "0");
    const isDeleted = random() < 0.2;
    return Array.from({ length: 10 }, (_, version): Version => {
      const hour = String(8 + Math.floor(random() * 10)).padStart(2, "0");
      const isLast = version === 9 && isDeleted;
      return {
        id: kind === "series" ? `series-${series}` : `${kind}-${n}`,
        changes: {
          provider_updated_at: `2026-05-01T00:00:0${version}Z`,
          etag: `"${version}"`,
          sequence: version,
          title: `${n}/${version}`,
          starts_at: isLast ? null : `2026-06-${day}T${hour}:00:00Z`,
          ends_at: isLast ? null : `2026-06-${day}T${hour}:30:00Z`,
          status: isLast ? "cancelled" : "confirmed",
          my_response: random() < 0.5 ? "accepted" : "declined",
          recurrence: kind === "series" ? ["RRULE:FREQ=DAILY"] : [],
          ...(kind === "exception" && {
            recurring_event_id: `series-${series}`,
            original_starts_at: `2026-06-${day}T07:00:00Z`,
          }),
        },
      };
    });
  }).flat();
}

function shuffled<Item>(items: Item[], random: () => number): Item[] {
  const copy = [...items];
  for (let place = copy.length - 1; place > 0; place--) {
    const other = Math.floor(random() * (place + 1));
    [copy[place], copy[other]] = [copy[other]!, copy[place]!];
  }
  return copy;
}

/** What people could notice, after the versions were stored in this order; everything is undone. */
async function stateAfter(order: Version[]): Promise<string> {
  let state = "";
  await database.sql.begin(async (sql: TransactionSql) => {
    await sql`
      select tests.store_in_order(c, (select jsonb_agg(tests.event(v ->> 'id', v -> 'changes') order by place)
        from jsonb_array_elements(${sql.json(order as never)}) with ordinality x (v, place)))
      from public.calendars c where c.provider_calendar_id = 'primary'`;
    const [row] = await sql`
      select md5(concat(
        (select string_agg(case when status = 'cancelled' then concat(provider_event_id, status)
            else concat(provider_event_id, status, title, starts_at, ends_at, sequence, etag, my_response, series_id is null) end, '|' order by provider_event_id)
          from public.calendar_events),
        (select string_agg(concat(e.provider_event_id, i.starts_at, i.is_busy), '|' order by e.provider_event_id, i.starts_at)
          from public.calendar_instances i join public.calendar_events e on e.id = i.event_id where e.recurrence = '{}'),
        (select string_agg(concat(e.provider_event_id, a.address, a.response), '|' order by e.provider_event_id, a.address)
          from public.calendar_attendees a join public.calendar_events e on e.id = a.event_id where e.status <> 'cancelled'))) as state,
        (select count(*)::int from public.calendar_instances) as instances`;
    expect(row!.instances).toBeGreaterThan(50);
    state = row!.state;
    throw new Error("undo");
  }).catch((error) => {
    if (error.message !== "undo") throw error;
  });
  return state;
}

/** FAULTS_SEEDS=100 is the figure of the catalogue; fewer serve everyday tests. */
const SEEDS = Number(process.env.FAULTS_SEEDS ?? 8);

test(
  `F8 ING-8 1,000 versions of events in ${SEEDS} random orders, a tenth repeated: one state`,
  async () => {
    const all = versions();
    expect(all).toHaveLength(1000);
    const inOrder = await stateAfter(all);
    const differing: number[] = [];
    for (let seed = 1; seed <= SEEDS; seed++) {
      const random = randomOf(seed);
      const repeats = all.filter(() => random() < 0.1);
      if (await stateAfter(shuffled([...all, ...repeats], random)) !== inOrder) {
        differing.push(
          seed,
        );
      }
    }
    expect(differing).toEqual([]);
    console.info(`F8 calendar: ${SEEDS}/${SEEDS} orders of 1,000 versions end in the same state`);
  },
  600_000,
);

test("F8 the state does tell: without the newest version it is another", async () => {
  const all = versions();
  const inOrder = await stateAfter(all);
  expect(await stateAfter(all.filter(({ changes }) => changes.title !== "3/9"))).not.toBe(inOrder);
});
