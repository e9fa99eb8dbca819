import { auth, gmail, type gmail_v1 } from "@googleapis/gmail";

/** Google's own client of the Gmail API at an emulator: a reader that shares no code with ours. */
export function gmailClient(rootUrl: string, accessToken: string): gmail_v1.Gmail {
  const credentials = new auth.OAuth2();
  credentials.setCredentials({ access_token: accessToken });
  return gmail({ version: "v1", rootUrl: `${rootUrl}/`, auth: credentials });
}
