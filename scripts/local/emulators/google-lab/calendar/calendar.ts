/** All calendars of one account. */
import { notFound } from "../answer.ts";
import type { LabClock } from "../clock.ts";
import type { Random } from "../random.ts";
import { type CalendarEntry, createEventStore, type EventStore } from "./store.ts";

export interface LabCalendars {
  /** `primary` or an id; refuses one that is not there. */
  get(id: string): EventStore;
  /** Deleted ones too. */
  all(): EventStore[];
  version(): number;
  generation(): number;
  /** Sync tokens of the list, and of the events of every calendar. */
  expireSyncTokens(): void;
  add(entry: Pick<CalendarEntry, "summary"> & Partial<CalendarEntry>): EventStore;
  rename(id: string, summary: string): void;
  remove(id: string): void;
}

export function createCalendars(
  options: {
    address: string;
    timeZone: string;
    random: Random;
    clock: LabClock;
    /** An empty id means the list of calendars itself. */
    onChange: (calendarId: string) => void;
  },
): LabCalendars {
  const { address, timeZone, clock, onChange } = options;
  const random = options.random.fork("calendar");
  const stores = new Map<string, EventStore>();
  let version = 0;
  let generation = 0;

  const calendars: LabCalendars = {
    get(id) {
      const store = stores.get(id === "primary" ? address : id);
      return store && !store.entry.isDeleted ? store : notFound();
    },
    all: () => [...stores.values()],
    version: () => version,
    generation: () => generation,
    expireSyncTokens() {
      generation++;
      for (const store of stores.values()) store.expireSyncTokens();
    },
    add(fields) {
      const id = fields.id ?? `c_${random.hex(40)}@group.calendar.google.com`;
      const entry: CalendarEntry = {
        timeZone,
        accessRole: "owner",
        isPrimary: false,
        isDeleted: false,
        ...fields,
        id,
        version: ++version,
      };
      const store = createEventStore(entry, {
        random: random.fork(id),
        now: clock.now,
        onChange: () => onChange(id),
      });
      stores.set(id, store);
      onChange("");
      return store;
    },
    rename(id, summary) {
      Object.assign(calendars.get(id).entry, { summary, version: ++version });
      onChange("");
    },
    remove(id) {
      Object.assign(calendars.get(id).entry, { isDeleted: true, version: ++version });
      onChange("");
    },
  };
  calendars.add({ id: address, summary: address, isPrimary: true });
  return calendars;
}
