/**
 * Which of Google's scopes each feature needs: the least that serves it.
 * https://developers.google.com/workspace/gmail/api/auth/scopes and
 * https://developers.google.com/workspace/calendar/api/auth
 */

/** mail: read, label and send. calendar: find calendars, read and write events. */
export type GoogleFeature = "mail" | "calendar";

const API = "https://www.googleapis.com/auth/";

/**
 * `gmail.modify` reads, labels, drafts and sends, and cannot delete for good; `gmail.readonly` with `gmail.send` could not mark
 * as read. `calendar.events` cannot list calendars, and both together are less than `calendar`, which may share and delete them.
 */
const SCOPES: Record<GoogleFeature, readonly string[]> = {
  mail: [`${API}gmail.modify`],
  calendar: [`${API}calendar.events`, `${API}calendar.calendarlist.readonly`],
};

/** Broader scopes that include a needed one: what somebody granted earlier, or to another version of the app. */
const INCLUDED_IN: Record<string, readonly string[]> = {
  [`${API}gmail.modify`]: ["https://mail.google.com/"],
  [`${API}calendar.events`]: [`${API}calendar`],
  [`${API}calendar.calendarlist.readonly`]: [
    `${API}calendar`,
    `${API}calendar.calendarlist`,
    `${API}calendar.readonly`,
  ],
};

/** Who the account is: asked for with every feature. */
const IDENTITY = ["openid", "email"];

/** The scopes to ask for, each once. */
export function scopesFor(features: readonly GoogleFeature[]): string[] {
  return [...new Set([...IDENTITY, ...features.flatMap((feature) => SCOPES[feature])])];
}

/** The scopes a feature needs and that were not granted. */
export function missingScopes(feature: GoogleFeature, granted: readonly string[]): string[] {
  return SCOPES[feature].filter((scope) =>
    ![scope, ...INCLUDED_IN[scope] ?? []].some((one) => granted.includes(one))
  );
}
