import { expect, it } from "vitest";
import { normaliseAddress } from "../../../../functions/_shared/domain/mail/addresses.ts";
import { directionOf } from "../../../../functions/_shared/domain/mail/direction.ts";
import { parseMailDate } from "../../../../functions/_shared/domain/mail/mail-dates.ts";

it.each([
  [" <Ada.L+news@Gmail.com> ", "ada.l+news@gmail.com"],
  ["mailto:bob@globex.test", "bob@globex.test"],
  ["jürgen@bücher.test", "jürgen@bücher.test"],
  ["root@localhost", "root@localhost"],
  ["no address", null],
  ["a@b@c", null],
  ["@globex.test", null],
  ["a\0@b.test", null],
  [`${"a".repeat(65)}@b.test`, null],
])("normaliseAddress() of %j is %j", (value, expected) => {
  expect(normaliseAddress(value)).toBe(expected);
});

it.each([
  ["ada@acme.test", ["Ada@ACME.test"], "outbound"],
  ["ada+x@acme.test", ["ada@acme.test"], "inbound"],
  ["a.da@gmail.com", ["ada@gmail.com"], "inbound"],
  ["bob@globex.test", [], "inbound"],
])("directionOf() of %s for %j is %s", (sender, own, expected) => {
  expect(directionOf(sender, own)).toBe(expected);
});

it.each([
  ["Tue, 3 Mar 2026 10:00:00 +0100 (CET)", "2026-03-03T09:00:00.000Z", 60],
  ["3 Mar 26 10:00 EST", "2026-03-03T15:00:00.000Z", -300],
  ["Tue, 3 Mar 2026 10:00:00 -0000", "2026-03-03T10:00:00.000Z", null],
  ["Tue Mar  3 10:00:00 2026", "2026-03-03T10:00:00.000Z", null],
  ["2026-03-03T10:00:00Z", "2026-03-03T10:00:00.000Z", 0],
  ["Tue, 3 Mar 2026 10.00.00 +0530", "2026-03-03T04:30:00.000Z", 330],
])("parseMailDate() of %j does not depend on the machine's zone", (value, at, utcOffsetMinutes) => {
  const date = parseMailDate(value);
  expect([date?.at.toISOString(), date?.utcOffsetMinutes]).toEqual([at, utcOffsetMinutes]);
});

it.each([
  "",
  "yesterday",
  "31 Feb 2026 10:00:00 +0000",
  "1 Jan 1970 00:00:00 +0000",
  "3 Mar 2026 25:00:00 +0000",
])(
  "parseMailDate() of %j is null",
  (value) => expect(parseMailDate(value)).toBeNull(),
);
