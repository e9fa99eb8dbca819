/** The occurrences of a recurring event, with those that were changed or cancelled one by one. */
import type { EventFields, StoredEvent } from "./event.ts";
import { occurrences } from "./recurrence.ts";
import { momentOf, stampOf, timeAt } from "./times.ts";

/** An endless series is looked at this far ahead. */
export const HORIZON_MS = 2 * 365 * 86_400_000;

export function occurrenceId(master: EventFields, start: number, zone: string): string {
  return `${master.id}_${stampOf(start, master.start, zone)}`;
}

/** The occurrence as it follows from the series. */
export function occurrenceOf(master: EventFields, start: number, zone: string): EventFields {
  const { recurrence: _, ...rest } = master;
  const length = momentOf(master.end, zone) - momentOf(master.start, zone);
  // a day of a series lasts until midnight even when the clocks change
  const end = master.start.date === undefined
    ? start + length
    : start + Math.round(length / 86_400_000) * 86_400_000 + 43_200_000;
  return {
    ...rest,
    id: occurrenceId(master, start, zone),
    start: timeAt(start, master.start, zone),
    end: timeAt(end, master.end, zone),
    recurringEventId: master.id,
    originalStartTime: timeAt(start, master.start, zone),
  };
}

export function startsOf(master: EventFields, until: number, zone: string): number[] {
  const start = momentOf(master.start, zone);
  const own = master.start.date === undefined ? master.start.timeZone ?? zone : zone;
  return occurrences({ recurrence: master.recurrence!, start, zone: own }, until);
}

/** Every occurrence before `until`, changed and cancelled ones in their place. */
export function instancesOf(
  master: StoredEvent,
  exceptions: Map<string, StoredEvent>,
  until: number,
  zone: string,
): StoredEvent[] {
  return startsOf(master.fields, until, zone).map((start) => {
    const changed = exceptions.get(occurrenceId(master.fields, start, zone));
    if (changed) return changed;
    const fields = occurrenceOf(master.fields, start, zone);
    return { ...master, fields };
  });
}
