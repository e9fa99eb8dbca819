import { describe, expect, test } from "vitest";
import {
  findScheduling,
  readScheduling,
  type SchedulingFacts,
} from "../../../../functions/_shared/domain/scheduling/find-scheduling.ts";

/** A Tuesday. */
const SENT = "2026-11-24T10:00:00Z";
const facts = (text: string, changes: Partial<SchedulingFacts> = {}): SchedulingFacts => ({
  text,
  sentAt: SENT,
  utcOffsetMinutes: 60,
  contactZone: null,
  readerZone: "Europe/Berlin",
  isOwn: false,
  ...changes,
});
const starts = (text: string, changes: Partial<SchedulingFacts> = {}) =>
  findScheduling(facts(text, changes))?.slots.map(({ on, startsAt }) => startsAt ?? on);

describe("findScheduling()", () => {
  test("SCH-1 reads the time, the length, the place and the sentence of a proposal", () => {
    const text = "Thanks!\nCould we meet Thursday at 3pm for 45 minutes in your office? Best, Bob";
    expect(findScheduling(facts(text))).toMatchObject({
      kind: "propose",
      slots: [{ on: "2026-11-26", startsAt: "2026-11-26T14:00:00Z", endsAt: null }],
      lengthMinutes: 45,
      place: "in your office",
      evidence: { quote: expect.stringContaining("Could we meet Thursday at 3pm") },
    });
    const { evidence } = findScheduling(facts(text))!;
    expect(text.slice(evidence.start, evidence.end)).toBe(evidence.quote);
  });

  test("SCH-1 alternatives share the hour that only one of them names", () => {
    const wednesdayAndThursday = ["2026-11-25T14:00:00Z", "2026-11-26T14:00:00Z"];
    expect(starts("Could we meet Wednesday or Thursday at 3pm?")).toEqual(wednesdayAndThursday);
    expect(starts("Können wir uns am Mittwoch oder Donnerstag um 15 Uhr treffen?"))
      .toEqual(wednesdayAndThursday);
  });

  test.each([
    ["propose", "Können wir uns am Donnerstag um 10 Uhr treffen?"],
    ["propose", "Pourrions-nous nous voir jeudi à 10h ?"],
    ["propose", "¿Podemos reunirnos el jueves a las 10?"],
    ["accept", "Thursday at 10 works for me."],
    ["move", "Something came up, can we move our meeting to Thursday at 10am?"],
    ["decline", "Unfortunately I can't make it to the meeting on Thursday."],
  ])("SCH-1 %s: %s", (kind, text) => {
    expect(findScheduling(facts(text))?.kind).toBe(kind);
  });

  test.each([
    "Could you please send the report by Thursday at 10am?",
    "Our shop is open Thursday from 10am to 6pm.",
    "We met on Thursday and it went well.",
    "",
  ])("SCH-1 a mail that arranges nothing suggests nothing: %s", (text) => {
    expect(findScheduling(facts(text))).toBeNull();
  });

  test("SCH-1 an hour is one of the writer's clock", () => {
    const text = "Could we meet Thursday at 10am?";
    expect(starts(text, { utcOffsetMinutes: -300 })).toEqual(["2026-11-26T15:00:00Z"]);
    expect(starts(text, { isOwn: true })).toEqual(["2026-11-26T09:00:00Z"]);
    const named = findScheduling(facts("Could we meet Thursday at 10am London time?"));
    expect(named).toMatchObject({
      zone: { timeZone: "Europe/London", source: "named" },
      slots: [{ startsAt: "2026-11-26T10:00:00Z" }],
    });
  });

  test("SCH-1 the same wall clock after daylight saving time has ended", () => {
    const sentAt = "2026-10-22T08:00:00Z";
    expect(starts("Could we meet on October 27 at 10am?", { sentAt, utcOffsetMinutes: 120 }))
      .toEqual(["2026-10-27T09:00:00Z"]);
  });
});

describe("readScheduling()", () => {
  const text = "Could we meet Thursday at 10am?";
  const words = { kind: "propose" as const, quote: text, times: [], length: "", place: "" };

  test("F25 words that do not stand in the mail mean nothing", () => {
    expect(readScheduling({ ...words, quote: "Let us meet in Paris" }, facts(text))).toBeNull();
    const invented = { ...words, times: ["Friday at 4pm"], place: "Paris", length: "3 hours" };
    expect(readScheduling(invented, facts(text))).toMatchObject({
      slots: [{ startsAt: "2026-11-26T09:00:00Z" }],
      place: null,
      lengthMinutes: null,
    });
  });
});
