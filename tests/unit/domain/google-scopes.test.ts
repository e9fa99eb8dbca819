import { describe, expect, test } from "vitest";
import { missingScopes, scopesFor } from "../../../functions/_shared/domain/google-scopes.ts";

const API = "https://www.googleapis.com/auth/";
const MAIL = `${API}gmail.modify`;
const EVENTS = `${API}calendar.events`;
const CALENDARS = `${API}calendar.calendarlist.readonly`;

describe("scopesFor()", () => {
  test("CON-7 asks for no more than a feature needs", () => {
    expect(scopesFor(["mail"])).toEqual(["openid", "email", MAIL]);
    expect(scopesFor(["calendar"])).toEqual(["openid", "email", EVENTS, CALENDARS]);
  });
  test("names each scope once", () => {
    expect(scopesFor(["mail", "calendar", "mail"])).toEqual([
      "openid",
      "email",
      MAIL,
      EVENTS,
      CALENDARS,
    ]);
  });
});

describe("missingScopes()", () => {
  test("CON-7 names what was not granted", () => {
    expect(missingScopes("mail", ["openid", "email"])).toEqual([MAIL]);
    expect(missingScopes("calendar", [MAIL, EVENTS])).toEqual([CALENDARS]);
    expect(missingScopes("calendar", [])).toEqual([EVENTS, CALENDARS]);
  });
  test("finds nothing missing in exactly what was asked for", () => {
    expect(missingScopes("mail", scopesFor(["mail"]))).toEqual([]);
    expect(missingScopes("calendar", scopesFor(["calendar"]))).toEqual([]);
  });
  test("a broader scope serves as well, a similar name does not", () => {
    expect(missingScopes("mail", ["https://mail.google.com/"])).toEqual([]);
    expect(missingScopes("calendar", [`${API}calendar`])).toEqual([]);
    expect(missingScopes("calendar", [`${API}calendar.readonly`])).toEqual([EVENTS]);
    expect(missingScopes("mail", [`${API}gmail.modify.more`, "gmail.modify"])).toEqual([MAIL]);
  });
});
