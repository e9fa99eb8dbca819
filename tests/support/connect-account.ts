/** What an app and a browser do to connect an account, step by step, so that a test can go wrong at any of them. */
import type { SupabaseClient } from "@supabase/supabase-js";

export interface StartBody {
  workspace_id: string;
  features?: string[];
  redirect_to?: string;
  connection_id?: string;
}

export interface Answer {
  status: number;
  slug: string | null;
  body: Record<string, unknown>;
}

export const REDIRECT_TO = "http://127.0.0.1:3000/connected";

async function invoke(client: SupabaseClient, path: string, body: object): Promise<Answer> {
  const { data, error } = await client.functions.invoke(path, { body: body as never });
  if (!error) return { status: 200, slug: null, body: data };
  const response = error.context as Response;
  const problem = await response.json();
  return { status: response.status, slug: problem.slug ?? null, body: problem };
}

// deno-lint-ignore no-explicit-any -- any schema
type AnyClient = SupabaseClient<any, any, any>;

/** Answers the provider's page to go to. */
export function start(client: AnyClient, body: StartBody): Promise<Answer> {
  return invoke(client, "connect/google/start", {
    features: ["mail"],
    redirect_to: REDIRECT_TO,
    ...body,
  });
}

export function finish(client: AnyClient, ticket: string): Promise<Answer> {
  return invoke(client, "connect/google/finish", { ticket });
}

/** A browser follows one redirect; answers where it is sent. */
export async function follow(url: string): Promise<URL> {
  const response = await fetch(url, { redirect: "manual" });
  await response.body?.cancel();
  const location = response.headers.get("location");
  if (!location) {
    throw new Error(`No redirect but ${response.status} from ${new URL(url).pathname}`);
  }
  return new URL(location);
}

/** The whole browser's part: the provider's page consents at once, our callback sends back to the app. */
export async function consent(url: unknown): Promise<URL> {
  return await follow(String(await follow(String(url))));
}

/** Everything; answers the connection's id. */
export async function connectAccount(client: AnyClient, body: StartBody): Promise<Answer> {
  const started = await start(client, body);
  if (started.slug) return started;
  const landed = await consent(started.body.url);
  const slug = landed.searchParams.get("error");
  if (slug) return { status: 303, slug, body: {} };
  return await finish(client, landed.searchParams.get("ticket")!);
}
