import { Temporal } from "temporal-polyfill";
import { findNamedDays, type NamedDay } from "../time/named-days.ts";
import type { Slot } from "./scheduling.ts";

export interface SlotOptions {
  /** ISO 8601. */
  sentAt: string;
  /** IANA name or offset of the zone the times are in. */
  timeZone: string;
  language: string | null;
}

/** Farther away than this a day is a mistake or history. */
const MAX_DAYS = 400;
/** What may stand between two days or hours that share what only one of them names: "Wednesday or Thursday at 3". */
const CONNECTS =
  /^(?:[\s,;/&(]|[-–]|or|and|at|on|from|alternatively|either|oder|und|um|am|ab|auch|ou|et|à|le|vers|bien|o|u|y|a|las?|el|sobre|also)*$/iu;
/** Hours without a day that follow one: "at 9 or at 11". */
const MORE_HOURS =
  /^(?:[\s,;/&]|or|and|oder|und|ou|et|o|y)+(?:at|um|à|a las?)? ?(\d{1,2})(?:[:.h](\d{2}))?(?: ?(am|pm|a\.m\.|p\.m\.|Uhr|h))?(?![\p{L}\d.:/]|\s*(?:min|st|nd|rd|th|people|Stunden|Dez|Nov|déc|de ))/iu;

/** The times a sentence names to meet at, in its order. What lies before the mail is left out. */
export function findSlots(sentence: string, options: SlotOptions): Slot[] {
  const sent = Temporal.Instant.from(options.sentAt).toZonedDateTimeISO(options.timeZone);
  const named = shareHours(findNamedDays(sentence, { ...options, isExact: true }), sentence);
  const slots = named.flatMap((one) => [one, ...moreHours(one, sentence)]).map((one) =>
    toSlot(one, options.timeZone)
  );
  const seen = new Set<string>();
  return slots.filter((slot) => {
    const key = slot.startsAt ?? slot.on;
    const day = Temporal.PlainDate.from(slot.on);
    const days = sent.toPlainDate().until(day, { largestUnit: "days" }).days;
    const isPast = slot.startsAt
      ? Temporal.Instant.compare(slot.startsAt, sent.toInstant()) <= 0
      : days < 0;
    if (isPast || days > MAX_DAYS || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** "Wednesday or Thursday at 3", "9:30 on Wednesday and Thursday": days in a row share the one hour that is named. */
function shareHours(named: NamedDay[], text: string): NamedDay[] {
  const all = named.filter(({ hasDay, wall }) => hasDay || wall);
  // "Friday, the 18th of December" is one day
  const dayed = all.filter((one, at) =>
    one.wall || !all[at + 1]?.hasDay || !/^\d/.test(all[at + 1]!.phrase) ||
    !/^\s*,?\s*(?:the|der|den|dem|le|el)?\s*$/iu.test(
      text.slice(one.index + one.phrase.length, all[at + 1]!.index),
    )
  );
  const connects = (one: NamedDay, next: NamedDay) =>
    CONNECTS.test(text.slice(one.index + one.phrase.length, next.index));
  return dayed.flatMap((one, at): NamedDay[] => {
    if (!one.hasDay) {
      const before = dayed[at - 1];
      // an hour of its own: of the day before it in the sentence, or of none
      if (!before || !before.hasDay || !connects(before, one)) return [];
      return [{ ...one, day: before.day, at: null }];
    }
    if (one.wall) return [one];
    let lender: NamedDay | undefined;
    for (
      let next = at;
      next + 1 < dayed.length && connects(dayed[next]!, dayed[next + 1]!);
      next++
    ) {
      if (dayed[next + 1]!.wall) {
        lender = dayed[next + 1];
        break;
      }
    }
    for (let last = at; !lender && last > 0 && connects(dayed[last - 1]!, dayed[last]!); last--) {
      if (dayed[last - 1]!.wall) lender = dayed[last - 1];
    }
    return lender
      ? [{ ...one, wall: lender.wall, lengthMinutes: lender.lengthMinutes, at: null }]
      : [one];
  });
}

/** The further hours of a day that the date parser leaves alone, because they are bare numbers. */
function moreHours(one: NamedDay, text: string): NamedDay[] {
  if (!one.wall || one.hasZone) return [];
  const found: NamedDay[] = [];
  let at = one.index + one.phrase.length;
  for (;;) {
    const match = MORE_HOURS.exec(text.slice(at));
    if (!match) return found;
    const [all, hour, minute, mark] = match;
    const half = /^p/i.test(mark ?? "") && Number(hour) < 12 ? 12 : 0;
    if (Number(hour) > 23 || Number(minute ?? 0) > 59) return found;
    const wall = Temporal.PlainTime.from({
      hour: Number(hour) + half,
      minute: Number(minute ?? 0),
    });
    found.push({ ...one, wall, at: null, lengthMinutes: null, phrase: mark ?? "" });
    at += all.length;
  }
}

function toSlot(one: NamedDay, timeZone: string): Slot {
  if (!one.wall) return { on: one.day.toString(), startsAt: null, endsAt: null };
  // nobody meets at 4 in the morning who does not say so
  const isAfternoon = one.wall.hour >= 1 && one.wall.hour <= 6 && !one.hasZone &&
    !/\b0\d|\d ?a\.?m\b|morgens|matin|mañana/iu.test(one.phrase);
  const wall = isAfternoon ? one.wall.add({ hours: 12 }) : one.wall;
  const start = one.at && one.hasZone
    ? Temporal.Instant.from(one.at)
    : one.day.toPlainDateTime(wall).toZonedDateTime(timeZone).toInstant();
  return {
    on: one.day.toString(),
    startsAt: start.toString(),
    endsAt: one.lengthMinutes ? start.add({ minutes: one.lengthMinutes }).toString() : null,
  };
}
