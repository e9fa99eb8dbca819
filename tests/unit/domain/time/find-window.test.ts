import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { findWindow } from "../../../../functions/_shared/domain/time/find-window.ts";

const ZONE = "Europe/Berlin";
/** A Wednesday, half past two in the afternoon in Berlin. */
const AS_OF = "2026-11-18T13:30:00Z";

function local(text: string, toward: "past" | "future" = "past") {
  const found = findWindow(text, { asOf: AS_OF, timeZone: ZONE, toward });
  const on = (at: string) =>
    Temporal.Instant.from(at).toZonedDateTimeISO(ZONE).toPlainDateTime().toString().slice(0, 16);
  return found && [found.phrase, on(found.fromAt), on(found.untilAt)];
}

describe("findWindow()", () => {
  test.each([
    ["the last 45 mins", "2026-11-18T13:45", "2026-11-18T14:30"],
    ["in the past week", "2026-11-11T14:30", "2026-11-18T14:30"],
    ["last week", "2026-11-09T00:00", "2026-11-16T00:00"],
    ["yesterday between 9:15 and 11", "2026-11-17T09:15", "2026-11-17T11:00"],
    ["between 2 and 4 yesterday", "2026-11-17T14:00", "2026-11-17T16:00"],
    ["between 22:00 and 2am", "2026-11-18T22:00", "2026-11-19T02:00"],
    ["since 9", "2026-11-18T09:00", "2026-11-18T14:30"],
    ["since 5pm", "2026-11-17T17:00", "2026-11-18T14:30"],
    ["since yesterday 16:00", "2026-11-17T16:00", "2026-11-18T14:30"],
    ["since the beginning of the month", "2026-11-01T00:00", "2026-11-18T14:30"],
    ["since last week", "2026-11-09T00:00", "2026-11-18T14:30"],
    ["since this morning", "2026-11-18T06:00", "2026-11-18T14:30"],
    ["since Wednesday", "2026-11-11T00:00", "2026-11-18T14:30"],
    ["from Monday to Wednesday", "2026-11-16T00:00", "2026-11-19T00:00"],
    ["on 3 November", "2026-11-03T00:00", "2026-11-04T00:00"],
    ["on December 3rd", "2025-12-03T00:00", "2025-12-04T00:00"],
    ["on the 20th", "2026-10-20T00:00", "2026-10-21T00:00"],
    ["on 2026-02-30", "2026-02-28T00:00", "2026-03-01T00:00"],
    ["a couple of days ago", "2026-11-16T00:00", "2026-11-17T00:00"],
    ["in December", "2025-12-01T00:00", "2026-01-01T00:00"],
    ["last weekend", "2026-11-14T00:00", "2026-11-16T00:00"],
    ["last quarter", "2026-07-01T00:00", "2026-10-01T00:00"],
    ["letzte Woche", "2026-11-09T00:00", "2026-11-16T00:00"],
    ["in den letzten 90 Minuten", "2026-11-18T13:00", "2026-11-18T14:30"],
    ["gestern zwischen 9 und 11 Uhr", "2026-11-17T09:00", "2026-11-17T11:00"],
    ["seit zwei Tagen", "2026-11-16T14:30", "2026-11-18T14:30"],
    ["vorgestern Abend", "2026-11-16T18:00", "2026-11-17T00:00"],
    ["am Montagvormittag", null, null],
    ["am Montag Vormittag", "2026-11-16T06:00", "2026-11-16T12:00"],
    ["le mois dernier", "2026-10-01T00:00", "2026-11-01T00:00"],
    ["depuis 3 jours", "2026-11-15T14:30", "2026-11-18T14:30"],
    ["hier soir", "2026-11-17T18:00", "2026-11-18T00:00"],
    ["entre 9h et 11h30", "2026-11-18T09:00", "2026-11-18T11:30"],
    ["el lunes por la mañana", "2026-11-16T06:00", "2026-11-16T12:00"],
    ["hace 2 semanas", "2026-11-04T00:00", "2026-11-05T00:00"],
  ])("PRM-3 %s", (text, from, until) => {
    expect(local(text)?.slice(1) ?? [null, null]).toEqual([from, until]);
  });

  test("PRM-3 the words are taken as they stand", () => {
    expect(local("What did Bob say Yesterday Afternoon, exactly?")?.[0]).toBe(
      "Yesterday Afternoon",
    );
  });

  test("PRM-3 what is to come is ahead where it is asked for", () => {
    expect(local("on Friday", "future")?.slice(1)).toEqual([
      "2026-11-20T00:00",
      "2026-11-21T00:00",
    ]);
    expect(local("on Friday")?.slice(1)).toEqual(["2026-11-13T00:00", "2026-11-14T00:00"]);
  });

  test.each([
    "where is the October invoice?",
    "guten Morgen",
    "a person may ask",
    "Version 1.2.3",
    "",
  ])("PRM-3 no time is named in: %s", (text) => {
    expect(local(text)).toBeNull();
  });
});
