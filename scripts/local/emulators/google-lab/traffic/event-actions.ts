/** What happens to a calendar: meetings are made, moved, answered and cancelled, series and single occurrences alike. */
import type { EventFields } from "../calendar/event.ts";
import { occurrenceOf, startsOf } from "../calendar/series.ts";
import { timeAt } from "../calendar/times.ts";
import type { LabMailbox } from "../lab.ts";
import type { Random } from "../random.ts";
import { OUTSIDERS } from "./mails.ts";

export interface EventTraffic {
  mailbox: LabMailbox;
  random: Random;
  colleagues: LabMailbox[];
  at: Date;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const RULES = [
  "RRULE:FREQ=WEEKLY;COUNT=6",
  "RRULE:FREQ=DAILY;COUNT=5",
  "RRULE:FREQ=WEEKLY;BYDAY=MO,TH",
];

const ACTIONS: [weight: number, name: string, act: (traffic: EventTraffic) => boolean][] = [
  [8, "event.is_made", (traffic) => isMade(traffic)],
  [2, "event.series_is_made", (traffic) => isMade(traffic, traffic.random.pick(RULES))],
  [4, "event.is_moved", isMoved],
  [4, "event.is_renamed", isRenamed],
  [3, "event.guest_answers", guestAnswers],
  [2, "event.occurrence_is_moved", (traffic) => changeOccurrence(traffic, false)],
  [1, "event.occurrence_is_cancelled", (traffic) => changeOccurrence(traffic, true)],
  [2, "event.is_cancelled", isCancelled],
];

/** Does one thing; answers its name. */
export function actOnCalendar(traffic: EventTraffic): string {
  const total = ACTIONS.reduce((sum, [weight]) => sum + weight, 0);
  for (;;) {
    let chosen = traffic.random.between(1, total);
    const [, name, act] = ACTIONS.find(([weight]) => (chosen -= weight) <= 0)!;
    if (act(traffic)) return name;
  }
}

const storeOf = ({ mailbox }: EventTraffic) => mailbox.calendars.get("primary");

/** The person's own events that are still on. */
function choose(
  traffic: EventTraffic,
  fits: (fields: EventFields) => boolean = () => true,
): EventFields | null {
  const own = storeOf(traffic).all().map(({ fields }) => fields).filter((fields) =>
    fields.status !== "cancelled" && fields.recurringEventId === undefined &&
    fields.organizer.email === traffic.mailbox.address && fits(fields)
  );
  return own.length > 0 ? traffic.random.pick(own) : null;
}

function isMade(traffic: EventTraffic, rule?: string): boolean {
  const { mailbox, random, colleagues, at } = traffic;
  const store = storeOf(traffic);
  const zone = store.entry.timeZone;
  const start = Math.floor(at.getTime() / HOUR_MS) * HOUR_MS + random.between(1, 240) * HOUR_MS;
  const isDay = random.next() < 0.15;
  const like = isDay ? { date: "" } : {};
  const guests = random.next() < 0.5
    ? [
      random.next() < 0.5 && colleagues.length > 0
        ? random.pick(colleagues)
        : random.pick(OUTSIDERS),
    ]
    : [];
  const id = store.newId();
  const now = at.toISOString();
  mailbox.saveEvent({
    id,
    iCalUID: `${id}@google.com`,
    status: "confirmed",
    eventType: "default",
    summary: `${rule ? "Series" : "Meeting"} ${random.between(100, 999)}`,
    start: timeAt(start, like, zone),
    end: timeAt(start + (isDay ? DAY_MS : random.between(1, 4) * HOUR_MS / 2), like, zone),
    created: now,
    updated: now,
    creator: { email: mailbox.address },
    organizer: { email: mailbox.address },
    sequence: 0,
    ...(rule && { recurrence: [rule] }),
    ...(guests.length > 0 && {
      attendees: [
        { email: mailbox.address, responseStatus: "accepted" },
        ...guests.map(({ address }) => ({
          email: address,
          responseStatus: "needsAction" as const,
        })),
      ],
    }),
  });
  return true;
}

function isMoved(traffic: EventTraffic): boolean {
  const fields = choose(traffic);
  if (!fields) return false;
  const zone = storeOf(traffic).entry.timeZone;
  const by = traffic.random.between(1, 48) * HOUR_MS;
  traffic.mailbox.saveEvent(shifted(fields, fields.start.date === undefined ? by : DAY_MS, zone));
  return true;
}

function shifted(fields: EventFields, by: number, zone: string): EventFields {
  const move = (time: EventFields["start"]) =>
    timeAt(Date.parse(time.dateTime ?? `${time.date}T12:00:00Z`) + by, time, zone);
  return {
    ...fields,
    start: move(fields.start),
    end: move(fields.end),
    sequence: fields.sequence + 1,
  };
}

function isRenamed(traffic: EventTraffic): boolean {
  const fields = choose(traffic);
  if (!fields) return false;
  traffic.mailbox.saveEvent({ ...fields, summary: `Renamed ${traffic.random.between(100, 999)}` });
  return true;
}

function guestAnswers(traffic: EventTraffic): boolean {
  const fields = choose(traffic, ({ attendees }) => attendees !== undefined);
  if (!fields) return false;
  const answer = traffic.random.pick(["accepted", "declined", "tentative"] as const);
  const attendees = fields.attendees!.map((one) =>
    one.email === traffic.mailbox.address ? one : { ...one, responseStatus: answer }
  );
  traffic.mailbox.saveEvent({ ...fields, attendees });
  return true;
}

function changeOccurrence(traffic: EventTraffic, isGone: boolean): boolean {
  const series = choose(traffic, ({ recurrence }) => recurrence !== undefined);
  if (!series) return false;
  const store = storeOf(traffic);
  const zone = store.entry.timeZone;
  const starts = startsOf(series, traffic.at.getTime() + 40 * DAY_MS, zone);
  if (starts.length === 0) return false;
  const { id } = occurrenceOf(series, traffic.random.pick(starts), zone);
  const { fields } = store.get(id);
  if (fields.status === "cancelled") return false;
  if (isGone) traffic.mailbox.cancelEvent(id);
  else if (fields.start.date === undefined) {
    traffic.mailbox.saveEvent(shifted(fields, HOUR_MS, zone));
  } else return false;
  return true;
}

function isCancelled(traffic: EventTraffic): boolean {
  const fields = choose(traffic);
  if (fields) traffic.mailbox.cancelEvent(fields.id);
  return fields !== null;
}
