/** F29: what can go wrong, or be made to go wrong, while an account is connected. Nothing of it ever links one. */
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { signIn } from "../../scripts/demo/play-demo.ts";
import { type Stack, startStack } from "../../scripts/local/stack.ts";
import { type GoogleOauth, startGoogleOauth } from "../emulators/google-oauth.ts";
import {
  connectAccount,
  consent,
  finish,
  follow,
  REDIRECT_TO,
  start,
} from "../support/connect-account.ts";

const ACME = "00000000-0000-4000-8000-0000000ac3e0";
const MAIL = "https://www.googleapis.com/auth/gmail.modify";
const GRACE = { sub: "2002", email: "grace@acme.test" };

let google: GoogleOauth;
let stack: Stack;
let sql: Sql;
type Person = Awaited<ReturnType<typeof signIn>>;
let ada: Person;
let ben: Person;

beforeAll(async () => {
  google = await startGoogleOauth();
  google.clients.set("project.apps.test", "project-secret");
  stack = await startStack({
    engine: "postgres",
    env: {
      GOOGLE_OAUTH_BASE_URL: google.url,
      GOOGLE_CLIENT_ID: "project.apps.test",
      GOOGLE_CLIENT_SECRET: "project-secret",
      CONNECT_REDIRECT_URLS: `${REDIRECT_TO},https://app.acme.test/connected`,
    },
  });
  sql = postgres(stack.databaseUrl!, { max: 2, onnotice: () => {} });
  const demo = { url: stack.url, publishableKey: stack.keys.publishableKey, googleUrl: google.url };
  [ada, ben] = await Promise.all([signIn(demo, "ada@acme.test"), signIn(demo, "ben@acme.test")]);
});
afterAll(async () => {
  await sql?.end();
  await stack?.stop();
  await google?.close();
});

let linkedBefore: string;
/** Every account and every secret, as text: the same text is nothing linked and nothing changed. */
const linked = async () => {
  const [row] = await sql`
    select coalesce(jsonb_agg(to_jsonb(c) - 'updated_at' || jsonb_build_object('version', s.version) order by c.id), '[]')::text as text
    from public.connections c left join private.connection_secrets s on s.connection_id = c.id`;
  return row!.text as string;
};
beforeEach(async () => {
  google.change({ person: GRACE });
  // the limit of attempts is for people, not for a suite that makes a hundred
  await sql`update private.oauth_states set created_at = created_at - interval '1 hour'`;
  linkedBefore = await linked();
});

const exchanges = () =>
  google.tokenCalls().filter(({ grantType }) => grantType === "authorization_code");

/** Starts and consents; answers the ticket the app gets. */
async function ticketFor(person: Person, body: object = {}): Promise<string> {
  const started = await start(person, { workspace_id: ACME, ...body });
  return (await consent(started.body.url)).searchParams.get("ticket")!;
}

describe("F29 CON-1 links nothing", () => {
  test("when a state is used twice", async () => {
    const started = await start(ben, { workspace_id: ACME });
    const callback = String(await follow(String(started.body.url)));
    expect((await follow(callback)).searchParams.get("ticket")).toBeTruthy();
    const again = await follow(callback);
    expect(again.searchParams.get("error")).toBe("state_used");
    expect(again.searchParams.has("ticket")).toBe(false);
    expect(await linked()).toBe(linkedBefore);
  });

  test("when a state was never given out, and sends the browser to no place it names", async () => {
    const callback = `${stack.url}/functions/v1/connect/google/callback`;
    const landed = await follow(`${callback}?state=guess&code=c&redirect_to=https://evil.test`);
    expect(String(landed)).toBe(`${REDIRECT_TO}?error=state_unknown`);
    expect(await linked()).toBe(linkedBefore);
  });

  test("when a state is older than ten minutes", async () => {
    const started = await start(ben, { workspace_id: ACME });
    const callback = String(await follow(String(started.body.url)));
    await sql`update private.oauth_states set expires_at = now() where status = 'started'`;
    expect((await follow(callback)).searchParams.get("error")).toBe("state_expired");
    expect(await linked()).toBe(linkedBefore);
  });

  test("when a ticket is older than ten minutes", async () => {
    const ticket = await ticketFor(ben);
    await sql`update private.oauth_states set expires_at = now() where status = 'returned'`;
    expect(await finish(ben, ticket)).toMatchObject({ slug: "state_expired", status: 410 });
    expect(await linked()).toBe(linkedBefore);
  });

  test("when somebody else finishes: a forwarded link takes nobody's mailbox", async () => {
    // Ben starts and gets Ada to open the page; her browser lands in her app with the ticket.
    const before = exchanges().length;
    const ticket = await ticketFor(ben);
    expect(await finish(ada, ticket)).toMatchObject({
      slug: "started_by_somebody_else",
      status: 403,
    });
    expect(exchanges()).toHaveLength(before);
    expect(await linked()).toBe(linkedBefore);
  });

  test("when nobody is signed in", async () => {
    const ticket = await ticketFor(ben);
    for (const path of ["start", "finish", "client"]) {
      const response = await fetch(`${stack.url}/functions/v1/connect/google/${path}`, {
        method: "POST",
        headers: { apikey: stack.keys.publishableKey, "content-type": "application/json" },
        body: JSON.stringify({ ticket }),
      });
      expect(response.status).toBe(401);
    }
    expect(await linked()).toBe(linkedBefore);
  });

  test("when the provider's code is played again: in another attempt it is worth nothing", async () => {
    const [first, second] = [
      await start(ben, { workspace_id: ACME }),
      await start(ben, { workspace_id: ACME }),
    ];
    const stolen = (await follow(String(first.body.url))).searchParams.get("code")!;
    const callback = await follow(String(second.body.url));
    callback.searchParams.set("code", stolen);
    const landed = await follow(String(callback));
    expect(await finish(ben, landed.searchParams.get("ticket")!)).toMatchObject({
      slug: "code_refused",
    });
    expect(await linked()).toBe(linkedBefore);
  });

  test("when PKCE is taken out of the request", async () => {
    const started = await start(ben, { workspace_id: ACME });
    const url = new URL(String(started.body.url));
    expect(url.searchParams.get("code_challenge_method")).toBe("S256");
    expect(url.searchParams.get("code_challenge")).toMatch(/^[\w-]{43}$/);
    url.searchParams.delete("code_challenge");
    const ticket = (await consent(url)).searchParams.get("ticket")!;
    expect(await finish(ben, ticket)).toMatchObject({ slug: "code_refused", status: 409 });
    expect(await linked()).toBe(linkedBefore);
  });

  test("when another provider answers", async () => {
    google.change({ person: GRACE, iss: "https://login.other.test" });
    expect(await connectAccount(ben, { workspace_id: ACME })).toMatchObject({
      slug: "provider_mixed_up",
    });
    expect(await linked()).toBe(linkedBefore);
  });

  test.each([
    "https://evil.test/connected",
    "https://app.acme.test.evil.test/connected",
    "https://app.acme.test@evil.test/connected",
    "https://app.acme.test/connected/../elsewhere",
    "http://app.acme.test/connected",
    "//evil.test",
    "javascript:alert(1)",
    "https://app.acme.test/connected#https://evil.test",
  ])("when the browser is to be sent to %s", async (redirect_to) => {
    expect(await start(ben, { workspace_id: ACME, redirect_to })).toMatchObject({
      slug: "redirect_not_allowed",
      status: 422,
    });
    expect(await linked()).toBe(linkedBefore);
  });

  test("when the person says no", async () => {
    google.change({ person: GRACE, denied: true });
    expect(await connectAccount(ben, { workspace_id: ACME })).toMatchObject({
      slug: "consent_denied",
    });
    expect(await linked()).toBe(linkedBefore);
  });

  test("CON-7 when fewer scopes are granted than the features need, and names them", async () => {
    google.change({ person: GRACE, scopes: ["openid", "email", MAIL] });
    const answer = await connectAccount(ben, {
      workspace_id: ACME,
      features: ["mail", "calendar"],
    });
    expect(answer).toMatchObject({ slug: "scope_missing", status: 403 });
    expect(answer.body.detail).toMatch(/calendar needs .*auth\/calendar\.events/);
    expect(await linked()).toBe(linkedBefore);
  });

  test.each([
    ["for another client", { claims: { aud: "other.apps.test" } }],
    ["of another issuer", { claims: { iss: "https://accounts.evil.test" } }],
    ["of another request", { claims: { nonce: "replayed" } }],
    ["with an unverified address", { claims: { email_verified: false } }],
    ["signed by nobody known", { isForged: true }],
  ])("when the id token is %s", async (_what, changes) => {
    google.change({ person: GRACE, ...changes });
    expect(await connectAccount(ben, { workspace_id: ACME })).toMatchObject({
      slug: "id_token_invalid",
    });
    expect(await linked()).toBe(linkedBefore);
  });

  test("when Google gives no lasting access", async () => {
    google.change({ person: GRACE, withoutRefreshToken: true });
    expect(await connectAccount(ben, { workspace_id: ACME })).toMatchObject({
      slug: "refresh_token_missing",
    });
    expect(await linked()).toBe(linkedBefore);
  });

  test.each(["server_error", "rate_limited", "reset_after", "garbage_after"] as const)(
    "when the token endpoint fails: %s",
    async (fault) => {
      const ticket = await ticketFor(ben);
      google.failNextToken(fault);
      expect(await finish(ben, ticket)).toMatchObject({ slug: "google_unavailable", status: 503 });
      expect(await finish(ben, ticket)).toMatchObject({ slug: "state_used" });
      expect(await linked()).toBe(linkedBefore);
    },
  );

  test("when a ticket was tampered with", async () => {
    const ticket = await ticketFor(ben);
    for (const forged of [ticket.slice(0, -8), `A${ticket}`, btoa("{}"), "ticket"]) {
      expect(await finish(ben, forged)).toMatchObject({ slug: "connect_ticket_invalid" });
    }
    expect(await linked()).toBe(linkedBefore);
  });

  test("in a workspace the person is no member of, or for a connection that is not theirs", async () => {
    const [row] = await sql`select id from public.connections where address = 'ada@acme.test'`;
    const unknown = "00000000-0000-4000-8000-00000000ffff";
    expect(await start(ben, { workspace_id: unknown })).toMatchObject({
      slug: "workspace_not_found",
    });
    for (const connection_id of [row!.id, unknown]) {
      expect(await start(ben, { workspace_id: ACME, connection_id })).toMatchObject({
        slug: "connection_not_found",
        status: 404,
      });
    }
    expect(await linked()).toBe(linkedBefore);
  });
});

describe("connecting again", () => {
  const connect = async (person: Person, body: object = {}) => {
    const answer = await connectAccount(person, { workspace_id: ACME, ...body });
    expect(answer).toMatchObject({ status: 200 });
    return answer.body.connection_id as string;
  };

  test("CON-1 CON-4 CON-7 CON-8 links an account once, with its scopes, and seals its tokens", async () => {
    const id = await connect(ben, { features: ["mail", "calendar"] });
    const { data } = await ben.from("connections").select("*").eq("id", id).single().throwOnError();
    expect(data).toMatchObject({
      provider: "gmail",
      address: "grace@acme.test",
      status: "active",
      features: ["calendar", "mail"],
      provider_account_id: "2002",
      is_shared: false,
    });
    expect(data!.scopes).toContain(MAIL);
    const [secret] =
      await sql`select s::text as text, refresh_fingerprint, client_id from private.connection_secrets s where connection_id = ${id}`;
    expect(secret!.text).not.toMatch(/ya29|1\/\/refresh/);
    expect(secret).toMatchObject({
      refresh_fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
      client_id: "project.apps.test",
    });
    expect(await connect(ben)).toBe(id);
    google.change({ person: { sub: "3003", email: "second@acme.test" } });
    expect(await connect(ben)).not.toBe(id);
  });

  test("finishing twice, at once or later, answers the same and uses the code once", async () => {
    google.change({ person: { sub: "3003", email: "second@acme.test" } });
    const ticket = await ticketFor(ben);
    const before = exchanges().length;
    const answers = await Promise.all([finish(ben, ticket), finish(ben, ticket)]);
    expect(answers.map(({ slug }) => slug ?? "linked").sort()).toContain("linked");
    expect(await finish(ben, ticket)).toMatchObject({ status: 200 });
    expect(exchanges()).toHaveLength(before + 1);
  });

  test("F29 with another account, or with less than before, changes nothing", async () => {
    const id = await connect(ben, { features: ["mail", "calendar"] });
    const now = await linked();
    google.change({ person: { sub: "9999", email: "mallory@acme.test" } });
    expect(await connectAccount(ben, { workspace_id: ACME, connection_id: id })).toMatchObject({
      slug: "account_mismatch",
    });
    // the same address, given to somebody else since
    google.change({ person: { sub: "9999", email: "grace@acme.test" } });
    expect(await connectAccount(ben, { workspace_id: ACME })).toMatchObject({
      slug: "account_mismatch",
    });
    google.change({ person: GRACE, scopes: ["openid", "email", MAIL] });
    expect(await connectAccount(ben, { workspace_id: ACME })).toMatchObject({
      slug: "scope_missing",
    });
    expect(await connectAccount(ben, { workspace_id: ACME, connection_id: id })).toMatchObject({
      slug: "scope_missing",
    });
    expect(await linked()).toBe(now);
  });

  test("CON-5 CON-6 makes an account in error active again, and closes its notice", async () => {
    const id = await connect(ben, { features: ["mail", "calendar"] });
    await sql`update public.connections set status = 'error', status_reason = 'grant_revoked' where id = ${id}`;
    const notice = () =>
      ben.from("notifications").select("kind, resolved_at").eq("connection_id", id).throwOnError();
    expect((await notice()).data).toEqual([{
      kind: "connection_needs_reconnect",
      resolved_at: null,
    }]);
    const started = await start(ben, { workspace_id: ACME, connection_id: id });
    expect(new URL(String(started.body.url)).searchParams.get("login_hint")).toBe(
      "grace@acme.test",
    );
    expect(await connect(ben, { connection_id: id })).toBe(id);
    const { data } = await ben.from("connections").select("status").eq("id", id).single()
      .throwOnError();
    expect(data!.status).toBe("active");
    expect((await notice()).data![0]!.resolved_at).not.toBeNull();
  });

  test("an account that was imported from files goes live under the same id", async () => {
    const { data } = await ben.rpc("connect_mailbox_for_import", {
      workspace_id: ACME,
      address: "files@acme.test",
    }).throwOnError();
    google.change({ person: { sub: "4004", email: "Files@Acme.test" } });
    expect(await connect(ben)).toBe(data!.id);
    const { data: live } = await ben.from("connections").select("provider").eq("id", data!.id)
      .single().throwOnError();
    expect(live!.provider).toBe("gmail");
  });

  test("a workspace's own client is used for new accounts and kept for them", async () => {
    google.clients.set("own.apps.test", "own-secret");
    const body = { workspace_id: ACME, client_id: "own.apps.test", client_secret: "own-secret" };
    const refused = await ben.functions.invoke("connect/google/client", { body });
    expect(refused.error.context.status).toBe(403);
    const { error } = await ada.functions.invoke("connect/google/client", { body });
    expect(error).toBeNull();
    const [stored] = await sql`select c::text as text from private.oauth_clients c`;
    expect(stored!.text).not.toContain("own-secret");
    google.change({ person: { sub: "5005", email: "fifth@acme.test" } });
    const id = await connect(ben);
    expect(exchanges().at(-1)).toMatchObject({ clientId: "own.apps.test", status: 200 });
    await ada.rpc("retire_oauth_client", { workspace_id: ACME, provider: "google" }).throwOnError();
    const [secret] =
      await sql`select client_id from private.connection_secrets where connection_id = ${id}`;
    expect(secret!.client_id).toBe("own.apps.test");
  });

  test("nothing of it is in the logs", async () => {
    const { readFile } = await import("node:fs/promises");
    const text = await readFile(stack.functionsLog, "utf8");
    expect(text).toMatch(/"operation":"codes.exchange"/);
    expect(text).not.toMatch(/ya29|1\/\/refresh|4\/code|own-secret|project-secret|grace@/);
    const [row] = await sql`select count(*)::int as count from private.oauth_states`;
    expect(row!.count).toBeGreaterThan(20);
  });
});
