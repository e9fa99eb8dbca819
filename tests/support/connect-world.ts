/** A stack whose functions talk to the scripted OAuth server, with Ada and Ben signed in. */
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { signIn } from "../../scripts/demo/play-demo.ts";
import { type Stack, startStack } from "../../scripts/local/stack.ts";
import { type GoogleOauth, startGoogleOauth } from "../emulators/google-oauth.ts";
import { consent, REDIRECT_TO, start } from "./connect-account.ts";

export const ACME = "00000000-0000-4000-8000-0000000ac3e0";
export const MAIL = "https://www.googleapis.com/auth/gmail.modify";
export const GRACE = { sub: "2002", email: "grace@acme.test" };
export type Person = Awaited<ReturnType<typeof signIn>>;

export interface ConnectWorld {
  google: GoogleOauth;
  stack: Stack;
  sql: Sql;
  ada: Person;
  ben: Person;
  /** Every account with the version of its tokens, as text: the same text is nothing linked and nothing changed. */
  linked(): Promise<string>;
  /** Calls to the token endpoint that used a code. */
  exchanges(): { clientId: string; status: number }[];
  /** Starts and consents; answers the ticket the app gets. */
  ticketFor(person: Person, body?: object): Promise<string>;
}

/** Starts it for one test file; Grace consents unless a test says otherwise. */
export function connectWorld(): ConnectWorld {
  const world = {} as ConnectWorld;
  beforeAll(async () => {
    world.google = await startGoogleOauth();
    world.google.clients.set("project.apps.test", "project-secret");
    world.stack = await startStack({
      engine: "postgres",
      env: {
        GOOGLE_OAUTH_BASE_URL: world.google.url,
        GOOGLE_CLIENT_ID: "project.apps.test",
        GOOGLE_CLIENT_SECRET: "project-secret",
        CONNECT_REDIRECT_URLS: `${REDIRECT_TO},https://app.acme.test/connected`,
      },
    });
    world.sql = postgres(world.stack.databaseUrl!, { max: 2, onnotice: () => {} });
    const { url, keys: { publishableKey } } = world.stack;
    const signedIn = (email: string) =>
      signIn({ url, publishableKey, googleUrl: world.google.url }, email);
    [world.ada, world.ben] = await Promise.all([
      signedIn("ada@acme.test"),
      signedIn("ben@acme.test"),
    ]);
  });
  afterAll(async () => {
    await world.sql?.end();
    await world.stack?.stop();
    await world.google?.close();
  });
  beforeEach(async () => {
    world.google.change({ person: GRACE });
    // the limit of attempts is for people, not for a suite that makes a hundred
    await world.sql`update private.oauth_states set created_at = created_at - interval '1 hour'`;
  });
  return Object.assign(world, {
    async linked() {
      const [row] = await world.sql`
        select coalesce(jsonb_agg(to_jsonb(c) - 'updated_at' || jsonb_build_object('version', s.version) order by c.id), '[]')::text as text
        from public.connections c left join private.connection_secrets s on s.connection_id = c.id`;
      return row!.text as string;
    },
    exchanges: () =>
      world.google.tokenCalls().filter(({ grantType }) => grantType === "authorization_code"),
    async ticketFor(person: Person, body: object = {}) {
      const started = await start(person, { workspace_id: ACME, ...body });
      return (await consent(started.body.url)).searchParams.get("ticket")!;
    },
  });
}
