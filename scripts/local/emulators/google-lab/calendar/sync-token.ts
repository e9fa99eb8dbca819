/** Sync tokens: where a list was, and what it asked for. https://developers.google.com/workspace/calendar/api/guides/sync */
import { badRequest, refuse } from "../answer.ts";
import type { Call } from "../route.ts";

interface SyncState {
  version: number;
  generation: number;
  at: number;
  /** What the list asked for; a later call need not say it again. */
  query: string;
}

/** Google keeps deletions for some weeks; an older token is of no use. */
const KEPT_MS = 28 * 86_400_000;
/** https://developers.google.com/workspace/calendar/api/v3/reference/events/list#syncToken */
const NOT_WITH_TOKEN = [
  "iCalUID",
  "orderBy",
  "privateExtendedProperty",
  "q",
  "sharedExtendedProperty",
  "timeMin",
  "timeMax",
  "updatedMin",
];
/** With one of these there is no token to go on with. */
const WITHOUT_TOKEN = NOT_WITH_TOKEN.filter((name) => !name.startsWith("time"));
const OF_THE_PAGE = ["pageToken", "maxResults", "syncToken", "access_token", "alt", "prettyPrint"];

export function readSyncToken(
  call: Call,
  source: { generation(): number; expireSyncTokens(): void },
): SyncState | null {
  const token = call.query.get("syncToken");
  if (token === null) return null;
  const wrong = NOT_WITH_TOKEN.find((name) => call.query.has(name));
  if (wrong) badRequest(`Cannot use ${wrong} with syncToken.`);
  if (call.fault("expire_sync_token")) source.expireSyncTokens();
  let state: SyncState | null = null;
  try {
    state = JSON.parse(Buffer.from(token, "base64url").toString());
  } catch {
    // refused below
  }
  const isValid = state !== null && state.generation === source.generation() &&
    state.at > call.now - KEPT_MS;
  if (isValid) return state;
  return refuse(
    410,
    "fullSyncRequired",
    "Sync token is no longer valid, a full sync is required.",
    { domain: "calendar", location: "syncToken", hasStatusName: false },
  );
}

/** Null when this list has none. */
export function writeSyncToken(
  call: Call,
  before: SyncState | null,
  version: number,
  generation: number,
): string | null {
  if (WITHOUT_TOKEN.some((name) => call.query.has(name))) return null;
  const own = new URLSearchParams(
    [...call.query].filter(([name]) => !OF_THE_PAGE.includes(name)),
  );
  const state: SyncState = {
    version,
    generation,
    at: call.now,
    query: before?.query ?? own.toString(),
  };
  return Buffer.from(JSON.stringify(state)).toString("base64url");
}
