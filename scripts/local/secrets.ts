import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** Replaces: the keys of a hosted project. Made once per data folder, for this machine only. */
export interface StackSecrets {
  jwtSecret: string;
  /** Key id of `jwtSecret` in SUPABASE_JWKS. */
  jwtKeyId: string;
  publishableKey: string;
  secretKey: string;
  /** The named secret key `worker`: what the database rings the worker functions with. */
  workerKey: string;
  /** 32 random bytes in base64; its id is `local-1`. */
  tokenEncryptionKey: string;
}

/** Reads the secrets, or makes and stores them (file mode 0600). */
export async function loadSecrets(file: string): Promise<StackSecrets> {
  if (existsSync(file)) return JSON.parse(await readFile(file, "utf8"));
  const secrets = makeSecrets();
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(secrets, null, 2) + "\n", { mode: 0o600 });
  return secrets;
}

export function makeSecrets(): StackSecrets {
  return {
    jwtSecret: randomBytes(32).toString("base64url"),
    jwtKeyId: "local",
    publishableKey: `sb_publishable_${randomBytes(16).toString("base64url")}`,
    secretKey: `sb_secret_${randomBytes(24).toString("base64url")}`,
    workerKey: `sb_secret_${randomBytes(24).toString("base64url")}`,
    tokenEncryptionKey: randomBytes(32).toString("base64"),
  };
}
