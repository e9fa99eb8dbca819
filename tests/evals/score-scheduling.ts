import { Temporal } from "temporal-polyfill";
import {
  findScheduling,
  type SchedulingFacts,
} from "../../functions/_shared/domain/scheduling/find-scheduling.ts";
import type { Scheduling, Slot } from "../../functions/_shared/domain/scheduling/scheduling.ts";
import { textLanguage } from "../../functions/_shared/domain/text/text-language.ts";
import { findDues } from "../../functions/_shared/domain/time/find-due.ts";
import { f1, type Figure } from "./figure.ts";
import { HALVES, labelled } from "./labelled.ts";

export interface SchedulingCase {
  id: string;
  language: string;
  /** Of the reader. */
  time_zone: string;
  /** With the offset of the Date header. */
  sent_at: string;
  text: string;
  expected: {
    kind: "none" | "propose" | "accept" | "move" | "decline";
    /** Moments in UTC, or days. */
    slots: string[];
    duration_minutes: number | null;
    place: string | null;
  };
}

interface Found {
  kind: string;
  slots: string[];
  lengthMinutes: number | null;
  place: string | null;
}

export type SchedulingReader = (
  facts: SchedulingFacts,
) => Scheduling | null | Promise<Scheduling | null>;
type Reader = (facts: SchedulingFacts) => Found | null | Promise<Found | null>;

const nameOf = ({ on, startsAt }: Slot) => startsAt ? `${startsAt.slice(0, 16)}Z` : on;

function named(reader: SchedulingReader): Reader {
  return async (facts) => {
    const found = await reader(facts);
    return found && { ...found, slots: found.slots.map(nameOf) };
  };
}

/** Whoever names a day or an hour proposes it, in the zone of the reader. */
const everyDate: Reader = ({ text, sentAt, readerZone }) => {
  const dues = findDues(text, { sentAt, timeZone: readerZone, language: textLanguage(text) });
  const slots = dues.map(({ on, at }) => at ? `${at.slice(0, 16)}Z` : on);
  return slots.length > 0 ? { kind: "propose", slots, lengthMinutes: null, place: null } : null;
};

export async function scoreScheduling(
  onMiss: (line: string) => void = () => {},
  ours: SchedulingReader = findScheduling,
): Promise<Figure[]> {
  const readers = { ours: named(ours), "every date": everyDate, nothing: () => null };
  const figures: Figure[] = [];
  for (const half of HALVES) {
    const cases = labelled<SchedulingCase>("scheduling", half);
    for (const [by, reader] of Object.entries<Reader>(readers)) {
      const detected = [0, 0, 0] as [number, number, number];
      const right = { kind: [0, 0], slots: [0, 0], length: [0, 0], place: [0, 0], mail: [0, 0] };
      for (const one of cases) {
        const { expected } = one;
        const found = await reader(factsOf(one));
        const isMeeting = expected.kind !== "none";
        if (isMeeting && found) detected[0]++;
        else if (found) detected[1]++;
        else if (isMeeting) detected[2]++;
        const kind = (found?.kind ?? "none") === expected.kind;
        const slots = [...(found?.slots ?? [])].sort().join() === [...expected.slots].sort().join();
        const count = (pair: number[], isRight: boolean) => {
          pair[0]! += Number(isRight);
          pair[1]!++;
        };
        count(right.kind, kind);
        count(right.mail, kind && slots);
        if (expected.slots.length > 0) count(right.slots, slots);
        if (expected.duration_minutes) {
          count(right.length, found?.lengthMinutes === expected.duration_minutes);
        }
        if (expected.place) count(right.place, isSamePlace(found?.place ?? "", expected.place));
        if (half === "development" && by === "ours" && !(kind && slots)) {
          onMiss(
            `${one.id} ${expected.kind} ${expected.slots} but ${found?.kind} ${found?.slots}: ${one.text}`,
          );
        }
      }
      const share = (measure: string, [hits, of]: number[]): Figure => {
        return { set: "scheduling", half, measure, by, value: of ? hits! / of : 0, n: of! };
      };
      const detection = {
        set: "scheduling",
        half,
        measure: "detection F1",
        by,
        value: f1(...detected).f1,
        n: cases.length,
      };
      figures.push(
        detection,
        share("kind right", right.kind),
        share("times exact", right.slots),
        share("length right", right.length),
        share("place right", right.place),
        share("whole mail right", right.mail),
      );
    }
  }
  return figures;
}

function factsOf({ text, sent_at, time_zone }: SchedulingCase): SchedulingFacts {
  return {
    text,
    sentAt: Temporal.Instant.from(sent_at).toString(),
    utcOffsetMinutes: Temporal.ZonedDateTime.from(`${sent_at}[${offsetOf(sent_at)}]`)
      .offsetNanoseconds / 60e9,
    contactZone: null,
    readerZone: time_zone,
    isOwn: false,
  };
}

function offsetOf(moment: string): string {
  return /([+-]\d\d:\d\d)$/.exec(moment)![1]!;
}

function isSamePlace(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => text.toLowerCase());
  return a !== "" && (a!.includes(b!) || b!.includes(a!));
}
