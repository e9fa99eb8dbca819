import {
  type AuthError,
  createClient,
  isAuthRetryableFetchError,
  type PostgrestError,
  type SupabaseClient,
} from "@supabase/supabase-js";
import { ImportError } from "./errors.ts";
import type { ImportTarget } from "./find-target.ts";

/** A mailbox that mail can be imported into, and the token to do it with. */
export interface OpenMailbox {
  connectionId: string;
  workspaceName: string;
  accessToken: (isRefused: boolean) => Promise<string>;
}

/**
 * Signs in and makes (or finds) the connection of the mailbox `address` in the workspace.
 *
 * @throws ImportError `import_sign_in_failed`, `import_server_unreachable`, `import_workspace_not_found`,
 * `import_workspace_ambiguous`, or the slug of the database
 */
export async function openMailbox(
  target: ImportTarget,
  { address, password, workspace, mine }: {
    address: string;
    password: string;
    workspace: string | null;
    mine: string[];
  },
): Promise<OpenMailbox> {
  const client = createClient(target.url, target.publishableKey, {
    // Renewed when a request needs it: a timer would keep the process alive.
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
  });
  const { error } = await client.auth.signInWithPassword({ email: address, password });
  if (error) throw signInError(error, target.url, address);

  const { id, name } = await findWorkspace(client, target.url, workspace);
  const connection = await client.rpc("connect_mailbox_for_import", { workspace_id: id, address });
  if (connection.error) throw databaseError(connection.error, target.url);
  const connectionId: string = connection.data.id;
  for (const own of mine) {
    const added = await client.rpc("add_own_address", {
      connection_id: connectionId,
      address: own,
    });
    if (added.error) throw databaseError(added.error, target.url);
  }
  return {
    connectionId,
    workspaceName: name,
    accessToken: (isRefused) => accessToken(client, target.url, address, isRefused),
  };
}

async function findWorkspace(client: SupabaseClient, url: string, wanted: string | null) {
  const answer = await client.from("workspaces").select("id, slug, name, is_personal").order(
    "slug",
  );
  if (answer.error) throw databaseError(answer.error, url);
  const all: { id: string; slug: string; name: string; is_personal: boolean }[] = answer.data;
  const slugs = all.map(({ slug }) => slug).join(", ");
  if (wanted !== null) {
    const found = all.find(({ id, slug }) => slug === wanted || id === wanted.toLowerCase());
    if (found) return found;
    const hint = slugs ? `Yours are: ${slugs}` : "Create a workspace first";
    throw new ImportError("import_workspace_not_found", wanted, { hint });
  }
  // A team wins over the personal workspace that everybody has.
  const teams = all.filter(({ is_personal }) => !is_personal);
  const [only, ...others] = teams.length > 0 ? teams : all;
  if (only === undefined) throw new ImportError("import_workspace_not_found", "you have none");
  if (others.length > 0) throw new ImportError("import_workspace_ambiguous", slugs);
  return only;
}

async function accessToken(
  client: SupabaseClient,
  url: string,
  address: string,
  isRefused: boolean,
): Promise<string> {
  const { data, error } = isRefused
    ? await client.auth.refreshSession()
    : await client.auth.getSession();
  if (error) throw signInError(error, url, address);
  if (!data.session) throw new ImportError("import_sign_in_failed", address);
  return data.session.access_token;
}

function signInError(error: AuthError, url: string, address: string): ImportError {
  const isUnreachable = isAuthRetryableFetchError(error) || (error.status ?? 0) >= 500 ||
    error.name === "AuthUnknownError";
  return isUnreachable
    ? new ImportError("import_server_unreachable", url)
    : new ImportError("import_sign_in_failed", `${address}: ${error.message}`);
}

function databaseError(error: PostgrestError, url: string): ImportError {
  // A code of PostgREST or Postgres means that the server spoke; without one the request failed.
  if (!error.code) return new ImportError("import_server_unreachable", url);
  const isProblem = /^[a-z][a-z0-9_]+$/.test(error.message);
  return new ImportError("import_not_allowed", error.details || error.message, {
    ...(isProblem ? { slug: error.message } : {}),
    ...(error.hint ? { hint: error.hint } : {}),
  });
}
