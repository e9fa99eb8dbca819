/** Local wall time in an IANA zone, and back. */
export interface WallTime {
  year: number;
  month: number;
  day: number;
  /** Milliseconds since midnight. */
  time: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(zone, format);
  return format;
}

export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

export function toWall(moment: number, zone: string): WallTime {
  const parts = Object.fromEntries(
    formatOf(zone).formatToParts(moment).map(({ type, value }) => [type, Number(value)]),
  ) as Record<string, number>;
  return {
    year: parts.year!,
    month: parts.month!,
    day: parts.day!,
    time: (parts.hour! * 60 + parts.minute!) * 60_000 + parts.second! * 1000,
  };
}

/** A time the clock skips is taken as much later; one it shows twice, the first time. */
export function fromWall(wall: WallTime, zone: string): number {
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day) + wall.time;
  const offsetAt = (moment: number) => {
    const there = toWall(moment, zone);
    return Date.UTC(there.year, there.month - 1, there.day) + there.time - moment;
  };
  const before = offsetAt(asUtc - 86_400_000);
  const after = offsetAt(asUtc + 86_400_000);
  const first = asUtc - before;
  if (offsetAt(first) === before) return first;
  const second = asUtc - after;
  return offsetAt(second) === after ? second : first;
}

/** As `2026-11-20T10:00:00+01:00`. */
export function toOffsetText(moment: number, zone: string): string {
  const wall = toWall(moment, zone);
  const local = Date.UTC(wall.year, wall.month - 1, wall.day) + wall.time;
  const minutes = Math.round((local - Math.floor(moment / 1000) * 1000) / 60_000);
  if (minutes === 0) return `${new Date(local).toISOString().slice(0, 19)}Z`;
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  const size = Math.abs(minutes);
  return `${new Date(local).toISOString().slice(0, 19)}${minutes < 0 ? "-" : "+"}${
    two(size / 60)
  }:${two(size % 60)}`;
}
