import { expect, test } from "vitest";
import { writerZone } from "../../../../functions/_shared/domain/scheduling/writer-zone.ts";

const facts = {
  sentAt: "2026-11-24T10:00:00Z",
  utcOffsetMinutes: null,
  contactZone: null,
  readerZone: "Europe/Berlin",
  isOwn: false,
};

test("SCH-1 writerZone() takes the contact's own zone while the Date header agrees", () => {
  const known = { ...facts, contactZone: "America/New_York" };
  const theirs = { timeZone: "America/New_York", source: "contact", isAmbiguous: false };
  expect(writerZone(known)).toEqual(theirs);
  expect(writerZone({ ...known, utcOffsetMinutes: -300 })).toEqual(theirs);
  expect(writerZone({ ...known, utcOffsetMinutes: 330 }))
    .toEqual({ timeZone: "+05:30", source: "header", isAmbiguous: false });
});

test("SCH-1 writerZone() says when nobody can know: no header, or one of a server in UTC", () => {
  expect(writerZone(facts))
    .toEqual({ timeZone: "Europe/Berlin", source: "reader", isAmbiguous: true });
  expect(writerZone({ ...facts, utcOffsetMinutes: 0 }))
    .toEqual({ timeZone: "UTC", source: "header", isAmbiguous: true });
});

test("SCH-1 writerZone() an offset that is the reader's too is the reader's zone, which knows its daylight saving time", () => {
  expect(writerZone({ ...facts, utcOffsetMinutes: 60 }))
    .toEqual({ timeZone: "Europe/Berlin", source: "header", isAmbiguous: false });
});
