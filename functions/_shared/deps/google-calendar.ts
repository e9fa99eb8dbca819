/** Wiring: calendars at Google, within the limits of their accounts. */
import { createCalendarReader } from "../adapters/google-calendar/calendar-reader.ts";
import { createCalendarWriter } from "../adapters/google-calendar/calendar-writer.ts";
import {
  createGoogleCalendarFetch,
  GOOGLE_CALENDAR_BUDGET,
} from "../adapters/google-calendar/call-google-calendar.ts";
import { createCalendarPush } from "../adapters/google-calendar/watch-events.ts";
import type { DatabaseClient } from "../adapters/supabase/call-worker.ts";
import { createProviderLimits } from "../adapters/supabase/provider-limits.ts";
import { readGoogleEnv, readSupabaseEnv } from "../env.ts";
import { log } from "../log.ts";
import type { ConnectionRef } from "../ports/connection-tokens.ts";
import { googleAccessTokens } from "./google-tokens.ts";

/** The calendars of an account: reading, push and writing. Its token is asked for when it is first needed. */
export function calendarProviders(client: DatabaseClient) {
  const accessToken = googleAccessTokens(client);
  return (connection: ConnectionRef) => {
    const google = createGoogleCalendarFetch({
      baseUrl: readGoogleEnv().calendarBaseUrl,
      fetch,
      log,
      limits: createProviderLimits(client, connection.connectionId, GOOGLE_CALENDAR_BUDGET),
      accessToken: (refused) =>
        accessToken(connection, { feature: "calendar", ...(refused !== undefined && { refused }) }),
    });
    return {
      reader: createCalendarReader(google),
      push: createCalendarPush(google),
      writer: createCalendarWriter(google),
    };
  };
}

/** Where Google posts that a calendar changed. */
export function calendarWebhookAddress(): string {
  return new URL("functions/v1/calendar-webhook", readSupabaseEnv().url.replace(/\/*$/, "/")).href;
}
