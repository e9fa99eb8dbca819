/** The only wiring: which adapter stands behind which port, chosen by the environment. */
import type { GmailOptions } from "./adapters/gmail/call-gmail.ts";
import { createGmailMailProvider } from "./adapters/gmail/mail-provider.ts";
import { createOfflineModel } from "./adapters/offline/generate-structured.ts";
import { createOpenAiCompatibleModel } from "./adapters/openai-compatible/generate-structured.ts";
import { createOpenAiModel } from "./adapters/openai/generate-structured.ts";
import type { DatabaseClient } from "./adapters/supabase/call-worker.ts";
import { createProviderLimits } from "./adapters/supabase/provider-limits.ts";
import { modelForRole } from "./ai/model-for-role.ts";
import { createSecretBox, type SecretBox, SecretBoxError } from "./crypto/secret-box.ts";
import { tokenOwner } from "./crypto/token-owner.ts";
import { GMAIL_QUOTAS } from "./domain/limits/gmail-quota.ts";
import { type ModelRole, readAiEnv, readGoogleEnv, readTokenKeysEnv } from "./env.ts";
import { ProviderError } from "./http/provider-error.ts";
import { log } from "./log.ts";
import type { LanguageModel } from "./ports/language-model.ts";
import type { MailProvider } from "./ports/mail-provider.ts";
import type { QueuedMail } from "./ports/outbox.ts";

/** @throws {EnvError} or {ModelError} ai_model_not_configured */
export function languageModel(role: ModelRole): LanguageModel {
  const env = readAiEnv();
  if (env.provider === "offline") return createOfflineModel();
  const model = modelForRole(env, role);
  const options = { apiKey: env.apiKey ?? "none", baseUrl: env.baseUrl, model, fetch, log };
  return env.provider === "openai"
    ? createOpenAiModel(options)
    : createOpenAiCompatibleModel(options);
}

let box: Promise<SecretBox> | undefined;

function secretBox(): Promise<SecretBox> {
  const { keys, currentKeyId } = readTokenKeysEnv();
  return box ??= createSecretBox(keys, currentKeyId);
}

/** What every call to Gmail through one account needs; spends from the account's budget. */
function gmailOptions(client: DatabaseClient, connectionId: string): GmailOptions {
  const { apiBaseUrl, gmailQuota } = readGoogleEnv();
  const quota = GMAIL_QUOTAS[gmailQuota];
  const limits = createProviderLimits(client, connectionId, { provider: "gmail", ...quota });
  return { baseUrl: apiBaseUrl, fetch, log, limits, quota };
}

/** The mailbox a queued mail leaves through. The token is opened when it is first needed. */
export function mailProviders(client: DatabaseClient): (mail: QueuedMail) => MailProvider {
  return (mail) =>
    createGmailMailProvider({
      ...gmailOptions(client, mail.connectionId),
      accessToken: () => openToken(mail),
    });
}

/** @throws {ProviderError} needs_reconnect when there is no token, or none of our keys opens it */
async function openToken(mail: QueuedMail): Promise<string> {
  const unusable = (slug: string) =>
    new ProviderError({
      errorClass: "needs_reconnect",
      effect: "none",
      slug,
      message: "Cannot use the mailbox: it has no token that can be opened",
    });
  if (!mail.secret) throw unusable("connection_has_no_token");
  try {
    const owner = tokenOwner(mail.workspaceId, mail.connectionId);
    return JSON.parse(await (await secretBox()).open(mail.secret, owner)).access_token;
  } catch (error) {
    throw error instanceof SecretBoxError ? unusable(error.slug) : error;
  }
}
