/** The only wiring: which adapter stands behind which port, chosen by the environment. */
import type { GmailAccount, GmailOptions } from "./adapters/gmail/call-gmail.ts";
import { createGmailAttachments } from "./adapters/gmail/mail-attachments.ts";
import { createGmailMailProvider } from "./adapters/gmail/mail-provider.ts";
import {
  createGoogleCalendarFetch,
  GOOGLE_CALENDAR_BUDGET,
} from "./adapters/google-calendar/call-google-calendar.ts";
import { createCalendarReader } from "./adapters/google-calendar/calendar-reader.ts";
import { createCalendarWriter } from "./adapters/google-calendar/calendar-writer.ts";
import { createCalendarPush } from "./adapters/google-calendar/watch-events.ts";
import { createGmailMailbox } from "./adapters/gmail/mailbox.ts";
import { createGoogleAccessToken, type GoogleAccessToken } from "./adapters/google/access-token.ts";
import {
  createGoogleOauthFetch,
  googleEndpoints,
  type OauthClient,
} from "./adapters/google/call-oauth.ts";
import { refreshTokens } from "./adapters/google/refresh-tokens.ts";
import { revokeToken } from "./adapters/google/revoke-token.ts";
import { createHashEmbedder } from "./adapters/offline/hash-embedder.ts";
import { createOfflineModel } from "./adapters/offline/generate-structured.ts";
import { createOpenAiCompatibleModel } from "./adapters/openai-compatible/generate-structured.ts";
import { createOpenAiEmbedder } from "./adapters/openai/embed-texts.ts";
import { createOpenAiModel } from "./adapters/openai/generate-structured.ts";
import type { DatabaseClient } from "./adapters/supabase/call-worker.ts";
import { createConnectionTokens } from "./adapters/supabase/connection-tokens.ts";
import { readOauthClient, saveOauthClient } from "./adapters/supabase/oauth-clients.ts";
import { createOauthFlow } from "./adapters/supabase/oauth-flow.ts";
import { createProviderLimits } from "./adapters/supabase/provider-limits.ts";
import { modelForRole } from "./ai/model-for-role.ts";
import {
  createSecretBox,
  type Sealed,
  type SecretBox,
  SecretBoxError,
} from "./crypto/secret-box.ts";
import {
  clientOwner,
  fingerprint,
  readTokens,
  tokenOwner,
  writeTokens,
} from "./crypto/sealed-tokens.ts";
import { GMAIL_QUOTAS } from "./domain/limits/gmail-quota.ts";
import { nearShutdowns } from "./domain/models/model-shutdowns.ts";
import {
  EnvError,
  type ModelRole,
  readAiEnv,
  readConnectEnv,
  readGoogleEnv,
  readGoogleOauthEnv,
  readSupabaseEnv,
  readTokenKeysEnv,
} from "./env.ts";
import { ProviderError } from "./http/provider-error.ts";
import type { ProviderFetch } from "./http/provider-fetch.ts";
import { log } from "./log.ts";
import type { ConnectionRef, StoredTokens, Tokens } from "./ports/connection-tokens.ts";
import type { SealedOauthClient } from "./ports/oauth-flow.ts";
import type { Embedder } from "./ports/embedder.ts";
import type { LanguageModel } from "./ports/language-model.ts";
import type { MailAttachments } from "./ports/mail-attachments.ts";
import type { MailboxReader, MailboxWriter } from "./ports/mailbox.ts";
import type { MailProvider } from "./ports/mail-provider.ts";
import type { QueuedMail } from "./ports/outbox.ts";

/** The embedder that is set up; without a model for it vectors come from the offline engine, and say so. */
export function embedder(): Embedder {
  const env = readAiEnv();
  const model = env.models.embed;
  if (env.provider === "offline" || model === null) return createHashEmbedder();
  const { provider, baseUrl } = env;
  const price = env.prices[model] ?? null;
  return createOpenAiEmbedder({
    apiKey: env.apiKey ?? "none",
    baseUrl,
    model,
    price,
    provider,
    fetch,
    log,
  });
}

/** The built-in rules, whatever model is set up. */
export function offlineModel(): LanguageModel {
  return createOfflineModel();
}

/** @throws {EnvError} or {ModelError} ai_model_not_configured */
export function languageModel(role: ModelRole): LanguageModel {
  const env = readAiEnv();
  if (env.provider === "offline") return createOfflineModel();
  const model = modelForRole(env, role);
  const price = env.prices[model] ?? null;
  const options = { apiKey: env.apiKey ?? "none", baseUrl: env.baseUrl, model, price, fetch, log };
  return env.provider === "openai"
    ? createOpenAiModel(options)
    : createOpenAiCompatibleModel(options);
}

/** Which models are set up, and which of them are about to be withdrawn (TRI-3). Names of settings only when one is wrong. */
export function modelSettings(asOf: Date) {
  try {
    const { provider, models, shutdowns } = readAiEnv();
    return {
      provider,
      models,
      shutdowns: provider === "offline" ? [] : nearShutdowns(models, shutdowns, asOf),
      problem: null,
    };
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    return { provider: null, models: null, shutdowns: [], problem: error.message };
  }
}

let box: Promise<SecretBox> | undefined;

function secretBox(): Promise<SecretBox> {
  const { keys, currentKeyId } = readTokenKeysEnv();
  return box ??= createSecretBox(keys, currentKeyId);
}

/**
 * Access tokens of Google accounts that still last, see adapters/google/access-token.ts. Name the `feature` it is for, so
 * that a missing scope is told before a call; give the token Google answered 401 to as `refused`, or use withAccessToken().
 */
export function googleAccessTokens(client: DatabaseClient): GoogleAccessToken {
  return createGoogleAccessToken({
    tokens: createConnectionTokens(client),
    open: openTokens,
    seal: sealTokens,
    async refresh({ workspaceId }, clientId, refreshToken) {
      const oauth = await oauthClient(client, workspaceId, clientId);
      // only the client they were made with may refresh them, and without it the account is lost to us
      if (clientId === null || !oauth) throw unusable("oauth_client_unknown");
      return await refreshTokens(googleOauth(), oauth, refreshToken);
    },
    now: () => new Date(),
    rest: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
}

function googleOauth(): ProviderFetch {
  return createGoogleOauthFetch({ baseUrl: readGoogleOauthEnv().baseUrl, fetch, log });
}

/**
 * An OAuth client of Google with its secret: the one named, else the one for new connections. A workspace's own comes before
 * that of the project. Null when there is none.
 * @throws {SecretBoxError} when none of our keys opens its secret
 */
async function oauthClient(
  client: DatabaseClient,
  workspaceId: string,
  clientId: string | null,
): Promise<OauthClient | null> {
  const { client: ours } = readGoogleOauthEnv();
  if (ours && ours.id === clientId) return ours;
  const own = await readOauthClient(client, workspaceId, clientId);
  if (!own) return clientId === null ? ours : null;
  const secret = await (await secretBox()).open(own.secret, clientOwner(workspaceId, own.id));
  return { id: own.id, secret };
}

/** Ends a grant at Google, given the sealed tokens of a connection that is no more. */
export function googleRevocation() {
  const oauth = googleOauth();
  return async (connection: ConnectionRef, secret: Sealed): Promise<void> => {
    const { accessToken, refreshToken } = await openTokens(connection, { secret });
    // either ends the whole grant, but an access token may have ended before
    await revokeToken(oauth, refreshToken ?? accessToken);
  };
}

/** What the connect door works with. */
export function connectPorts(client: DatabaseClient) {
  const { redirectUrls, publicUrl } = readConnectEnv();
  return {
    flow: createOauthFlow(client, "google"),
    oauth: googleOauth(),
    endpoints: googleEndpoints(readGoogleOauthEnv().baseUrl),
    redirectUrls,
    /** Registered at Google as the only address it sends browsers to. */
    callbackUrl: `${publicUrl}/functions/v1/connect/google/callback`,
    client: (workspaceId: string, clientId: string | null) =>
      oauthClient(client, workspaceId, clientId),
    saveClient: (person: string, workspaceId: string, own: SealedOauthClient) =>
      saveOauthClient(client, person, workspaceId, own),
    seal: async (text: string, owner: string) => await (await secretBox()).seal(text, owner),
    open: async (sealed: Sealed, owner: string) => await (await secretBox()).open(sealed, owner),
    sealTokens,
    now: () => new Date(),
  };
}
export type ConnectPorts = ReturnType<typeof connectPorts>;

/** @throws {ProviderError} needs_reconnect when none of our keys opens it */
async function openTokens(
  connection: ConnectionRef,
  stored: Pick<StoredTokens, "secret">,
): Promise<Tokens> {
  try {
    const owner = tokenOwner(connection.workspaceId, connection.connectionId);
    return readTokens(await (await secretBox()).open(stored.secret, owner));
  } catch (error) {
    throw error instanceof SecretBoxError ? unusable(error.slug) : error;
  }
}

async function sealTokens(connection: ConnectionRef, tokens: Tokens) {
  const owner = tokenOwner(connection.workspaceId, connection.connectionId);
  return {
    secret: await (await secretBox()).seal(writeTokens(tokens), owner),
    refreshFingerprint: tokens.refreshToken && await fingerprint(tokens.refreshToken),
  };
}

function unusable(slug: string): ProviderError {
  return new ProviderError({
    errorClass: "needs_reconnect",
    effect: "none",
    slug,
    message: "Cannot use the account: it has no token that can be opened",
  });
}

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
