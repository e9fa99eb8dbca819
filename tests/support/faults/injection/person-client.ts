/**
 * Replaces: the gateway between a door and the Data API. supabase-js as a signed-in person, over the API of the local stack in this
 * process, so that row level security decides what is read.
 */
import { createClient } from "@supabase/supabase-js";
import type { DatabaseClient } from "../../../../functions/_shared/adapters/supabase/call-worker.ts";
import type { Database } from "../../../../functions/_shared/database.types.ts";
import { signJwt } from "../../../../scripts/local/jwt.ts";
import { createLite } from "../../../../scripts/local/lite.ts";
import { openServerDatabase } from "../../../../scripts/local/server-database.ts";

const KEYS = {
  jwtSecret: "a secret of this process that signs sessions",
  publishableKey: "sb_publishable_injection",
  secretKey: "sb_secret_injection",
};

export interface PersonClients {
  of(userId: string): DatabaseClient;
  stop(): Promise<void>;
}

export function openPersonClients(url: string): PersonClients {
  const database = openServerDatabase("external", url);
  const lite = createLite(database.connection, KEYS);
  return {
    of(userId) {
      const claims = { sub: userId, role: "authenticated", aud: "authenticated" };
      const expires = Math.floor(Date.now() / 1000) + 3_600;
      const token = signJwt({ ...claims, exp: expires }, KEYS.jwtSecret, "local");
      return createClient<Database>("http://localhost", KEYS.publishableKey, {
        accessToken: () => Promise.resolve(token),
        global: { fetch: async (input, init) => await lite.fetch(new Request(input, init)) },
      });
    },
    stop: () => database.stop(),
  };
}
