/** TEN-2 with real connections: what only shows when two people act in the same moment. */
import type { Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
  await database.sql`select tests.cast_of_acme()`;
}, 120_000);
afterAll(() => database?.stop());

beforeEach(async () => {
  await database.sql`delete from public.workspaces where slug = 'shop'`;
  await database
    .sql`insert into public.workspaces (id, name, slug) values (tests.id('shop'), 'Shop', 'shop')`;
  await database.sql`select tests.join_workspace(name, tests.id('shop'), role)
    from (values ('ada', 'owner'), ('ben', 'owner'), ('eve', 'member')) people (name, role)`;
});

test("TEN-2 of two owners leaving at once one stays", async () => {
  const leave = "select public.leave_workspace(tests.id('shop'))";
  expect(await atOnce(["ada", leave], ["ben", leave])).toEqual(["done", "workspace_last_owner"]);
  expect(await owners()).toEqual(["Ben"]);
});

test("TEN-2 of two owners removing each other one stays", async () => {
  const outcomes = await atOnce(
    ["ada", "select public.remove_member(tests.id('shop'), tests.id('ben'))"],
    ["ben", "select public.remove_member(tests.id('shop'), tests.id('ada'))"],
  );
  expect(outcomes).toEqual(["done", "workspace_not_found"]);
  expect(await owners()).toEqual(["Ada"]);
});

test("TEN-2 of two owners stepping down at once one stays", async () => {
  const step = (name: string) =>
    `select public.change_member_role(tests.id('shop'), tests.id('${name}'), 'member')`;
  expect(await atOnce(["ada", step("ada")], ["ben", step("ben")]))
    .toEqual(["done", "workspace_last_owner"]);
  expect(await owners()).toEqual(["Ben"]);
});

test("TEN-2 a transfer and a removal in the same moment wait for each other and never lock up", async () => {
  const outcomes = await atOnce(
    ["ada", "select public.transfer_ownership(tests.id('shop'), tests.id('eve'))"],
    ["ben", "select public.remove_member(tests.id('shop'), tests.id('eve'))"],
  );
  expect(outcomes).toEqual(["done", "done"]);
  expect(await owners()).toEqual(["Ben"]);
});

test("TEN-2 who lost the role while waiting acts no more", async () => {
  const outcomes = await atOnce(
    ["ada", "select public.change_member_role(tests.id('shop'), tests.id('ben'), 'member')"],
    ["ben", "select public.transfer_ownership(tests.id('shop'), tests.id('eve'))"],
  );
  expect(outcomes).toEqual(["done", "workspace_role_insufficient"]);
});

test("TEN-2 changing members does not wait for mail that is being stored", async () => {
  await database.sql.begin(async (storing) => {
    await storing`select tests.deliver(tests.connection('ben', tests.id('shop')), tests.mail('m1'))`;
    await as("ada", "select public.change_member_role(tests.id('shop'), tests.id('eve'), 'admin')");
  });
});

test("TEN-3 an invitation accepted twice at once is one membership", async () => {
  await database.sql`select tests.sign_up('hal', '{}', 'hal@new.test') where not exists (
    select from auth.users where id = tests.id('hal'))`;
  const [row] = await as(
    "ada",
    "select public.invite_member(tests.id('shop'), 'hal@new.test') as answer",
  );
  const accept = `select public.accept_invitation('${row!.answer.token}')`;
  expect(await atOnce(["hal", accept], ["hal", accept]))
    .toEqual(["done", "invitation_already_accepted"]);
});

test("TEN-1 an account with mail is deleted with everything of it", async () => {
  await database.sql`select tests.sign_up('ida')`;
  const [{ workspace }] = await database.sql`
    select workspace_id as workspace from public.workspace_members where user_id = tests.id('ida')` as [
    { workspace: string },
  ];
  await database.sql`select tests.deliver(tests.connection('ida', ${workspace}),
    jsonb_build_array(tests.own_mail('q1', '{"sent_at":"2026-05-01T12:00:00Z"}'), tests.mail('q2')), '2026-05-04T12:00:00Z')`;
  const nudges = await database.sql`select 1 from public.nudges where workspace_id = ${workspace}`;
  expect(nudges).toHaveLength(1);
  await database.sql`delete from auth.users where id = tests.id('ida')`;
  const left = await database.sql`
    select from public.conversations where workspace_id = ${workspace}
    union all select from public.workspaces where id = ${workspace}`;
  expect(left).toHaveLength(0);
});

/** Runs a statement as a person in a transaction of its own. */
function as(name: string, statement: string, meanwhile: () => Promise<void> = async () => {}) {
  return database.sql.begin(async (transaction) => {
    await transaction`set local lock_timeout = '10s'`;
    await transaction`select tests.become(${name})`;
    const rows = await transaction.unsafe(statement);
    await meanwhile();
    return rows;
  });
}

/**
 * The first person acts but has not committed when the second acts; the first commits when the
 * second waits for it. Answers "done" or the slug of the refusal, for both.
 */
async function atOnce(first: [string, string], second: [string, string]): Promise<string[]> {
  let other: Promise<string> = Promise.resolve("never began");
  const one = await outcomeOf(as(...first, async () => {
    other = outcomeOf(as(...second));
    await untilSomebodyWaits(database.sql);
  }));
  return [one, await other];
}

async function owners(): Promise<string[]> {
  const rows = await database.sql<{ name: string }[]>`
    select p.display_name as name from public.workspace_members m join public.profiles p on p.id = m.user_id
    where m.workspace_id = tests.id('shop') and m.role = 'owner' order by 1`;
  return rows.map(({ name }) => name);
}

function outcomeOf(action: Promise<unknown>): Promise<string> {
  return action.then(() => "done", (error: Error) => error.message);
}

async function untilSomebodyWaits(sql: Sql): Promise<void> {
  for (const deadline = Date.now() + 5_000; Date.now() < deadline;) {
    const waiting = await sql`select from pg_locks where not granted`;
    if (waiting.length > 0) return;
  }
  throw new Error("The second person did not wait for the first");
}
