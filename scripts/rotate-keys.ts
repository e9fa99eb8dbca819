/**
 * `npm run rotate-keys`: seals every stored secret with the current key (TOKEN_ENCRYPTION_KEY_ID), on the running local stack or the
 * project of SUPABASE_URL. Safe to stop and to run again; everything goes on working meanwhile.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { createClient } from "@supabase/supabase-js";
import type { DatabaseClient } from "../functions/_shared/adapters/supabase/call-worker.ts";
import { createSecretBox } from "../functions/_shared/crypto/secret-box.ts";
import { EnvError, readTokenKeysEnv } from "../functions/_shared/env.ts";
import { readRunningStack } from "./local/running-stack.ts";
import { StackError } from "./local/stack-error.ts";
import { rotateKeys } from "./rotate-keys/rotate-keys.ts";

const root = join(import.meta.dirname, "..");

async function rotate(): Promise<boolean> {
  const file = join(root, ".env");
  const own = existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {};
  const settings = { ...own, ...process.env };
  const { url, key } = await findProject(settings);
  const { keys, currentKeyId } = readTokenKeysEnv(settings);
  const client = createClient(url, key, {
    auth: { persistSession: false, autoRefreshToken: false },
  }) as unknown as DatabaseClient;
  const result = await rotateKeys({
    client,
    box: await createSecretBox(keys, currentKeyId),
    currentKeyId,
    say: console.log,
  });
  for (const { keyId, count } of result.counts) console.log(`${keyId}: ${count}`);
  if (result.unreadable === 0) return true;
  console.error(
    `Cannot rotate all keys: ${result.unreadable} secrets do not open with any key of TOKEN_ENCRYPTION_KEYS. ` +
      "Add the key they were sealed with, or let their owners connect again [seals_unreadable]",
  );
  return false;
}

async function findProject(settings: Record<string, string | undefined>) {
  if (!settings.SUPABASE_URL) {
    const stack = await readRunningStack(root);
    return { url: stack.url, key: stack.secretKey };
  }
  if (settings.SUPABASE_SECRET_KEY) {
    return { url: settings.SUPABASE_URL, key: settings.SUPABASE_SECRET_KEY };
  }
  throw new StackError(
    "secret_key_missing",
    "Cannot rotate keys: the project's secret key is not set",
    "Set SUPABASE_SECRET_KEY for the project of SUPABASE_URL",
  );
}

try {
  process.exit(await rotate() ? 0 : 1);
} catch (error) {
  if (error instanceof EnvError) {
    console.error(`${error.message}. Set it as .env.example describes [${error.slug}]`);
  } else console.error(error instanceof StackError ? error.toLine() : error);
  process.exit(1);
}
