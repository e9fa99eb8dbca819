/** Drafts of answers, and whatever happens in the same moment (DRF-1, F31, TEN-4). */
import type { Sql } from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { beginSend, daysAgo, type Item, store } from "./story.ts";
import { overlap, type Race, startRace } from "./two-connections.ts";

let race: Race;

beforeAll(async () => {
  race = await startRace();
}, 120_000);
afterAll(() => race?.stop());

/** Bob's mail to Ada in a thread of its own. */
const mail = (thread: string, changes: Item["changes"] = {}): Item => ({
  own: false,
  reference: thread,
  changes: { provider_thread_id: thread, sent_at: daysAgo(1), ...changes },
});
const newer = (thread: string) =>
  mail(`newer-${thread}`, { provider_thread_id: thread, sent_at: daysAgo(0) });

async function asked(thread: string): Promise<string> {
  const [stored] = await store(race.sql, [mail(thread)]);
  return stored!.conversation_id;
}

const request = async (sql: Sql, conversation: string) =>
  await sql`select * from public.request_drafts(${conversation}, array['warm', 'concise'])`;

/** Two written drafts of one request. */
async function written(thread: string): Promise<string[]> {
  const drafts = await request(race.sql, await asked(thread));
  const texts = drafts.map(({ id, tone }) => ({ id, version: 0, body: `Yes, ${tone}.` }));
  await race.sql`select worker.save_reply_drafts(${drafts[0]!.request_id}, ${
    race.sql.json(texts)
  }, '{"action": "draft_reply", "provider": "offline", "model": "rules", "is_offline": true, "prompt_version": "1", "outcome": "ok"}')`;
  return drafts.map(({ id }) => id);
}

const send = async (sql: Sql, draft: string, version = 1) =>
  (await sql`select outbound_message_id as id from public.send_draft(${draft}, ${version})`)[0]!
    .id as string;
const edit = async (sql: Sql, draft: string) =>
  (await sql`select version from public.edit_draft(${draft}, 1, 'No.')`)[0]!.version as number;
const outboundOf = async (draft: string) =>
  await race.sql`select o.state, o.body from public.outbound_messages o
    join public.message_drafts d on d.reply_to_message_id = o.reply_to_message_id where d.id = ${draft} order by o.id`;

test("DRF-1 two clicks at once send once, and so do two tones", async () => {
  const [warm, concise] = await written("two-clicks");
  const [outbound, second] = await overlap(
    race,
    (sql) => send(sql, warm!),
    (sql) => send(sql, warm!),
  );
  expect(outbound).toBeTruthy();
  expect(second).toMatchObject({ code: "PT409", message: "draft_already_approved" });
  const [one, other] = await written("two-tones");
  const [, late] = await overlap(race, (sql) => send(sql, one!), (sql) => send(sql, other!));
  expect(late).toMatchObject({ code: "PT409", message: "draft_discarded" });
  expect(await outboundOf(concise!)).toHaveLength(1);
  expect(await outboundOf(one!)).toHaveLength(1);
});

test("DRF-1 an edit beside a click: what leaves is what was approved, or nothing", async () => {
  const [draft] = await written("edit-second");
  await overlap(race, (sql) => send(sql, draft!), (sql) => edit(sql, draft!));
  expect(await outboundOf(draft!)).toEqual([{ state: "cancelled", body: "Yes, warm." }]);
  const [other] = await written("edit-first");
  const [, refused] = await overlap(race, (sql) => edit(sql, other!), (sql) => send(sql, other!));
  expect(refused).toMatchObject({ code: "PT409", message: "draft_changed" });
  expect(await outboundOf(other!)).toEqual([]);
});

test("DRF-1 an edit while a worker begins to send comes too late, and one before it stops it", async () => {
  const [draft] = await written("begun");
  const outbound = await send(race.sql, draft!);
  const [begun, late] = await overlap(
    race,
    (sql) => beginSend(sql, outbound),
    (sql) => edit(sql, draft!),
  );
  expect(begun.decision).toBe("send");
  expect(late).toMatchObject({ code: "PT409", message: "draft_already_sent" });
  const [other] = await written("taken-back");
  const queued = await send(race.sql, other!);
  const [, stopped] = await overlap(
    race,
    (sql) => edit(sql, other!),
    (sql) => beginSend(sql, queued),
  );
  expect(stopped).toMatchObject({ decision: "stop", reason: "cancelled" });
});

test("F31 a mail that is being stored makes the click wait, and refuses it", async () => {
  const [draft] = await written("news");
  const [, refused] = await overlap(
    race,
    (sql) => store(sql, [newer("news")]),
    (sql) => send(sql, draft!),
  );
  expect(refused).toMatchObject({ code: "PT409", message: "conversation_changed" });
});

test("F31 so does it make the worker wait, and gives the draft back", async () => {
  const [draft] = await written("news-late");
  const outbound = await send(race.sql, draft!);
  const [, decision] = await overlap(
    race,
    (sql) => store(sql, [newer("news-late")]),
    (sql) => beginSend(sql, outbound),
  );
  expect(decision).toMatchObject({ decision: "stop", reason: "conversation_changed" });
  const [row] = await race
    .sql`select status, status_reason from public.message_drafts where id = ${draft!}`;
  expect(row).toEqual({ status: "drafted", status_reason: "conversation_changed" });
});

test("TEN-4 drafts asked for while the conversation is taken back are nobody else's", async () => {
  const conversation = await asked("shared");
  const share = async (sql: Sql, shared: boolean) =>
    await sql`select public.share_conversation(${conversation}, ${shared})`;
  await share(race.sql, true);
  const [, seen] = await overlap(
    race,
    (sql) => share(sql, false),
    async (sql) => (await request(sql, conversation)).map(({ is_shared }) => is_shared),
  );
  expect(seen).toEqual([false, false]);
});

test("DRF-1 asking twice at once leaves one request open", async () => {
  const conversation = await asked("asked-twice");
  await overlap(race, (sql) => request(sql, conversation), (sql) => request(sql, conversation));
  const [open] = await race.sql`
    select count(distinct request_id)::int as requests, count(*)::int as drafts from public.message_drafts
    where conversation_id = ${conversation} and status = 'pending'`;
  expect(open).toEqual({ requests: 1, drafts: 2 });
});
