/** The mailbox ports on Gmail. */
import type { MailboxReader, MailboxWriter } from "../../ports/mailbox.ts";
import { createGmailFetch, type GmailAccount } from "./call-gmail.ts";
import { getLabels, getMessage } from "./get-message.ts";
import { getProfile } from "./get-profile.ts";
import { listHistory } from "./list-history.ts";
import { listMessages } from "./list-messages.ts";
import { listSendAs } from "./list-send-as.ts";
import { modifyMessages } from "./modify-messages.ts";
import { watchMailbox } from "./watch-mailbox.ts";

/** A mail of up to 5 MiB, in base64, with what stands around it; a longer one is read in part. */
const MAX_BYTES = 7 * 1024 * 1024;

export function createGmailMailbox(account: GmailAccount): MailboxReader & MailboxWriter {
  const gmail = createGmailFetch({ maxBytes: MAX_BYTES, ...account });
  return {
    profile: () => getProfile(gmail),
    list: (query) => listMessages(gmail, query),
    read: (id) => getMessage(gmail, id),
    labels: (id) => getLabels(gmail, id),
    changes: (position, pageToken) => listHistory(gmail, position, pageToken),
    changeLabels: (ids, added, removed) => modifyMessages(gmail, ids, added, removed),
    watch: (topic) => watchMailbox(gmail, topic),
    aliases: () => listSendAs(gmail),
  };
}
