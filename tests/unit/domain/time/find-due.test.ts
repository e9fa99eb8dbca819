import { describe, expect, test } from "vitest";
import { findDue, findDues } from "../../../../functions/_shared/domain/time/find-due.ts";

/** A Tuesday. */
const SENT = "2026-11-24T10:00:00Z";
const due = (text: string, language = "en", timeZone = "Europe/London", sentAt = SENT) => {
  const found = findDue(text, { sentAt, timeZone, language });
  return found && `${found.on}${found.at ? ` ${found.at}` : ""}`;
};

describe("findDue() reads a day in the person's zone (TSK-1, PRM-3)", () => {
  test.each([
    ["en", "send it by Friday", "2026-11-27"],
    ["en", "tomorrow morning is fine", "2026-11-25"],
    ["en", "by the end of the month", "2026-11-30"],
    ["en", "within three working days", "2026-11-27"],
    ["en", "on Thursday at 2", "2026-11-26 2026-11-26T14:00:00Z"],
    ["en", "return it by the 5th", "2026-12-05"],
    ["en", "due today by 5pm", "2026-11-24 2026-11-24T17:00:00Z"],
    ["de", "bis spätestens Freitagmittag", "2026-11-27"],
    ["de", "bis 3.12. bitte", "2026-12-03"],
    ["de", "am Montag bis 10 Uhr", "2026-11-30 2026-11-30T10:00:00Z"],
    ["de", "übermorgen", "2026-11-26"],
    ["fr", "d'ici la fin de la semaine", "2026-11-27"],
    ["fr", "après-demain", "2026-11-26"],
    ["fr", "lundi prochain à 10h30", "2026-11-30 2026-11-30T10:30:00Z"],
    ["es", "el viernes a las diez", "2026-11-27 2026-11-27T10:00:00Z"],
    ["es", "pasado mañana", "2026-11-26"],
    ["es", "el sábado por la mañana", "2026-11-28"],
  ])("%s: %s", (language, text, expected) => {
    expect(due(text, language)).toBe(expected);
  });

  test.each([
    "twice a week is enough",
    "we met in March",
    "I sent it yesterday",
    "room 12",
    "99 %",
    "",
  ])(
    "names no day: %s",
    (text) => expect(due(text)).toBe(null),
  );

  test("an hour is the hour of the wall on that day, also when the clocks have changed in between", () => {
    // New York leaves daylight saving time on 1 November 2026, Berlin on 25 October.
    const friday = "2026-10-23T12:00:00Z";
    expect(due("call me on Monday at 9am", "en", "America/New_York", friday))
      .toBe("2026-10-26 2026-10-26T13:00:00Z");
    expect(due("call me on Monday at 9am", "en", "Europe/Berlin", friday))
      .toBe("2026-10-26 2026-10-26T08:00:00Z");
    expect(due("on Monday 2 November at 9am", "en", "America/New_York", friday))
      .toBe("2026-11-02 2026-11-02T14:00:00Z");
  });

  test("today is the person's today, not London's", () => {
    expect(due("by tomorrow", "en", "Asia/Tokyo", "2026-11-24T20:00:00Z")).toBe("2026-11-26");
    expect(due("by tomorrow", "en", "America/Los_Angeles", "2026-11-24T02:00:00Z")).toBe(
      "2026-11-24",
    );
  });

  test("a zone that is named counts, and the day is told in the person's", () => {
    expect(due("tomorrow at 11pm UTC", "en", "Europe/Berlin")).toBe(
      "2026-11-26 2026-11-25T23:00:00Z",
    );
  });

  test("a deadline comes before a mention", () => {
    expect(due("We meet on Friday, but I need it by Thursday")).toBe("2026-11-26");
    expect(
      findDues("We meet on Friday, but I need it by Thursday", {
        sentAt: SENT,
        timeZone: "UTC",
        language: "en",
      }).map(({ phrase, isDeadline }) => [phrase, isDeadline]),
    ).toEqual([
      ["on Friday", false],
      ["Thursday", true],
    ]);
  });

  test("a long text without a day ends soon", () => {
    const startedAt = performance.now();
    expect(due("1 ".repeat(100_000))).toBe(null);
    expect(due("by the by the ".repeat(20_000))).toBe(null);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
