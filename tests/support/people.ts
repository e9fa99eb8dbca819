/** People for end-to-end tests: the cast of the seeds, and newcomers who sign up. */
import { randomBytes } from "node:crypto";
import { createClient } from "@supabase/supabase-js";
import type { Database } from "../../functions/_shared/database.types.ts";
import type { Client } from "../../scripts/demo/play-demo.ts";
import type { SharedStack } from "./shared-stack.ts";

export function anonymous(stack: SharedStack): Client {
  return createClient<Database>(stack.url, stack.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
}

/** Signs up somebody new; answers their client, id and address. */
export async function newcomer(
  stack: SharedStack,
  name: string,
  metadata: Record<string, string> = {},
) {
  const client = anonymous(stack);
  const email = `${name}-${randomBytes(4).toString("hex")}@acme.test`;
  const { data, error } = await client.auth.signUp({
    email,
    password: "a-good-password",
    options: { data: { full_name: name, ...metadata } },
  });
  if (error || !data.user) throw new Error(`Cannot sign up ${name}: ${error?.message}`);
  return { client, id: data.user.id, email };
}

/** The error of a refused call, as people see it. */
export async function refusal(call: PromiseLike<{ error: unknown; status: number }>) {
  const { error, status } = await call;
  const { message, details, hint } = (error ?? {}) as {
    message?: string;
    details?: string;
    hint?: string;
  };
  return { slug: message, details, hint, status };
}
