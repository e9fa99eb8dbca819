/** TEN-3 with real connections: accepting an invitation while its sender is removed. */
import type { Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { overlap, type Race, startRace } from "./races/two-connections.ts";

let race: Race;
let token: string;

beforeAll(async () => {
  race = await startRace();
  await race.sql`select tests.sign_up('gus', '{}', 'gus@new.test')`;
}, 120_000);
afterAll(() => race?.stop());

beforeEach(async () => {
  await race.sql`delete from public.workspace_invitations`;
  await race.sql`delete from public.workspace_members
    where workspace_id = tests.id('acme') and user_id in (tests.id('eve'), tests.id('gus'))`;
  await race.sql`select tests.join_workspace('eve', tests.id('acme'), 'admin')`;
  token = await invite(race.sql);
});

test("TEN-3 who accepts while the sender is being removed stays outside", async () => {
  const [, refused] = await overlap(race, removeEve, accept);
  expect(refused).toMatchObject({ code: "PT409", message: "invitation_void" });
  expect(await isGusIn()).toBe(false);
});

test("TEN-3 who accepted first is a member, and the removal waits", async () => {
  const [, removed] = await overlap(race, accept, removeEve);
  expect(removed).not.toBeInstanceOf(Error);
  expect(await isGusIn()).toBe(true);
});

test("TEN-3 who is being removed invites nobody in that moment", async () => {
  await race.sql`delete from public.workspace_invitations`;
  const [, refused] = await overlap(race, removeEve, invite);
  expect(refused).toMatchObject({ message: "workspace_not_found" });
});

async function speakAs(sql: Sql, name: string): Promise<void> {
  await sql`select set_config('request.jwt.claims', json_build_object('sub', tests.id(${name}))::text, false)`;
}

async function invite(sql: Sql): Promise<string> {
  await speakAs(sql, "eve");
  const [row] = await sql`
    select public.invite_member(tests.id('acme'), 'gus@new.test') ->> 'token' as token`;
  return row!.token;
}

async function removeEve(sql: Sql): Promise<void> {
  await speakAs(sql, "ada");
  await sql`select public.remove_member(tests.id('acme'), tests.id('eve'))`;
}

async function accept(sql: Sql): Promise<void> {
  await speakAs(sql, "gus");
  await sql`select public.accept_invitation(${token})`;
}

async function isGusIn(): Promise<boolean> {
  const rows = await race.sql`select from public.workspace_members
    where workspace_id = tests.id('acme') and user_id = tests.id('gus')`;
  return rows.length === 1;
}
