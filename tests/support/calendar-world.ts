/** A database with Ada's account, a Google lab with her calendar, and the doors that read and change it, in this process. */
import postgres, { type Sql } from "postgres";
import { vi } from "vitest";
import { createSecretBox } from "../../functions/_shared/crypto/secret-box.ts";
import { tokenOwner, writeTokens } from "../../functions/_shared/crypto/sealed-tokens.ts";
import { scopesFor } from "../../functions/_shared/domain/google-scopes.ts";
import {
  type GoogleLab,
  type LabMailbox,
  startGoogleLab,
} from "../../scripts/local/emulators/google-lab/lab.ts";
import { type Stack, startStack } from "../../scripts/local/stack.ts";

export const ADA = "00000000-0000-4000-8000-00000000ada1";

export interface CalendarWorld {
  stack: Stack;
  sql: Sql;
  lab: GoogleLab;
  ada: LabMailbox;
  connectionId: string;
  workspaceId: string;
  /** Rings the door until none of its queues has a due job; answers how many jobs were worked on. */
  work(
    door: { request: (path: string, init: RequestInit) => Response | Promise<Response> },
    path: string,
  ): Promise<number>;
  /** Takes every job that waits for later as due. */
  hurry(): Promise<void>;
  stop(): Promise<void>;
}

/** Which door works which queues. */
const QUEUES: Record<string, string[]> = {
  "/sync-calendar": ["sync-calendar", "expand-series", "calendar-push"],
  "/change-calendar": ["change-calendar"],
};

export async function startCalendarWorld(): Promise<CalendarWorld> {
  const lab = await startGoogleLab({ quotaProfile: "unlimited" });
  const ada = lab.addMailbox({ address: "ada@acme.test", timeZone: "Europe/Berlin" });
  const stack = await startStack({
    engine: "postgres",
    emulators: false,
    functions: false,
    cron: false,
  });
  const settings = {
    SUPABASE_URL: stack.url,
    SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: stack.keys.publishableKey }),
    SUPABASE_SECRET_KEYS: JSON.stringify({
      default: stack.keys.secretKey,
      worker: stack.keys.workerKey,
    }),
    GOOGLE_API_BASE_URL: lab.url,
    GOOGLE_OAUTH_BASE_URL: lab.url,
    TOKEN_ENCRYPTION_KEYS: JSON.stringify({ "local-1": stack.keys.tokenEncryptionKey }),
    TOKEN_ENCRYPTION_KEY_ID: "local-1",
  };
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  vi.spyOn(console, "log").mockImplementation(() => {});
  const sql = postgres(stack.databaseUrl!, { max: 6, onnotice: () => {} });
  const [workspace] = await sql`select id from public.workspaces where slug = 'acme'`;
  const workspaceId = workspace!.id as string;
  const [found] = await sql`
    select id from public.connections where owner_id = ${ADA} and workspace_id = ${workspaceId} and provider = 'gmail'`;
  const connectionId = found!.id as string;
  const box = await createSecretBox({ "local-1": stack.keys.tokenEncryptionKey }, "local-1");
  const sealed = await box.seal(
    writeTokens({ accessToken: ada.accessToken, refreshToken: null }),
    tokenOwner(workspaceId, connectionId),
  );
  await sql`
    insert into private.connection_secrets (connection_id, ciphertext, nonce, key_id)
    values (${connectionId}, ${sealed.ciphertext}, ${sealed.nonce}, ${sealed.keyId})
    on conflict (connection_id) do update set ciphertext = excluded.ciphertext, nonce = excluded.nonce, key_id = excluded.key_id`;
  await sql`update public.connections set scopes = ${
    scopesFor(["mail", "calendar"])
  } where id = ${connectionId}`;

  const dueJobs = async (path: string) =>
    (await sql`select count(*)::int as n from private.jobs
      where queue = any (${QUEUES[
      path
    ]!}) and state = 'waiting' and run_at <= clock_timestamp() and held_by is null`)[
      0
    ]!
      .n as number;
  return {
    stack,
    sql,
    lab,
    ada,
    connectionId,
    workspaceId,
    async work(door, path) {
      let rounds = 0;
      for (; await dueJobs(path) > 0 && rounds < 50; rounds++) {
        await door.request(path, { method: "POST", headers: { apikey: stack.keys.workerKey } });
      }
      return rounds;
    },
    async hurry() {
      await sql`update private.jobs set run_at = now() - interval '1 second', place = null
        where queue = any (${Object.values(QUEUES).flat()}) and state = 'waiting'`;
    },
    async stop() {
      vi.unstubAllEnvs();
      vi.restoreAllMocks();
      await sql.end();
      await stack.stop();
      await lab.close();
    },
  };
}
