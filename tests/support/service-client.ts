/** The client of the worker functions, as the doors have it: the secret key, no session. */
import { createClient } from "@supabase/supabase-js";
import type { DatabaseClient } from "../../functions/_shared/adapters/supabase/call-worker.ts";
import type { Database } from "../../functions/_shared/database.types.ts";
import type { Stack } from "../../scripts/local/stack.ts";

export function serviceClient(stack: Stack): DatabaseClient {
  return createClient<Database>(stack.url, stack.keys.secretKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
}
