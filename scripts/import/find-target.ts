import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { askPassword } from "./ask-password.ts";
import { ImportError } from "./errors.ts";

const LOCAL_URL = "http://127.0.0.1:54321";
/** Password of everybody in the demo story; it is public and only ever tried on this machine. */
const DEMO_PASSWORD = "akasavani-demo";

type Environment = Record<string, string | undefined>;

/** A Supabase project and the key that everybody may know. */
export interface ImportTarget {
  url: string;
  publishableKey: string;
  /** Whether it runs on this machine. */
  isLocal: boolean;
}

/**
 * Which project to import into. Without a key set for this very URL the local stack's own key wins for a local one, because an
 * environment meant for a hosted project would only be refused there.
 *
 * @throws ImportError `import_key_missing`
 */
export async function findTarget(
  wantedUrl: string | null,
  environment: Environment,
  secretsFile: string,
): Promise<ImportTarget> {
  const running = await runningStackUrl(secretsFile);
  const url = (wantedUrl ?? environment.SUPABASE_URL ?? running ?? LOCAL_URL).replace(/\/+$/, "");
  const isLocal = ["127.0.0.1", "localhost", "[::1]"].includes(new URL(url).hostname);
  // A key that was set together with this very URL is meant for it.
  const isMeant = environment.SUPABASE_URL?.replace(/\/+$/, "") === url;
  const ownKey = isMeant ? environment.SUPABASE_PUBLISHABLE_KEY : undefined;
  const localKey = isLocal ? await localPublishableKey(secretsFile) : null;
  const publishableKey = ownKey ?? localKey ?? environment.SUPABASE_PUBLISHABLE_KEY;
  if (!publishableKey) throw new ImportError("import_key_missing", url);
  return { url, publishableKey, isLocal };
}

/**
 * The password from a file, the environment, the demo or the person, in this order.
 *
 * @throws ImportError `import_file_unreadable`, `import_password_missing`
 */
export async function findPassword(
  passwordFile: string | null,
  address: string,
  target: ImportTarget,
  environment: Environment,
): Promise<string> {
  if (passwordFile !== null) {
    const text = await readFile(passwordFile, "utf8").catch(() => {
      throw new ImportError("import_file_unreadable", passwordFile);
    });
    return text.replace(/\r?\n$/, "");
  }
  if (environment.AKASAVANI_PASSWORD) return environment.AKASAVANI_PASSWORD;
  if (target.isLocal) return DEMO_PASSWORD;
  if (!process.stdin.isTTY) throw new ImportError("import_password_missing", address);
  return await askPassword(`Password of ${address}: `);
}

/** Where `npm start` serves right now, whichever port it was given; null when it does not run. */
async function runningStackUrl(secretsFile: string): Promise<string | null> {
  try {
    const text = await readFile(join(dirname(secretsFile), "stack.json"), "utf8");
    return z.object({ url: z.url() }).parse(JSON.parse(text)).url;
  } catch {
    return null;
  }
}

const secretsSchema = z.object({ publishableKey: z.string() });

async function localPublishableKey(file: string): Promise<string | null> {
  try {
    return secretsSchema.parse(JSON.parse(await readFile(file, "utf8"))).publishableKey;
  } catch {
    // Absent before the first `npm start`; anything unreadable is remade by it.
    return null;
  }
}
