import { describe, expect, it } from "vitest";
import {
  type MailPassage,
  parseMailDate,
  sentAt,
} from "../../../../functions/_shared/domain/mail/mail-dates.ts";

const NOON = Date.UTC(2026, 2, 3, 12);
const header = (minutes: number) => new Date(NOON + minutes * 60_000).toUTCString();
const received = (minutes: number) => `from a by b; ${header(minutes)}`;

/** Minutes from the newest Received (12:00) to the date that is taken. */
function taken(minutes: number, passage: MailPassage, fields = [received(0), received(-1)]) {
  const found = sentAt(header(minutes), fields, passage);
  return (found!.at.getTime() - NOON) / 60_000;
}

const DAY = 24 * 60;

describe("sentAt() (ING-7)", () => {
  it.each<[MailPassage, number, number]>([
    ["sent", 9, 9],
    ["sent", 11, 0],
    ["sent", -30, -30],
    ["sent", -3 * DAY, -3 * DAY],
    ["sent", -3 * DAY - 1, 0],
    ["arrived", 1, 0],
    ["arrived", 11, 0],
    ["arrived", 0, 0],
    ["arrived", -0.5, -0.5],
    ["arrived", -1, 0],
    ["arrived", -60, 0],
    ["arrived", -61, -61],
    ["arrived", -2 * DAY, -2 * DAY],
    ["arrived", -3 * DAY - 1, 0],
    ["own_copy", 5, 5],
    ["own_copy", 11, 0],
    ["own_copy", -0.5, 0],
    ["own_copy", -2 * DAY, 0],
  ])("of a mail that was %s, with a Date %d minutes from the newest Received, is %d", (
    passage,
    minutes,
    expected,
  ) => expect(taken(minutes, passage)).toBe(expected));

  it("takes the newest Received, not just the topmost, and none its sender dated ahead", () => {
    expect(taken(5, "arrived", [received(-2), received(0)])).toBe(0);
    expect(taken(5, "arrived", [received(0), received(5 * DAY)])).toBe(0);
  });

  it("keeps the zone of the sender with the moment of a server", () => {
    const found = sentAt("Tue, 3 Mar 2026 12:50:00 +0100", [received(0)], "arrived");
    expect(found).toEqual({ at: new Date(NOON), utcOffsetMinutes: 60 });
  });

  it("is the Date alone where no server wrote, and null without either", () => {
    expect(sentAt(header(7), ["from a by b; soon"], "arrived")).toEqual(parseMailDate(header(7)));
    expect(sentAt("soon", [], "sent")).toBeNull();
  });
});
