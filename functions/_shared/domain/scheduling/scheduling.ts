/** What a mail says about a meeting (SCH-1). */
import type { Span } from "../text/find-span.ts";

/** propose: asks for one or offers times; accept: agrees to a time; move: wants another time; decline: will not come. */
export const SCHEDULING_KINDS = ["propose", "accept", "move", "decline"] as const;
export type SchedulingKind = typeof SCHEDULING_KINDS[number];

/** A time that was named, or a whole day when no hour was. */
export interface Slot {
  /** Day in the writer's zone, YYYY-MM-DD. */
  on: string;
  /** ISO 8601 in UTC; null when no hour was named. */
  startsAt: string | null;
  /** When the words name the end as well. */
  endsAt: string | null;
}

/**
 * Where the zone of the times comes from: the words name it, the contact's own, the Date header, or only the reader's,
 * because the writer's is not known.
 */
export type ZoneSource = "named" | "contact" | "header" | "reader";

export interface WriterZone {
  /** IANA name or offset, +01:00. */
  timeZone: string;
  source: ZoneSource;
  /** Whether the times may be of another zone: a person should look before they agree. */
  isAmbiguous: boolean;
}

export interface Scheduling {
  kind: SchedulingKind;
  /** In the order of the text, at most ten. */
  slots: Slot[];
  lengthMinutes: number | null;
  /** The words that name it. */
  place: string | null;
  zone: WriterZone;
  /** The sentence that says so. */
  evidence: Span & { quote: string };
}
