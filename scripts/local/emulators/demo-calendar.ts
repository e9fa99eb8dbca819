/** What stands in Ada's calendar at the lab when a local stack starts. */
import type { EventFields } from "./google-lab/calendar/event.ts";
import type { LabMailbox } from "./google-lab/lab.ts";

const HOUR_MS = 3_600_000;

/** A weekly meeting of the team, a call with Globex in two days and a day off next week, relative to `now`. */
export function fillDemoCalendar(mailbox: LabMailbox, now: Date): void {
  const store = mailbox.calendars.get("primary");
  const midnight = Math.floor(now.getTime() / 86_400_000) * 86_400_000;
  const day = (days: number) => new Date(midnight + days * 86_400_000).toISOString().slice(0, 10);
  const time = (days: number, hour: number) => ({
    dateTime: new Date(midnight + days * 86_400_000 + hour * HOUR_MS).toISOString()
      .replace(".000Z", "Z"),
    timeZone: store.entry.timeZone,
  });
  const put = (id: string, fields: Partial<EventFields> & Pick<EventFields, "start" | "end">) =>
    store.put({
      id,
      iCalUID: `${id}@google.com`,
      status: "confirmed",
      eventType: "default",
      sequence: 0,
      created: now.toISOString(),
      updated: now.toISOString(),
      creator: { email: mailbox.address },
      organizer: { email: mailbox.address },
      ...fields,
    });
  put("demoteam0000000000000001", {
    summary: "Team meeting",
    start: time(-7, 9),
    end: time(-7, 10),
    recurrence: ["RRULE:FREQ=WEEKLY"],
  });
  put("demopilot000000000000001", {
    summary: "Pilot in the Pune warehouse",
    start: time(2, 13),
    end: time(2, 14),
    attendees: [
      { email: mailbox.address, responseStatus: "accepted" },
      { email: "bob@globex.test", responseStatus: "needsAction" },
    ],
  });
  put("demoaway0000000000000001", {
    summary: "Out of office",
    eventType: "outOfOffice",
    start: { date: day(8) },
    end: { date: day(9) },
  });
}
