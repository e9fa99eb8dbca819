/** F29: what can go wrong, or be made to go wrong, while an account is connected. Nothing of it ever links one. */
import { beforeEach, describe, expect, test } from "vitest";
import {
  connectAccount,
  consent,
  finish,
  follow,
  REDIRECT_TO,
  start,
} from "../support/connect-account.ts";
import { ACME, connectWorld, GRACE, MAIL } from "../support/connect-world.ts";

const world = connectWorld();
let linkedBefore: string;
beforeEach(async () => {
  linkedBefore = await world.linked();
});

describe("F29 CON-1 links nothing", () => {
  test("when a state is used twice", async () => {
    const started = await start(world.ben, { workspace_id: ACME });
    const callback = String(await follow(String(started.body.url)));
    expect((await follow(callback)).searchParams.get("ticket")).toBeTruthy();
    const again = await follow(callback);
    expect(again.searchParams.get("error")).toBe("state_used");
    expect(again.searchParams.has("ticket")).toBe(false);
    expect(await world.linked()).toBe(linkedBefore);
  });

  test("when a state was never given out, and sends the browser to no place it names", async () => {
    const callback = `${world.stack.url}/functions/v1/connect/google/callback`;
    const landed = await follow(`${callback}?state=guess&code=c&redirect_to=https://evil.test`);
    expect(String(landed)).toBe(`${REDIRECT_TO}?error=state_unknown`);
    expect(await world.linked()).toBe(linkedBefore);
  });

  test("when a state is older than ten minutes", async () => {
    const started = await start(world.ben, { workspace_id: ACME });
    const callback = String(await follow(String(started.body.url)));
    await world.sql`update private.oauth_states set expires_at = now() where status = 'started'`;
    expect((await follow(callback)).searchParams.get("error")).toBe("state_expired");
    expect(await world.linked()).toBe(linkedBefore);
  });

  test("when a ticket is older than ten minutes", async () => {
    const ticket = await world.ticketFor(world.ben);
    await world.sql`update private.oauth_states set expires_at = now() where status = 'returned'`;
    expect(await finish(world.ben, ticket)).toMatchObject({ slug: "state_expired", status: 410 });
    expect(await world.linked()).toBe(linkedBefore);
  });

  test("when somebody else finishes: a forwarded link takes nobody's mailbox", async () => {
    // Ben starts and gets Ada to open the page; her browser lands in her app with the ticket.
    const before = world.exchanges().length;
    const ticket = await world.ticketFor(world.ben);
    expect(await finish(world.ada, ticket)).toMatchObject({
      slug: "started_by_somebody_else",
      status: 403,
    });
    expect(world.exchanges()).toHaveLength(before);
    expect(await world.linked()).toBe(linkedBefore);
  });

  test("when nobody is signed in", async () => {
    const ticket = await world.ticketFor(world.ben);
    for (const path of ["start", "finish", "client"]) {
      const response = await fetch(`${world.stack.url}/functions/v1/connect/google/${path}`, {
        method: "POST",
        headers: { apikey: world.stack.keys.publishableKey, "content-type": "application/json" },
        body: JSON.stringify({ ticket }),
      });
      expect(response.status).toBe(401);
    }
    expect(await world.linked()).toBe(linkedBefore);
  });

  test("when the provider's code is played again: in another attempt it is worth nothing", async () => {
    const [first, second] = [
      await start(world.ben, { workspace_id: ACME }),
      await start(world.ben, { workspace_id: ACME }),
    ];
    const stolen = (await follow(String(first.body.url))).searchParams.get("code")!;
    const callback = await follow(String(second.body.url));
    callback.searchParams.set("code", stolen);
    const landed = await follow(String(callback));
    expect(await finish(world.ben, landed.searchParams.get("ticket")!)).toMatchObject({
      slug: "code_refused",
    });
    expect(await world.linked()).toBe(linkedBefore);
  });

  test("when PKCE is taken out of the request", async () => {
    const started = await start(world.ben, { workspace_id: ACME });
    const url = new URL(String(started.body.url));
    expect(url.searchParams.get("code_challenge_method")).toBe("S256");
    expect(url.searchParams.get("code_challenge")).toMatch(/^[\w-]{43}$/);
    url.searchParams.delete("code_challenge");
    const ticket = (await consent(url)).searchParams.get("ticket")!;
    expect(await finish(world.ben, ticket)).toMatchObject({ slug: "code_refused", status: 409 });
    expect(await world.linked()).toBe(linkedBefore);
  });

  test("when another provider answers", async () => {
    world.google.change({ person: GRACE, iss: "https://login.other.test" });
    expect(await connectAccount(world.ben, { workspace_id: ACME })).toMatchObject({
      slug: "provider_mixed_up",
    });
    expect(await world.linked()).toBe(linkedBefore);
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
    expect(await start(world.ben, { workspace_id: ACME, redirect_to })).toMatchObject({
      slug: "redirect_not_allowed",
      status: 422,
    });
    expect(await world.linked()).toBe(linkedBefore);
  });

  test("when the person says no", async () => {
    world.google.change({ person: GRACE, denied: true });
    expect(await connectAccount(world.ben, { workspace_id: ACME })).toMatchObject({
      slug: "consent_denied",
    });
    expect(await world.linked()).toBe(linkedBefore);
  });

  test("CON-7 when fewer scopes are granted than the features need, and names them", async () => {
    world.google.change({ person: GRACE, scopes: ["openid", "email", MAIL] });
    const answer = await connectAccount(world.ben, {
      workspace_id: ACME,
      features: ["mail", "calendar"],
    });
    expect(answer).toMatchObject({ slug: "scope_missing", status: 403 });
    expect(answer.body.detail).toMatch(/calendar needs .*auth\/calendar\.events/);
    expect(await world.linked()).toBe(linkedBefore);
  });

  test.each([
    ["for another client", { claims: { aud: "other.apps.test" } }],
    ["of another issuer", { claims: { iss: "https://accounts.evil.test" } }],
    ["of another request", { claims: { nonce: "replayed" } }],
    ["with an unverified address", { claims: { email_verified: false } }],
    ["signed by nobody known", { isForged: true }],
  ])("when the id token is %s", async (_what, changes) => {
    world.google.change({ person: GRACE, ...changes });
    expect(await connectAccount(world.ben, { workspace_id: ACME })).toMatchObject({
      slug: "id_token_invalid",
    });
    expect(await world.linked()).toBe(linkedBefore);
  });

  test("when Google gives no lasting access", async () => {
    world.google.change({ person: GRACE, withoutRefreshToken: true });
    expect(await connectAccount(world.ben, { workspace_id: ACME })).toMatchObject({
      slug: "refresh_token_missing",
    });
    expect(await world.linked()).toBe(linkedBefore);
  });

  test.each(["server_error", "rate_limited", "reset_after", "garbage_after"] as const)(
    "when the token endpoint fails: %s",
    async (fault) => {
      const ticket = await world.ticketFor(world.ben);
      world.google.failNextToken(fault);
      expect(await finish(world.ben, ticket)).toMatchObject({
        slug: "google_unavailable",
        status: 503,
      });
      expect(await finish(world.ben, ticket)).toMatchObject({ slug: "state_used" });
      expect(await world.linked()).toBe(linkedBefore);
    },
  );

  test("when a ticket was tampered with", async () => {
    const ticket = await world.ticketFor(world.ben);
    for (const forged of [ticket.slice(0, -8), `A${ticket}`, btoa("{}"), "ticket"]) {
      expect(await finish(world.ben, forged)).toMatchObject({ slug: "connect_ticket_invalid" });
    }
    expect(await world.linked()).toBe(linkedBefore);
  });

  test("in a workspace the person is no member of, or for a connection that is not theirs", async () => {
    const [row] = await world
      .sql`select id from public.connections where address = 'ada@acme.test'`;
    const unknown = "00000000-0000-4000-8000-00000000ffff";
    expect(await start(world.ben, { workspace_id: unknown })).toMatchObject({
      slug: "workspace_not_found",
    });
    for (const connection_id of [row!.id, unknown]) {
      expect(await start(world.ben, { workspace_id: ACME, connection_id })).toMatchObject({
        slug: "connection_not_found",
        status: 404,
      });
    }
    expect(await world.linked()).toBe(linkedBefore);
  });
});
