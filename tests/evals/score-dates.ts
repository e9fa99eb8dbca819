import { de, en, es, fr } from "chrono-node";
import { Temporal } from "temporal-polyfill";
import { findDue } from "../../functions/_shared/domain/time/find-due.ts";
import type { Figure } from "./figure.ts";
import { HALVES, labelled } from "./labelled.ts";

interface DateCase {
  id: string;
  language: "en" | "de" | "fr" | "es";
  time_zone: string;
  sent_at_local: string;
  text: string;
  /** The day the sentence names, or the local moment when it names an hour too; null when it names none that is to come. */
  expected: string | null;
}

/** A day, or a local moment, as `expected`. */
type DateReader = (one: DateCase, sent: Temporal.ZonedDateTime) => string | null;

const PARSERS = { de: de.casual, en: en.casual, es: es.casual, fr: fr.casual };

const READERS: Record<string, DateReader> = {
  ours({ text, language, time_zone: timeZone }, sent) {
    const found = findDue(text, { sentAt: sent.toInstant().toString(), timeZone, language });
    return found && (found.at ? localOf(found.at, timeZone) : found.on);
  },
  "chrono-node alone"({ text, language }, sent) {
    const [found] = PARSERS[language].parse(text, {
      instant: new Date(sent.epochMilliseconds),
      timezone: sent.offsetNanoseconds / 60e9,
    }, { forwardDate: true });
    if (!found) return null;
    const part = (name: "year" | "month" | "day" | "hour" | "minute", length = 2) =>
      String(found.start.get(name)).padStart(length, "0");
    const day = `${part("year", 4)}-${part("month")}-${part("day")}`;
    return found.start.isCertain("hour") ? `${day}T${part("hour")}:${part("minute")}` : day;
  },
  "never a day": () => null,
};

/** Days and hours that one sentence names, in the zone of its reader. */
export function scoreDates(onMiss: (line: string) => void = () => {}): Figure[] {
  return HALVES.flatMap((half) => {
    const cases = labelled<DateCase>("dates", half);
    return Object.entries(READERS).flatMap(([by, read]): Figure[] => {
      const counts = { day: 0, right: 0, named: 0, quiet: 0, none: 0 };
      for (const one of cases) {
        const sent = Temporal.PlainDateTime.from(one.sent_at_local).toZonedDateTime(one.time_zone);
        const got = read(one, sent);
        if (one.expected === null) {
          counts.none++;
          if (got === null) counts.quiet++;
        } else {
          counts.named++;
          if (got?.slice(0, 10) === one.expected.slice(0, 10)) counts.day++;
          if (got === one.expected) counts.right++;
        }
        if (got !== one.expected && half === "development" && by === "ours") {
          onMiss(`${one.id} ${one.expected} read as ${got}: ${one.text}`);
        }
      }
      const figure = (measure: string, hits: number, n: number): Figure => ({
        set: "dates",
        half,
        measure,
        by,
        value: hits / n,
        n,
      });
      return [
        figure("day right", counts.day, counts.named),
        figure("day and hour right", counts.right, counts.named),
        figure("no day invented", counts.quiet, counts.none),
      ];
    });
  });
}

function localOf(at: string, timeZone: string): string {
  return Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDateTime().toString()
    .slice(0, 16);
}
