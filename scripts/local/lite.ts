/**
 * Replaces: PostgREST and GoTrue of the Supabase stack, by @supabase/lite over the local database.
 * Never deployed.
 */
import { App, type Connection } from "@supabase/lite";
import { hoistTimeouts } from "./hoist-timeouts.ts";

export interface LiteKeys {
  jwtSecret: string;
  publishableKey: string;
  secretKey: string;
}

/**
 * The app answers `/rest/v1` and `/auth/v1` through `app.fetch(request)`. `schemas` are those reachable
 * over /rest/v1, the first by default.
 */
export function createLite(connection: Connection, keys: LiteKeys, schemas = ["public"]) {
  keepGrants(connection);
  hoistTimeouts(connection);
  return new App({
    connection,
    api: { schemas },
    auth: {
      enabled: true,
      jwt_secret: keys.jwtSecret,
      publishable_key: keys.publishableKey,
      secret_key: keys.secretKey,
    },
  });
}

/**
 * On its first request lite would `grant all on all tables` of every schema with RLS to anon,
 * authenticated and service_role, which would undo what the migrations grant. Only its answer
 * (there is RLS: set the role and claims for each request) is wanted.
 */
function keepGrants(connection: Connection): void {
  Object.assign(connection, { ensureRlsContext: () => Promise.resolve(true) });
}
