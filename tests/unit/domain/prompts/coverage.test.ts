import { describe, expect, test } from "vitest";
import {
  type AccountState,
  type CoverageFacts,
  coverageOf,
} from "../../../../functions/_shared/domain/prompts/coverage.ts";

const ID = "00000000-0000-4000-8000-00000000c0de";
const AS_OF = "2026-11-18T12:00:00.000Z";
const account = (more: Partial<AccountState> = {}): AccountState => ({
  connectionId: ID,
  name: "Ada",
  provider: "gmail",
  status: "active",
  isImporting: false,
  readUntil: "2026-11-18T11:58:00.000Z",
  backfillState: "done",
  backfillSince: null,
  unreadableCount: 0,
  ...more,
});
const notSeen = (state: Partial<AccountState>, more: Partial<CoverageFacts> = {}) =>
  coverageOf({
    window: { fromAt: "2026-11-18T10:00:00.000Z", untilAt: AS_OF },
    timeZone: "Europe/Berlin",
    asOf: AS_OF,
    seen: { messageCount: 3, untriagedCount: 1, accounts: [account(state)] },
    lookedAtCount: 3,
    isLimited: false,
    unknownConnectionIds: [],
    needsTriage: false,
    unknownCalendars: 0,
    ...more,
  }).not_seen.map(({ reason, since, count }) => [reason, since, count]);

describe("coverageOf()", () => {
  test("NEW-11 an account that is read tells nothing was missed", () => {
    expect(notSeen({})).toEqual([]);
  });

  test.each([
    ["paused", "connection_paused"],
    ["error", "connection_error"],
    ["disconnected", "connection_disconnected"],
  ])("NEW-11 one that is %s tells since when", (status, reason) => {
    const since = "2026-11-18T11:00:00.000Z";
    expect(notSeen({ status, readUntil: since })).toEqual([[reason, since, null]]);
  });

  test("NEW-11 what ended before the account stopped was seen whole", () => {
    expect(notSeen({ status: "error", readUntil: AS_OF })).toEqual([]);
  });

  test("NEW-11 an account that is behind tells how far it is read", () => {
    const readUntil = "2026-11-18T11:40:00.000Z";
    expect(notSeen({ readUntil })).toEqual([["connection_read_until", readUntil, null]]);
    expect(notSeen({ readUntil: "2026-11-18T11:50:00.000Z" })).toEqual([]);
  });

  test("NEW-11 what is still read, what could not be, what is not classified, what is too much", () => {
    expect(notSeen({ isImporting: true })).toEqual([["connection_importing", null, null]]);
    expect(notSeen({ backfillState: "running" })).toEqual([["connection_importing", null, null]]);
    expect(notSeen({ unreadableCount: 2 })).toEqual([["messages_unreadable", null, 2]]);
    expect(notSeen({}, { needsTriage: true })).toEqual([["messages_not_triaged", null, 1]]);
    expect(notSeen({}, { lookedAtCount: 2, isLimited: true })).toEqual([["beyond_limit", null, 1]]);
    expect(notSeen({}, { unknownConnectionIds: [ID] })).toEqual([[
      "connection_unknown",
      null,
      null,
    ]]);
    expect(notSeen({}, { unknownCalendars: 2 })).toEqual([["calendar_unknown", null, 2]]);
  });
});
