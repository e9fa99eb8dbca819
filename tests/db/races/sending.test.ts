/** A reply, an approval and a worker at the same moment (FUP-3, FUP-4, FUP-5, NEW-7). */
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  approve,
  askAndDraft,
  beginSend,
  daysAgo,
  finishSend,
  replyTo,
  store,
  storeProviderCopy,
} from "./story.ts";
import { overlap, type Race, startRace, untilBlocked } from "./two-connections.ts";

let race: Race;

beforeAll(async () => {
  race = await startRace();
}, 120_000);

afterAll(() => race?.stop());

async function queued(thread: string): Promise<string> {
  return await approve(race.sql, await askAndDraft(race.sql, thread));
}

async function stateOf(outbound: string): Promise<string> {
  const [row] = await race.sql`
    select o.state || ' ' || n.status as states from public.outbound_messages o
    join public.nudges n on n.outbound_message_id = o.id where o.id = ${outbound}`;
  return row!.states;
}

test("FUP-5 a reply being stored makes begin_send() wait, and stop", async () => {
  const outbound = await queued("reply-first");
  const [stored, decision] = await overlap(
    race,
    (sql) => store(sql, [replyTo("reply-first")]),
    (sql) => beginSend(sql, outbound),
  );
  expect(stored[0]!.outcome).toBe("stored");
  expect(decision).toMatchObject({ decision: "stop", reason: "cancelled" });
  expect(await stateOf(outbound)).toBe("cancelled cancelled");
});

test("FUP-5 so does a reply of the same second, or with a clock years behind", async () => {
  for (
    const [thread, sentAt] of [["same-second", daysAgo(3)], ["skewed", "2019-01-01T00:00:00Z"]]
  ) {
    const outbound = await queued(thread!);
    const [, decision] = await overlap(
      race,
      (sql) => store(sql, [replyTo(thread!, { sent_at: sentAt! })]),
      (sql) => beginSend(sql, outbound),
    );
    expect(decision).toMatchObject({ decision: "stop" });
    expect(await stateOf(outbound)).toBe("cancelled cancelled");
  }
});

test("FUP-5 a reply whose transaction began before the approval, without any header, stops it too", async () => {
  const nudge = await askAndDraft(race.sql, "slow-reply");
  await race.first.sql`begin`;
  await race.first.sql`select now()`;
  const outbound = await approve(race.sql, nudge);
  const [{ thread }] = await race.sql`
    update public.conversations c set provider_thread_id = 'slow' from public.nudges n
    where n.id = ${nudge} and c.id = n.conversation_id returning c.id as thread` as never as [
    { thread: string },
  ];
  await race.sql`
    insert into private.conversation_keys (connection_id, key, conversation_id)
    select connection_id, 'thread:slow', id from public.conversations where id = ${thread}`;
  const late = {
    in_reply_to: null,
    references: [],
    provider_thread_id: "slow",
    sent_at: "2019-01-01T00:00:00Z",
  };
  const [stored] = await store(race.first.sql, [replyTo("slow-reply", late)]);
  await race.first.sql`commit`;
  expect(stored).toMatchObject({ outcome: "stored", conversation_id: thread });
  expect(await beginSend(race.sql, outbound)).toMatchObject({ decision: "stop" });
});

test("FUP-5 a send that was begun makes the reply wait; it is sent once and never again", async () => {
  const outbound = await queued("send-first");
  const [decision, stored] = await overlap(
    race,
    (sql) => beginSend(sql, outbound),
    (sql) => store(sql, [replyTo("send-first")]),
  );
  expect(decision.decision).toBe("send");
  expect(stored).toMatchObject([{ outcome: "stored" }]);
  expect((await beginSend(race.sql, outbound)).decision).toBe("look_up");
  expect(await finishSend(race.sql, outbound, "send-first")).toBe("sent");
  expect(await stateOf(outbound)).toBe("sent sent");
});

test("FUP-4 two workers begin the same send: one sends, the other looks it up", async () => {
  const outbound = await queued("two-workers");
  const answers = await overlap(
    race,
    (sql) => beginSend(sql, outbound),
    (sql) => beginSend(sql, outbound),
  );
  expect(answers).toMatchObject([{ decision: "send" }, { decision: "look_up" }]);
});

test("FUP-3 approving twice at once makes exactly one outbound message", async () => {
  const nudge = await askAndDraft(race.sql, "two-clicks");
  const [outbound, second] = await overlap(
    race,
    (sql) => approve(sql, nudge),
    (sql) => approve(sql, nudge),
  );
  expect(second).toMatchObject({ code: "PT409", message: "nudge_already_approved" });
  const rows = await race.sql`
    select o.id from public.outbound_messages o join public.nudges n using (conversation_id) where n.id = ${nudge}`;
  expect(rows.map(({ id }) => id)).toEqual([outbound]);
});

test("FUP-3 an approval beside a cancellation: whoever is second is told", async () => {
  const nudge = await askAndDraft(race.sql, "two-minds");
  const cancel = (sql: typeof race.sql) => sql`select public.cancel_nudge(${nudge})`;
  const [, second] = await overlap(
    race,
    (sql) => approve(sql, nudge),
    async (sql) => await cancel(sql),
  );
  expect(second).not.toBeInstanceOf(Error);
  const rows = await race
    .sql`select state from public.outbound_messages o join public.nudges n on n.outbound_message_id = o.id where n.id = ${nudge}`;
  expect(rows).toMatchObject([{ state: "cancelled" }]);
});

test("FUP-4 finish_send() and the provider's copy at once, in both orders, store one message", async () => {
  for (const isProofFirst of [true, false]) {
    const thread = `copy-${isProofFirst}`;
    const outbound = await queued(thread);
    await beginSend(race.sql, outbound);
    const proof = (sql: typeof race.sql) => finishSend(sql, outbound, thread);
    const copy = (sql: typeof race.sql) => storeProviderCopy(sql, outbound, thread);
    const answers = isProofFirst
      ? await overlap(race, proof, copy)
      : await overlap(race, copy, proof);
    expect(answers).toEqual(isProofFirst ? ["sent", "duplicate"] : ["stored", "sent"]);
    const [row] = await race.sql`
      select count(*)::int as messages, count(distinct conversation_id)::int as conversations from public.messages
      where provider_message_id in (${`gmail-${thread}`}, ${thread})`;
    expect(row).toEqual({ messages: 2, conversations: 1 });
    expect(await stateOf(outbound)).toBe("sent sent");
  }
});

test("FUP-4 finishing twice at once records once", async () => {
  const outbound = await queued("two-proofs");
  await beginSend(race.sql, outbound);
  const finish = (sql: typeof race.sql) => finishSend(sql, outbound, "two-proofs");
  expect(await overlap(race, finish, finish)).toEqual(["sent", "already_sent"]);
});

test("FUP-4 the outbox tick reads again what it found late", async () => {
  const outbound = await queued("late-proof");
  await race
    .sql`update private.jobs set state = 'dead', finished_at = now() where unique_key = ${outbound}`;
  await race
    .sql`update public.outbound_messages set not_after = now() - interval '1 minute' where id = ${outbound}`;
  const [proof] = await overlap(
    race,
    (sql) => finishSend(sql, outbound, "late-proof"),
    async (sql) => await sql`select private.settle_outbox(now())`,
  );
  expect(proof).toBe("sent");
  expect(await stateOf(outbound)).toBe("sent sent");
});

test("FUP-2 autopilot stores a draft beside a verb: conversation first, then nudge, so neither is a deadlock", async () => {
  const nudge = await askAndDraft(race.sql, "autopilot");
  await race.sql`update public.workspaces set autopilot_mode = 'autonomous' where slug = 'acme'`;
  await race.first.sql`begin`;
  await race.first.sql`
    select id from public.conversations
    where id = (select conversation_id from public.nudges where id = ${nudge}) for update`;
  const draft = race.second.sql`
    select worker.save_nudge_draft(${nudge}, 1, '{"body": "Hello again"}', (
      select to_jsonb(a) || '{"prompt_version": "1"}' from public.ai_actions a limit 1)) as answer`
    .then(([row]) => row!.answer);
  await untilBlocked(race, race.second, race.first);
  await race.first.sql`select id from public.nudges where id = ${nudge} for update`;
  await race.first.sql`commit`;
  expect(await draft).toBe("drafted");
  await race.sql`update public.workspaces set autopilot_mode = 'manual' where slug = 'acme'`;
});

const pause = async (sql: typeof race.sql, isPaused: boolean) =>
  await sql`select public.pause_connection(id, ${isPaused}) from public.connections where address = 'ada@acme.test'`;

/** The outbound messages whose jobs a worker would get now. */
async function claimSends(): Promise<string[]> {
  const rows = await race.sql`
    select payload ->> 'outbound_message_id' as outbound from worker.claim_jobs('send-nudge', 'Walter', 100)`;
  return rows.map(({ outbound }) => outbound);
}

async function queuedAlone(thread: string): Promise<string> {
  await race.sql`delete from private.jobs where queue = 'send-nudge'`;
  return await queued(thread);
}

const refuseToken = (sql: typeof race.sql, outbound: string) =>
  sql`select worker.fail_job(id, lease_token, 'needs_reconnect', 'token_revoked') as state from private.jobs where unique_key = ${outbound}`;

const accountStatus = async () =>
  (await race.sql`select status from public.connections where address = 'ada@acme.test'`)[0]!
    .status;

test("OPS-1 an approval beside a pause waits for nobody; its job waits for the account", async () => {
  const nudge = await askAndDraft(race.sql, "paused");
  await race.sql`delete from private.jobs where queue = 'send-nudge'`;
  await race.first.sql`begin`;
  await pause(race.first.sql, true);
  const outbound = await approve(race.sql, nudge);
  await race.first.sql`commit`;
  expect(await claimSends()).toEqual([]);
  await pause(race.sql, false);
  expect(await claimSends()).toEqual([outbound]);
});

test("OPS-1 a reconnection that waits for a refused token to be reported sets the job going", async () => {
  const outbound = await queuedAlone("reported-first");
  expect(await claimSends()).toEqual([outbound]);
  await overlap(race, (sql) => refuseToken(sql, outbound), (sql) => pause(sql, false));
  expect(await accountStatus()).toBe("active");
  expect(await claimSends()).toEqual([outbound]);
});

test("OPS-1 a refused token that is reported after the reconnection breaks nothing", async () => {
  const outbound = await queuedAlone("reconnected-first");
  expect(await claimSends()).toEqual([outbound]);
  await overlap(race, (sql) => pause(sql, false), async (sql) => await refuseToken(sql, outbound));
  expect(await accountStatus()).toBe("active");
  await race.sql`select private.sweep(now())`;
  expect(await claimSends()).toEqual([outbound]);
});
