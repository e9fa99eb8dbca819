/** Signing in at the lab, as a browser and an app do. */
import { createHash, createPublicKey, verify } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type GoogleLab, startGoogleLab } from "../../../scripts/local/emulators/google-lab/lab.ts";

let lab: GoogleLab;
const redirectUri = "http://127.0.0.1:9/callback";
const readonly = "https://www.googleapis.com/auth/gmail.readonly";
const calendar = "https://www.googleapis.com/auth/calendar.events";
const verifier = "a-verifier-of-forty-three-characters-or-more-0";

beforeEach(async () => {
  lab = await startGoogleLab({ standsAt: new Date("2026-11-20T09:00:00Z") });
  lab.addMailbox({ address: "ada@acme.test", name: "Ada <Okafor>" });
});
afterEach(() => lab.close());

function request(changes: Record<string, string> = {}): URLSearchParams {
  return new URLSearchParams({
    client_id: lab.clients[0]!.clientId,
    redirect_uri: redirectUri,
    response_type: "code",
    scope: `openid email ${readonly} ${calendar}`,
    access_type: "offline",
    state: "state-1",
    nonce: "nonce-1",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    ...changes,
  });
}

async function decide(query: URLSearchParams, granted: string[], decision = "continue") {
  const form = new URLSearchParams({
    request: query.toString(),
    account: "ada@acme.test",
    decision,
  });
  for (const scope of granted) form.append("granted", scope);
  const response = await fetch(`${lab.url}/o/oauth2/v2/auth`, {
    method: "POST",
    body: form,
    redirect: "manual",
  });
  expect(response.status).toBe(302);
  return new URL(response.headers.get("location")!).searchParams;
}

async function token(fields: Record<string, string>) {
  const response = await fetch(`${lab.url}/token`, {
    method: "POST",
    body: new URLSearchParams({
      client_id: lab.clients[0]!.clientId,
      client_secret: lab.clients[0]!.clientSecret,
      ...fields,
    }),
  });
  return { status: response.status, body: await response.json() };
}

const exchange = (code: string, changes: Record<string, string> = {}) =>
  token({
    grant_type: "authorization_code",
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
    ...changes,
  });

test("NEW-15 the consent page shows who and what, and escapes it", async () => {
  const response = await fetch(`${lab.url}/o/oauth2/v2/auth?${request()}`);
  const page = await response.text();
  expect(response.headers.get("content-type")).toContain("text/html");
  expect(page).toContain(readonly);
  expect(page).toContain("Ada &#60;Okafor&#62;");
  expect(page).not.toContain("<Okafor>");
});

test("NEW-15 a code serves once, with its verifier; the id token is signed and names the person", async () => {
  const answer = await decide(request(), [readonly]);
  expect(answer.get("state")).toBe("state-1");
  const { body } = await exchange(answer.get("code")!);
  expect(body).toMatchObject({ token_type: "Bearer", expires_in: 3599 });
  expect(body.scope.split(" ")).toEqual(["openid", "email", readonly]);
  expect(body.refresh_token).toMatch(/^1\/\/0/);
  const [head, claims, signature] = body.id_token.split(".");
  const { keys } = await (await fetch(`${lab.url}/oauth2/v3/certs`)).json();
  const key = createPublicKey({ key: keys[0], format: "jwk" });
  const signed = Buffer.from(`${head}.${claims}`);
  expect(verify("RSA-SHA256", signed, key, Buffer.from(signature, "base64url"))).toBe(true);
  expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toMatchObject({
    iss: "https://accounts.google.com",
    aud: lab.clients[0]!.clientId,
    sub: lab.mailbox("ada@acme.test").subject,
    email: "ada@acme.test",
    nonce: "nonce-1",
  });
  expect((await exchange(answer.get("code")!)).body.error).toBe("invalid_grant");
});

test("NEW-15 permissions that were not granted are refused by the API", async () => {
  const { body } = await exchange((await decide(request(), [calendar])).get("code")!);
  const headers = { authorization: `Bearer ${body.access_token}` };
  const mails = await fetch(`${lab.url}/gmail/v1/users/me/messages`, { headers });
  expect(mails.status).toBe(403);
  expect((await mails.json()).error.details[0].reason).toBe("ACCESS_TOKEN_SCOPE_INSUFFICIENT");
  const me = await (await fetch(`${lab.url}/v1/userinfo`, { headers })).json();
  expect(me).toMatchObject({ email: "ada@acme.test", email_verified: true });
});

test("NEW-15 saying no, a wrong verifier, address, secret or an old code gets nothing", async () => {
  expect((await decide(request(), [], "cancel")).get("error")).toBe("access_denied");
  const code = async () => (await decide(request({ prompt: "consent" }), [readonly])).get("code")!;
  const wrong = async (changes: Record<string, string>) =>
    (await exchange(await code(), changes)).body.error;
  expect(await wrong({ code_verifier: "another" })).toBe("invalid_grant");
  expect(await wrong({ redirect_uri: "http://127.0.0.1:9/other" })).toBe("redirect_uri_mismatch");
  expect(await wrong({ client_secret: "guess" })).toBe("invalid_client");
  const old = await code();
  await lab.clock.advance(11 * 60_000);
  expect((await exchange(old)).body.error).toBe("invalid_grant");
  const strange: Record<string, string>[] = [
    { client_id: "stranger" },
    { redirect_uri: "https://evil.test/" },
  ];
  for (const changes of strange) {
    const page = await fetch(`${lab.url}/o/oauth2/v2/auth?${request(changes)}`, {
      redirect: "manual",
    });
    expect([400, 401]).toContain(page.status);
  }
});

test("NEW-15 refreshing lasts until revoked, and rotates when told to", async () => {
  const { body } = await exchange((await decide(request(), [readonly])).get("code")!);
  const refresh = (refresh_token: string) => token({ grant_type: "refresh_token", refresh_token });
  await lab.clock.advance(3_600_000);
  const headers = { authorization: `Bearer ${body.access_token}` };
  expect((await fetch(`${lab.url}/gmail/v1/users/me/profile`, { headers })).status).toBe(401);
  const second = await refresh(body.refresh_token);
  expect(second.body.refresh_token).toBeUndefined();
  lab.faults.add({ kind: "rotate_refresh_token" });
  const third = await refresh(body.refresh_token);
  expect((await refresh(body.refresh_token)).body.error).toBe("invalid_grant");
  const revoked = await fetch(`${lab.url}/revoke?token=${third.body.access_token}`, {
    method: "POST",
  });
  expect(revoked.status).toBe(200);
  expect((await refresh(third.body.refresh_token)).body.error).toBe("invalid_grant");
  expect(lab.requests.count({ operation: "oauth.token", mailbox: "ada@acme.test" })).toBe(3);
});

test("NEW-15 a second consent has no refresh token unless the app asks for consent again", async () => {
  await exchange((await decide(request(), [readonly])).get("code")!);
  const second = await exchange((await decide(request(), [readonly])).get("code")!);
  expect(second.body.refresh_token).toBeUndefined();
  const asked = await decide(request({ prompt: "consent" }), [readonly]);
  expect((await exchange(asked.get("code")!)).body.refresh_token).toMatch(/^1\/\/0/);
});
