/** Wiring: mailboxes at Gmail, within the limits of their accounts. */
import type { GmailAccount, GmailOptions } from "../adapters/gmail/call-gmail.ts";
import { createGmailAttachments } from "../adapters/gmail/mail-attachments.ts";
import { createGmailMailProvider } from "../adapters/gmail/mail-provider.ts";
import { createGmailMailbox } from "../adapters/gmail/mailbox.ts";
import type { DatabaseClient } from "../adapters/supabase/call-worker.ts";
import { createProviderLimits } from "../adapters/supabase/provider-limits.ts";
import { GMAIL_QUOTAS } from "../domain/limits/gmail-quota.ts";
import { readGoogleEnv } from "../env.ts";
import { log } from "../log.ts";
import type { ConnectionRef } from "../ports/connection-tokens.ts";
import type { MailAttachments } from "../ports/mail-attachments.ts";
import type { MailProvider } from "../ports/mail-provider.ts";
import type { MailboxReader, MailboxWriter } from "../ports/mailbox.ts";
import type { QueuedMail } from "../ports/outbox.ts";
import { googleAccessTokens } from "./google-tokens.ts";

/** What every call to Gmail through one account needs; spends from the account's budget. */
function gmailOptions(client: DatabaseClient, connectionId: string): GmailOptions {
  const { apiBaseUrl, gmailQuota } = readGoogleEnv();
  const quota = GMAIL_QUOTAS[gmailQuota];
  const limits = createProviderLimits(client, connectionId, { provider: "gmail", ...quota });
  return { baseUrl: apiBaseUrl, fetch, log, limits, quota };
}

/** An account to call as, within its limits. Its token is asked for when it is first needed. */
function gmailAccounts(client: DatabaseClient): (connection: ConnectionRef) => GmailAccount {
  const accessToken = googleAccessTokens(client);
  return (connection) => ({
    ...gmailOptions(client, connection.connectionId),
    accessToken: (refused) =>
      accessToken(connection, { feature: "mail", ...(refused !== undefined && { refused }) }),
  });
}

/** The mailbox a queued mail leaves through. */
export function mailProviders(client: DatabaseClient): (mail: QueuedMail) => MailProvider {
  const account = gmailAccounts(client);
  return (mail) => createGmailMailProvider(account(mail));
}

/** The mailbox of a connection, to be read and kept in step. */
export function gmailMailboxes(
  client: DatabaseClient,
): (connection: ConnectionRef) => MailboxReader & MailboxWriter {
  const account = gmailAccounts(client);
  return (connection) => createGmailMailbox(account(connection));
}

/** The files of the mails of a connection. */
export function gmailAttachments(
  client: DatabaseClient,
): (connection: ConnectionRef) => MailAttachments {
  const account = gmailAccounts(client);
  return (connection) => createGmailAttachments(account(connection));
}
