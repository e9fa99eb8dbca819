/** A Gmail emulator with Ada's mailbox in it, read with Google's own client. */
import { auth, gmail, type gmail_v1 } from "@googleapis/gmail";
import { createEmulator } from "emulate";

export interface GmailMailbox {
  url: string;
  accessToken: string;
  /** Google's client at the given address, as Ada. */
  client(rootUrl: string): gmail_v1.Gmail;
  close(): Promise<void>;
}

const ACCESS_TOKEN = "token-of-ada";
const ADA = "ada@acme.test";

/** @param messages mails the mailbox holds, in the emulator's seed form */
export async function openGmailMailbox(messages: Record<string, unknown>[]): Promise<GmailMailbox> {
  const emulator = await createEmulator({
    service: "google",
    port: 0,
    seed: {
      tokens: { [ACCESS_TOKEN]: { login: ADA, scopes: [] } },
      google: {
        users: [{ email: ADA, name: "Ada Lovelace" }],
        messages: messages.map((message) => ({ user_email: ADA, ...message })),
      },
    },
  });
  return {
    url: emulator.url,
    accessToken: ACCESS_TOKEN,
    client: (rootUrl) => {
      const credentials = new auth.OAuth2();
      credentials.setCredentials({ access_token: ACCESS_TOKEN });
      return gmail({ version: "v1", rootUrl: `${rootUrl}/`, auth: credentials });
    },
    close: () => emulator.close(),
  };
}
