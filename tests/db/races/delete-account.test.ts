/** Deleting an account whose rows other transactions wrote: foreign keys and triggers meet committed rows. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { approve, askAndDraft, beginSend, finishSend } from "./story.ts";
import { type Race, startRace } from "./two-connections.ts";

let race: Race;

beforeAll(async () => {
  race = await startRace();
}, 120_000);

afterAll(() => race?.stop());

test("a person with nudges in every state can go, and takes their rows along", async () => {
  await askAndDraft(race.sql, "drafted");
  await approve(race.sql, await askAndDraft(race.sql, "approved"));
  await beginSend(race.sql, await approve(race.sql, await askAndDraft(race.sql, "sending")));
  const sent = await approve(race.sql, await askAndDraft(race.sql, "sent"));
  await beginSend(race.sql, sent);
  await finishSend(race.sql, sent, "sent");
  await race.sql`select public.cancel_nudge(${await askAndDraft(race.sql, "cancelled")})`;

  // Acme keeps an owner; Ada's personal workspace goes with her.
  await race
    .sql`update public.workspace_members set role = 'owner' where user_id = tests.id('eve')`;
  await race.sql`delete from auth.users where id = tests.id('ada')`;
  const [left] = await race.sql`
    select (select count(*)::int from public.nudges) as nudges, (select count(*)::int from public.messages) as messages,
      (select count(*)::int from public.outbound_messages) as outbound, (select count(*)::int from public.contacts) as contacts,
      (select count(*)::int from public.workspaces where slug = 'acme') as acme`;
  expect(left).toEqual({ nudges: 0, messages: 0, outbound: 0, contacts: 0, acme: 1 });
});

test("a workspace with nudges in every state can go", async () => {
  await race.sql`select tests.sign_up('ada')`;
  await race.sql`select tests.join_workspace('ada', tests.id('acme'), 'owner')`;
  await race.sql`select tests.connection('ada')`;
  await askAndDraft(race.sql, "drafted-2");
  await approve(race.sql, await askAndDraft(race.sql, "approved-2"));
  await race.sql`delete from public.workspaces where id = tests.id('acme')`;
  const [left] = await race.sql`select count(*)::int as nudges from public.nudges`;
  expect(left!.nudges).toBe(0);
});
