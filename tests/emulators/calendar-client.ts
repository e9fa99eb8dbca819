import { auth, calendar, type calendar_v3 } from "@googleapis/calendar";

/** Google's own client of the Calendar API at an emulator: a reader that shares no code with ours. */
export function calendarClient(rootUrl: string, accessToken: string): calendar_v3.Calendar {
  const credentials = new auth.OAuth2();
  credentials.setCredentials({ access_token: accessToken });
  return calendar({ version: "v3", rootUrl: `${rootUrl}/`, auth: credentials });
}
