/**
 * When may a mail leave? The database's answer beside one that shares nothing with it: Intl's wall clock, read every quarter of an
 * hour. Only days on which something happens to clocks or calendars, and ordinary ones between them.
 */
import type { Sql } from "postgres";
import type { Figure } from "./report.ts";

const ZONES = [
  ...["Europe/Berlin", "Europe/London", "Europe/Lisbon", "Europe/Athens", "Europe/Helsinki"],
  ...[
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Phoenix",
  ],
  ...[
    "America/St_Johns",
    "America/Halifax",
    "America/Sao_Paulo",
    "America/Bogota",
    "America/Anchorage",
  ],
  ...["Asia/Kolkata", "Asia/Kathmandu", "Asia/Tokyo", "Asia/Shanghai", "Asia/Singapore"],
  ...["Asia/Dubai", "Asia/Jakarta", "Asia/Manila", "Asia/Tashkent", "Asia/Seoul"],
  ...[
    "Australia/Sydney",
    "Australia/Adelaide",
    "Australia/Darwin",
    "Australia/Lord_Howe",
    "Australia/Perth",
  ],
  ...[
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Honolulu",
    "Pacific/Kiritimati",
    "Pacific/Marquesas",
  ],
  ...["Africa/Nairobi", "Africa/Johannesburg", "Africa/Lagos", "Atlantic/Azores", "UTC"],
];
const DATES = [
  ...["2024-02-29", "2028-02-29", "2026-02-28", "2026-03-08", "2026-03-29"],
  ...["2026-04-05", "2026-10-04", "2026-10-25", "2026-11-01", "2026-12-31"],
];
const QUARTER_MS = 15 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
/** Quiet from eight in the evening to seven in the morning, as workspaces have it unless they change it. */
const [OPENS, CLOSES] = [7 * 60, 20 * 60];

export async function compareWindows(sql: Sql, pairs: number) {
  const all = ZONES.flatMap((zone) => DATES.map((date) => ({ zone, date })));
  // taken evenly, so that fewer pairs still see every kind of day
  const chosen = Array.from(
    { length: pairs },
    (_, place) => all[Math.floor(place * all.length / pairs)]!,
  );
  await sql`update public.workspaces set quiet_hours_start = '20:00', quiet_hours_end = '07:00'`;
  // the day after each date, so that one night runs into a day on which nothing leaves
  const holidays = DATES.map((date) => dayAfter(date));
  await sql`
    insert into public.holidays (workspace_id, on_date, name) select tests.id('acme'), d, 'closed' from unnest(${holidays}::date[]) d
    on conflict do nothing`;
  let wrong = 0;
  let changes = 0;
  let moments = 0;
  let wrongPairs = 0;
  for (const { zone, date } of chosen) {
    const from = Date.parse(`${date}T00:00Z`) - DAY_MS / 2;
    // an hour apart, and a quarter more each time, so that every quarter is met
    const asked = Array.from({ length: 40 }, (_, hour) => from + hour * 5 * QUARTER_MS);
    const rows = await sql`
      select private.closed_until(tests.id('acme'), ${zone}, m) as until
      from unnest(${
      asked.map((moment) => new Date(moment).toISOString())
    }::text[]::timestamptz[]) with ordinality u (m, n) order by n`;
    const wall = wallClock(zone);
    changes += new Set(asked.map((moment) => wall.offset(moment))).size - 1;
    const mistakes = asked.filter((moment, place) => {
      const until = (rows[place]!.until as Date | null)?.getTime() ?? moment;
      return until !== opensAt(moment, wall, holidays);
    });
    moments += asked.length;
    wrong += mistakes.length;
    if (mistakes.length > 0) wrongPairs++;
  }
  await sql`delete from public.holidays`;
  await sql`update public.workspaces set quiet_hours_start = '00:00', quiet_hours_end = '00:00'`;
  return {
    /** Times a zone's offset changed under our eyes. */
    changes,
    figures: [
      {
        name: "pairs of zone and date with a wrong window",
        measured: wrongPairs,
        limit: ["=", 0],
        n: pairs,
      },
      { name: "moments judged wrongly", measured: wrong, limit: ["=", 0], n: moments },
    ] satisfies Figure[],
  };
}

type WallClock = ReturnType<typeof wallClock>;

function opensAt(moment: number, wall: WallClock, holidays: string[]): number {
  for (let at = moment;; at += QUARTER_MS) {
    const { date, minutes } = wall.read(at);
    const isOpen = minutes >= OPENS && minutes < CLOSES && !holidays.includes(date);
    if (isOpen) return at;
  }
}

export function wallClock(zone: string) {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  const read = (moment: number) => {
    const [, date = "", hour, minute] = /^(\d{4}-\d\d-\d\d), (\d\d):(\d\d)$/.exec(
      format.format(moment),
    )!;
    return { date, minutes: Number(hour) * 60 + Number(minute) };
  };
  return {
    read,
    offset(moment: number) {
      const { date, minutes } = read(moment);
      return Date.parse(`${date}T00:00Z`) + minutes * 60_000 - moment;
    },
  };
}

function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}
