/**
 * The only reader of the environment. Each group is read when it is needed, so that a setting one function
 * does not use cannot break it. Values are checked once here; a message names settings, never values.
 */
import { z } from "zod";

export type Environment = Record<string, string | undefined>;

export class EnvError extends Error {
  override readonly name = "EnvError";
  readonly slug = "configuration_invalid";
  /** Names of the settings at fault. */
  readonly settings: string[];

  constructor(settings: string[]) {
    super(`Cannot read the configuration: ${settings.join(", ")} is missing or has the wrong form`);
    this.settings = settings;
  }
}

/** The process's environment, on Deno and on Node. */
function environment(): Environment {
  const host = globalThis as unknown as {
    Deno?: { env: { toObject(): Environment } };
    process?: { env: Environment };
  };
  return host.Deno?.env.toObject() ?? host.process?.env ?? {};
}

function read<Shape extends z.ZodRawShape>(shape: Shape, source: Environment) {
  // `NAME=` in an .env file means: not set.
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = z.object(shape).safeParse(set);
  if (parsed.success) return parsed.data;
  throw new EnvError([...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))]);
}

const url = z.url({ protocol: /^https?$/ });

/** A JSON object of text values, as `{"default": "sb_secret_…"}`. */
const jsonRecord = z.string().transform((text, context) => {
  try {
    const record = z.record(z.string().min(1), z.string().min(1)).safeParse(JSON.parse(text));
    if (record.success && Object.keys(record.data).length > 0) return record.data;
  } catch {
    // Reported below like any other wrong form.
  }
  context.addIssue({ code: "custom", message: "not a JSON object of text values" });
  return z.NEVER;
});

/**
 * SUPABASE_URL, SUPABASE_PUBLISHABLE_KEYS and SUPABASE_SECRET_KEYS (JSON objects of key name to key): set by the
 * platform. https://supabase.com/docs/guides/functions/secrets
 */
export function readSupabaseEnv(source: Environment = environment()) {
  const env = read({
    SUPABASE_URL: url,
    SUPABASE_PUBLISHABLE_KEYS: jsonRecord,
    SUPABASE_SECRET_KEYS: jsonRecord,
  }, source);
  return {
    url: env.SUPABASE_URL,
    publishableKeys: env.SUPABASE_PUBLISHABLE_KEYS,
    secretKeys: env.SUPABASE_SECRET_KEYS,
  };
}

/**
 * TOKEN_ENCRYPTION_KEYS (JSON object of key id to 32 random bytes in base64) and TOKEN_ENCRYPTION_KEY_ID (the one
 * new secrets are sealed with; the others only open). To rotate, add a key, then point the id at it.
 */
export function readTokenKeysEnv(source: Environment = environment()) {
  const env = read(
    { TOKEN_ENCRYPTION_KEYS: jsonRecord, TOKEN_ENCRYPTION_KEY_ID: z.string().min(1) },
    source,
  );
  return { keys: env.TOKEN_ENCRYPTION_KEYS, currentKeyId: env.TOKEN_ENCRYPTION_KEY_ID };
}

/**
 * GOOGLE_API_BASE_URL: only set to reach an emulator. GMAIL_QUOTA: since_2026_05, what a new Google Cloud project gets, or
 * before_2026_05 for one that used the Gmail API before.
 */
export function readGoogleEnv(source: Environment = environment()) {
  const env = read({
    GOOGLE_API_BASE_URL: url.optional(),
    GMAIL_QUOTA: z.enum(["since_2026_05", "before_2026_05"]).default("since_2026_05"),
  }, source);
  return {
    apiBaseUrl: env.GOOGLE_API_BASE_URL ?? "https://gmail.googleapis.com/",
    calendarBaseUrl: env.GOOGLE_API_BASE_URL ?? "https://www.googleapis.com/",
    gmailQuota: env.GMAIL_QUOTA,
  };
}

/**
 * GMAIL_PUBSUB_TOPIC: where Gmail tells of changes, `projects/<project>/topics/<topic>`; without it mailboxes are polled.
 * GMAIL_PUSH_AUDIENCE and GMAIL_PUSH_SERVICE_ACCOUNT: what the push subscription's tokens say. GOOGLE_JWKS_URL: only set to
 * reach an emulator's keys.
 */
export function readGmailPushEnv(source: Environment = environment()) {
  const env = read({
    GMAIL_PUBSUB_TOPIC: z.string().regex(/^projects\/[^/]+\/topics\/[^/]+$/).optional(),
    GMAIL_PUSH_AUDIENCE: z.string().optional(),
    GMAIL_PUSH_SERVICE_ACCOUNT: z.email().optional(),
    GOOGLE_JWKS_URL: url.default("https://www.googleapis.com/oauth2/v3/certs"),
  }, source);
  return {
    topic: env.GMAIL_PUBSUB_TOPIC ?? null,
    audience: env.GMAIL_PUSH_AUDIENCE ?? null,
    serviceAccount: env.GMAIL_PUSH_SERVICE_ACCOUNT ?? null,
    jwksUrl: env.GOOGLE_JWKS_URL,
  };
}

/**
 * GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET: the OAuth client of this project; a workspace may bring its own instead.
 * GOOGLE_OAUTH_BASE_URL: only set to reach an emulator, which answers there under the paths of Google's own hosts:
 * /o/oauth2/v2/auth, /token, /revoke and /oauth2/v3/certs.
 */
export function readGoogleOauthEnv(source: Environment = environment()) {
  const env = read({
    GOOGLE_CLIENT_ID: z.string().optional(),
    GOOGLE_CLIENT_SECRET: z.string().optional(),
    GOOGLE_OAUTH_BASE_URL: url.optional(),
  }, source);
  if (env.GOOGLE_CLIENT_ID && !env.GOOGLE_CLIENT_SECRET) {
    throw new EnvError(["GOOGLE_CLIENT_SECRET"]);
  }
  return {
    client: env.GOOGLE_CLIENT_ID
      ? { id: env.GOOGLE_CLIENT_ID, secret: env.GOOGLE_CLIENT_SECRET! }
      : null,
    baseUrl: env.GOOGLE_OAUTH_BASE_URL ?? null,
  };
}

const prices = z.string().transform((text, context) => {
  try {
    const price = z.object({ input: z.number().nonnegative(), output: z.number().nonnegative() });
    const record = z.record(z.string().min(1), price).safeParse(JSON.parse(text));
    if (record.success) return record.data;
  } catch {
    // Reported below like any other wrong form.
  }
  context.addIssue({ code: "custom", message: "not a JSON object of prices" });
  return z.NEVER;
});

/**
 * CONNECT_REDIRECT_URLS: where in the app the browser may go after connecting an account, separated by commas; the first is
 * where it goes when nothing better is known. CONNECT_PUBLIC_URL: address of this project as browsers see it; SUPABASE_URL when
 * empty, which in Docker is an inner one.
 */
export function readConnectEnv(source: Environment = environment()) {
  const env = read({
    CONNECT_REDIRECT_URLS: z.string().transform((text) => text.split(",").map((one) => one.trim()))
      .pipe(z.array(url).min(1)),
    CONNECT_PUBLIC_URL: url.optional(),
    SUPABASE_URL: url,
  }, source);
  return {
    redirectUrls: env.CONNECT_REDIRECT_URLS,
    publicUrl: (env.CONNECT_PUBLIC_URL ?? env.SUPABASE_URL).replace(/\/+$/, ""),
  };
}

const shutdowns = z.string().transform((text, context) => {
  try {
    const record = z.record(z.string().min(1), z.iso.date()).safeParse(JSON.parse(text));
    if (record.success) return record.data;
  } catch {
    // Reported below like any other wrong form.
  }
  context.addIssue({ code: "custom", message: "not a JSON object of days" });
  return z.NEVER;
});

/** Which model serves what. */
export type ModelRole = "draft" | "classify" | "extract" | "embed";

export interface AiEnv {
  provider: "openai" | "openai_compatible" | "offline";
  /** Null offline, and at a local endpoint that wants none. */
  apiKey: string | null;
  /** Null for the provider's own. */
  baseUrl: string | null;
  models: Record<ModelRole, string | null>;
  /** US dollars for a million tokens, by model. */
  prices: Record<string, { input: number; output: number }>;
  /** The day a model is withdrawn, by model; see domain/models/model-shutdowns.ts. */
  shutdowns: Record<string, string>;
}

/**
 * AI_PROVIDER (openai, openai_compatible or offline; without it openai when there is a key, else offline),
 * OPENAI_API_KEY, OPENAI_BASE_URL, AI_MODEL_DRAFT, AI_MODEL_CLASSIFY, AI_MODEL_EXTRACT, AI_MODEL_EMBED and
 * AI_PRICES (JSON object of model to {"input", "output"}, US dollars for a million tokens), AI_MODEL_SHUTDOWNS (JSON object of
 * model to the day it is withdrawn). No model has a default: names are withdrawn
 * too often (https://developers.openai.com/api/docs/deprecations).
 */
export function readAiEnv(source: Environment = environment()): AiEnv {
  const env = read({
    AI_PROVIDER: z.enum(["openai", "openai_compatible", "offline"]).optional(),
    OPENAI_API_KEY: z.string().optional(),
    OPENAI_BASE_URL: url.optional(),
    AI_MODEL_DRAFT: z.string().optional(),
    AI_MODEL_CLASSIFY: z.string().optional(),
    AI_MODEL_EXTRACT: z.string().optional(),
    AI_MODEL_EMBED: z.string().optional(),
    AI_PRICES: prices.default({}),
    AI_MODEL_SHUTDOWNS: shutdowns.default({}),
  }, source);
  const provider = env.AI_PROVIDER ?? (env.OPENAI_API_KEY ? "openai" : "offline");
  if (provider === "openai" && !env.OPENAI_API_KEY) throw new EnvError(["OPENAI_API_KEY"]);
  if (provider === "openai_compatible" && !env.OPENAI_BASE_URL) {
    throw new EnvError(["OPENAI_BASE_URL"]);
  }
  return {
    provider,
    apiKey: env.OPENAI_API_KEY ?? null,
    baseUrl: env.OPENAI_BASE_URL ?? null,
    models: {
      draft: env.AI_MODEL_DRAFT ?? null,
      classify: env.AI_MODEL_CLASSIFY ?? null,
      // what classifies can extract as well
      extract: env.AI_MODEL_EXTRACT ?? env.AI_MODEL_CLASSIFY ?? null,
      embed: env.AI_MODEL_EMBED ?? null,
    },
    prices: env.AI_PRICES,
    shutdowns: env.AI_MODEL_SHUTDOWNS,
  };
}
