/** CON-5 to CON-8: connecting again, with more, with less, from files, with a client of one's own; and disconnecting. */
import { describe, expect, test } from "vitest";
import { connectAccount, finish, start } from "../support/connect-account.ts";
import { ACME, connectWorld, GRACE, MAIL, type Person } from "../support/connect-world.ts";

const world = connectWorld();

describe("connecting again", () => {
  const connect = async (person: Person, body: object = {}) => {
    const answer = await connectAccount(person, { workspace_id: ACME, ...body });
    expect(answer).toMatchObject({ status: 200 });
    return answer.body.connection_id as string;
  };

  test("CON-1 CON-4 CON-7 CON-8 links an account once, with its scopes, and seals its tokens", async () => {
    const id = await connect(world.ben, { features: ["mail", "calendar"] });
    const { data } = await world.ben.from("connections").select("*").eq("id", id).single()
      .throwOnError();
    expect(data).toMatchObject({
      provider: "gmail",
      address: "grace@acme.test",
      status: "active",
      features: ["calendar", "mail"],
      provider_account_id: "2002",
      is_shared: false,
    });
    expect(data!.scopes).toContain(MAIL);
    const [secret] = await world
      .sql`select s::text as text, refresh_fingerprint, client_id from private.connection_secrets s where connection_id = ${id}`;
    expect(secret!.text).not.toMatch(/ya29|1\/\/refresh/);
    expect(secret).toMatchObject({
      refresh_fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
      client_id: "project.apps.test",
    });
    expect(await connect(world.ben)).toBe(id);
    world.google.change({ person: { sub: "3003", email: "second@acme.test" } });
    expect(await connect(world.ben)).not.toBe(id);
  });

  test("finishing twice, at once or later, answers the same and uses the code once", async () => {
    world.google.change({ person: { sub: "3003", email: "second@acme.test" } });
    const ticket = await world.ticketFor(world.ben);
    const before = world.exchanges().length;
    const answers = await Promise.all([finish(world.ben, ticket), finish(world.ben, ticket)]);
    expect(answers.map(({ slug }) => slug ?? "linked").sort()).toContain("linked");
    expect(await finish(world.ben, ticket)).toMatchObject({ status: 200 });
    expect(world.exchanges()).toHaveLength(before + 1);
  });

  test("F29 with another account, or with less than before, changes nothing", async () => {
    const id = await connect(world.ben, { features: ["mail", "calendar"] });
    const now = await world.linked();
    world.google.change({ person: { sub: "9999", email: "mallory@acme.test" } });
    expect(await connectAccount(world.ben, { workspace_id: ACME, connection_id: id }))
      .toMatchObject({
        slug: "account_mismatch",
      });
    // the same address, given to somebody else since
    world.google.change({ person: { sub: "9999", email: "grace@acme.test" } });
    expect(await connectAccount(world.ben, { workspace_id: ACME })).toMatchObject({
      slug: "account_mismatch",
    });
    world.google.change({ person: GRACE, scopes: ["openid", "email", MAIL] });
    expect(await connectAccount(world.ben, { workspace_id: ACME })).toMatchObject({
      slug: "scope_missing",
    });
    expect(await connectAccount(world.ben, { workspace_id: ACME, connection_id: id }))
      .toMatchObject({
        slug: "scope_missing",
      });
    expect(await world.linked()).toBe(now);
  });

  test("CON-5 CON-6 makes an account in error active again, and closes its notice", async () => {
    const id = await connect(world.ben, { features: ["mail", "calendar"] });
    await world
      .sql`update public.connections set status = 'error', status_reason = 'grant_revoked' where id = ${id}`;
    const notice = () =>
      world.ben.from("notifications").select("kind, resolved_at").eq("connection_id", id)
        .throwOnError();
    expect((await notice()).data).toEqual([{
      kind: "connection_needs_reconnect",
      resolved_at: null,
    }]);
    const started = await start(world.ben, { workspace_id: ACME, connection_id: id });
    expect(new URL(String(started.body.url)).searchParams.get("login_hint")).toBe(
      "grace@acme.test",
    );
    expect(await connect(world.ben, { connection_id: id })).toBe(id);
    const { data } = await world.ben.from("connections").select("status").eq("id", id).single()
      .throwOnError();
    expect(data!.status).toBe("active");
    expect((await notice()).data![0]!.resolved_at).not.toBeNull();
  });

  test("an account that was imported from files goes live under the same id", async () => {
    const { data } = await world.ben.rpc("connect_mailbox_for_import", {
      workspace_id: ACME,
      address: "files@acme.test",
    }).throwOnError();
    world.google.change({ person: { sub: "4004", email: "Files@Acme.test" } });
    expect(await connect(world.ben)).toBe(data!.id);
    const { data: live } = await world.ben.from("connections").select("provider").eq("id", data!.id)
      .single().throwOnError();
    expect(live!.provider).toBe("gmail");
  });

  test("a workspace's own client is used for new accounts and kept for them", async () => {
    world.google.clients.set("own.apps.test", "own-secret");
    const body = { workspace_id: ACME, client_id: "own.apps.test", client_secret: "own-secret" };
    const refused = await world.ben.functions.invoke("connect/google/client", { body });
    expect(refused.error.context.status).toBe(403);
    const { error } = await world.ada.functions.invoke("connect/google/client", { body });
    expect(error).toBeNull();
    const [stored] = await world.sql`select c::text as text from private.oauth_clients c`;
    expect(stored!.text).not.toContain("own-secret");
    world.google.change({ person: { sub: "5005", email: "fifth@acme.test" } });
    const id = await connect(world.ben);
    expect(world.exchanges().at(-1)).toMatchObject({ clientId: "own.apps.test", status: 200 });
    await world.ada.rpc("retire_oauth_client", { workspace_id: ACME, provider: "google" })
      .throwOnError();
    const [secret] = await world
      .sql`select client_id from private.connection_secrets where connection_id = ${id}`;
    expect(secret!.client_id).toBe("own.apps.test");
  });

  test("CON-6 disconnecting ends the access at once, here and at Google, also when Google fails at first", async () => {
    world.google.change({ person: { sub: "6006", email: "sixth@acme.test" } });
    const id = await connect(world.ben);
    world.google.failNextRevoke(2);
    await world
      .sql`update private.queues set backoff_base_seconds = 1 where name = 'revoke-access'`;
    const before = world.google.revoked().length;
    const { data } = await world.ben.rpc("disconnect_connection", {
      connection_id: id,
      data: "keep",
    }).throwOnError();
    expect(data).toMatchObject({ status: "disconnected" });
    const secrets = await world
      .sql`select 1 from private.connection_secrets where connection_id = ${id}`;
    expect(secrets).toHaveLength(0);
    await expect.poll(() => world.google.revoked().length, { timeout: 40_000 }).toBe(before + 1);
    expect(world.google.isLive(world.google.revoked().at(-1)!)).toBe(false);
    await expect.poll(async () => (await world.sql`select 1 from private.revocations`).length, {
      timeout: 10_000,
    }).toBe(0);
    // and it can be connected again
    expect(await connect(world.ben, { connection_id: id })).toBe(id);
  });

  test("CON-6 erasing takes all that came through the account, shows how far it is, and ends with it", async () => {
    const { data } = await world.ben.rpc("connect_mailbox_for_import", {
      workspace_id: ACME,
      address: "erase@acme.test",
    }).throwOnError();
    const { id } = data!;
    await world.sql`
      insert into public.conversations (workspace_id, owner_id, connection_id, subject, subject_base)
      select workspace_id, owner_id, id, 'c' || n, 'c' || n from public.connections, generate_series(1, 120) n where id = ${id}`;
    await world.ben.rpc("disconnect_connection", { connection_id: id, data: "erase" })
      .throwOnError();
    await expect.poll(
      async () => (await world.sql`select 1 from public.connections where id = ${id}`).length,
      { timeout: 40_000 },
    ).toBe(0);
    await expect.poll(async () => {
      const { data: jobs } = await world.ben.rpc("list_my_jobs", { workspace_id: ACME })
        .throwOnError();
      return jobs!.find(({ queue }) => queue === "erase-accounts");
    }, { timeout: 20_000 }).toMatchObject({
      state: "done",
      progress_done: 120,
      progress_total: 120,
    });
    const left = await world.sql`select 1 from public.conversations where connection_id = ${id}`;
    expect(left).toHaveLength(0);
  });

  test("CON-5 a token is refreshed before it ends, with nobody asking", async () => {
    world.google.change({ person: { sub: "7007", email: "seventh@acme.test" } });
    const id = await connect(world.ben);
    await world
      .sql`update private.connection_secrets set access_expires_at = now() + interval '5 minutes' where connection_id = ${id}`;
    await world.sql`select private.refresh_tokens_ahead(now())`;
    await expect.poll(async () => {
      const [row] = await world.sql`
        select access_expires_at > now() + interval '50 minutes' as is_new from private.connection_secrets where connection_id = ${id}`;
      return row!.is_new;
    }, { timeout: 20_000 }).toBe(true);
    expect(world.google.tokenCalls().filter(({ grantType }) => grantType === "refresh_token"))
      .toHaveLength(1);
  });

  test("nothing of it is in the logs", async () => {
    const { readFile } = await import("node:fs/promises");
    const text = await readFile(world.stack.functionsLog, "utf8");
    expect(text).toMatch(/"operation":"codes.exchange"/);
    expect(text).not.toMatch(/ya29|1\/\/refresh|4\/code|own-secret|project-secret|grace@/);
    const [row] = await world.sql`select count(*)::int as count from private.oauth_states`;
    expect(row!.count).toBeGreaterThan(10);
  });
});
