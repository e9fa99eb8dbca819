/** Replaces: Google's OAuth, Gmail and Calendar, by the lab. Ada's mailbox and calendar are in it. Never deployed. */
import { fillDemoCalendar } from "./demo-calendar.ts";
import { demoGoogleToken, demoMailbox, demoMailboxOwner } from "./demo-mailbox.ts";
import { type GoogleLab, startGoogleLab } from "./google-lab/lab.ts";

export interface GoogleEmulator extends GoogleLab {
  /** From now on the token answers 401, as after a person removed the app's access. */
  revokeToken(token: string): void;
}

/** Listens on 127.0.0.1; port 0 takes a free one. State is in memory and starts anew each time. */
export async function startGoogleEmulator(port: number, now = new Date()): Promise<GoogleEmulator> {
  const lab = await startGoogleLab({ port });
  const ada = lab.addMailbox({
    address: demoMailboxOwner,
    name: "Ada Okafor",
    accessToken: demoGoogleToken,
  });
  for (const { id, raw, labelIds, at } of demoMailbox(now)) {
    ada.receive(raw, { id, labelIds, at });
  }
  fillDemoCalendar(ada, now);
  return {
    ...lab,
    revokeToken(token) {
      const owner = lab.grants.ownerOf(token);
      if (owner) lab.grants.revokeAll(owner);
    },
  };
}
