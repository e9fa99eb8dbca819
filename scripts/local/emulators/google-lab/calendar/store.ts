/** One calendar: its events, their versions, and the channels that are told of changes. */
import { notFound, refuse } from "../answer.ts";
import type { Random } from "../random.ts";
import type { EventFields, StoredEvent } from "./event.ts";
import { instancesOf, occurrenceOf, startsOf } from "./series.ts";
import { momentOf } from "./times.ts";

export interface CalendarEntry {
  /** The address of the account for its primary one. */
  id: string;
  summary: string;
  timeZone: string;
  accessRole: "owner" | "writer" | "reader" | "freeBusyReader";
  isPrimary: boolean;
  isDeleted: boolean;
  /** Of its last change, counted by the calendar list. */
  version: number;
}

export interface EventStore {
  readonly entry: CalendarEntry;
  version(): number;
  /** Sync tokens of an older generation no longer serve. */
  generation(): number;
  expireSyncTokens(): void;
  /** Kept, cancelled or not. */
  all(): StoredEvent[];
  /** An event, or one occurrence of a series that was never changed. */
  get(id: string): StoredEvent;
  find(id: string): StoredEvent | null;
  exceptionsOf(masterId: string): Map<string, StoredEvent>;
  /** Adds an event or a changed occurrence, or puts it in the place of its former self. */
  put(fields: EventFields): StoredEvent;
  /** Cancels, with all occurrences if it is a series. */
  cancel(id: string): void;
  newId(): string;
}

export function createEventStore(
  entry: CalendarEntry,
  options: { random: Random; now: () => number; onChange: () => void },
): EventStore {
  const { random, now, onChange } = options;
  const events = new Map<string, StoredEvent>();
  let version = 0;
  let generation = 0;
  let made = 0;

  const exceptionsOf = (masterId: string) =>
    new Map(
      [...events].filter(([, { fields }]) => fields.recurringEventId === masterId),
    );
  const find = (id: string): StoredEvent | null => {
    const stored = events.get(id);
    if (stored) return stored;
    const [, masterId, stamp] = /^(.+)_(\d{8}(?:T\d{6}Z)?)$/.exec(id) ?? [];
    const master = events.get(masterId ?? "");
    if (!master?.fields.recurrence || stamp === undefined) return null;
    const zone = entry.timeZone;
    const day = Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d).*$/, "$1-$2-$3"));
    const start = startsOf(master.fields, day + 3 * 86_400_000, zone).find((moment) =>
      occurrenceOf(master.fields, moment, zone).id === id
    );
    return start === undefined
      ? null
      : { ...master, fields: occurrenceOf(master.fields, start, zone) };
  };
  const write = (fields: EventFields): StoredEvent => {
    const before = events.get(fields.id);
    const updated = new Date(now()).toISOString();
    const stored = {
      fields: { ...fields, updated },
      version: ++version,
      madeAs: before?.madeAs ?? ++made,
    };
    events.set(fields.id, stored);
    return stored;
  };

  return {
    entry,
    version: () => version,
    generation: () => generation,
    expireSyncTokens: () => void generation++,
    all: () => [...events.values()],
    get: (id) => find(id) ?? notFound(),
    find,
    exceptionsOf,
    put(fields) {
      const before = events.get(fields.id)?.fields;
      const moves = before?.recurrence !== undefined && (
        momentOf(before.start, entry.timeZone) !== momentOf(fields.start, entry.timeZone) ||
        JSON.stringify(before.recurrence) !== JSON.stringify(fields.recurrence)
      );
      // occurrences of a series that was moved are where the series is
      if (moves) { for (const id of exceptionsOf(fields.id).keys()) events.delete(id); }
      const stored = write(fields);
      onChange();
      return stored;
    },
    cancel(id) {
      const { fields } = find(id) ?? notFound();
      if (fields.status === "cancelled") {
        refuse(410, "deleted", "Resource has been deleted", { hasStatusName: false });
      }
      write({ ...fields, status: "cancelled" });
      for (const [, exception] of exceptionsOf(id)) {
        if (exception.fields.status !== "cancelled") {
          write({ ...exception.fields, status: "cancelled" });
        }
      }
      onChange();
    },
    newId: () => {
      const digits = "0123456789abcdefghijklmnopqrstuv";
      return Array.from({ length: 26 }, () => digits[random.between(0, 31)]).join("");
    },
  };
}

/** Single events, and of each series every occurrence before `until`. */
export function expanded(store: EventStore, events: StoredEvent[], until: number): StoredEvent[] {
  return events.flatMap((event) => {
    if (event.fields.recurringEventId !== undefined) {
      // told with its series, unless the series is not among these
      return events.some(({ fields }) => fields.id === event.fields.recurringEventId)
        ? []
        : [event];
    }
    if (event.fields.recurrence === undefined) return [event];
    return instancesOf(event, store.exceptionsOf(event.fields.id), until, store.entry.timeZone);
  });
}
