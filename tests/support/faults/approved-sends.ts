/** Sends that people approved, follow-ups and answers: each in a conversation of its own, through the ingest path, a draft and the verb. */
import type { Sql, TransactionSql } from "postgres";
import { SENDERS } from "./world.ts";

export interface ApprovedSend {
  outboundId: string;
  messageId: string;
  conversationId: string;
}

/** Drafted nudges of the senders in turn; `label` keeps runs apart. Answers nudge ids by sender. */
export async function draftNudges(
  sql: Sql,
  label: string,
  count: number,
): Promise<{ sender: string; nudges: string[] }[]> {
  const shares = SENDERS.map((sender, place) => ({
    sender,
    count: Math.floor((count + place) / SENDERS.length),
  }));
  return await Promise.all(shares.map(async (share) => ({
    sender: share.sender,
    nudges: await draftNudgesOf(sql, share.sender, `${label}-${share.sender}`, share.count),
  })));
}

async function draftNudgesOf(
  sql: Sql,
  sender: string,
  label: string,
  count: number,
): Promise<string[]> {
  // Every mail to somebody else: how often one person may be written to is not what is tested here.
  await sql`
    select worker.store_messages((select id from public.connections where address = ${sender} || '@acme.test'),
      (select jsonb_agg(tests.own_mail(${label} || '-' || i, jsonb_build_object(
        'internet_message_id', '<' || ${label} || '-' || i || '@acme.test>',
        'sender_address', ${sender} || '@acme.test', 'sender_name', initcap(${sender}),
        'recipients', jsonb_build_array(jsonb_build_object('kind', 'to', 'name', 'Customer',
          'address', ${label} || '-' || i || '@customer-' || ${label} || i || '.test')),
        'sent_at', now() - interval '3 days')))
      from generate_series(1, ${count}) i), clock_timestamp())`;
  const rows = await sql`
    select n.id, worker.save_nudge_draft(n.id, 0, '{"body": "Any news?"}', ${
    sql.json({ action: "draft_nudge", ...OFFLINE_CALL })
  })
    from public.nudges n join public.messages m on m.id = n.basis_message_id
    where m.provider_message_id like ${label + "-%"}`;
  if (rows.length !== count) throw new Error(`${rows.length} of ${count} nudges were planned`);
  return rows.map(({ id }) => id);
}

const OFFLINE_CALL = {
  provider: "offline",
  model: "rules",
  is_offline: true,
  prompt_version: "1",
  outcome: "ok",
};

/** A customer asks, a draft of the answer is written. Answers the draft's id. */
async function draftAnswers(
  sql: Sql,
  sender: string,
  label: string,
  count: number,
): Promise<string[]> {
  await sql`
    select worker.store_messages((select id from public.connections where address = ${sender} || '@acme.test'),
      (select jsonb_agg(tests.mail(${label} || '-' || i, jsonb_build_object(
        'internet_message_id', '<' || ${label} || '-' || i || '@customer.test>',
        'sender_address', ${label} || '-' || i || '@customer-' || ${label} || i || '.test',
        'recipients', jsonb_build_array(jsonb_build_object('kind', 'to', 'address', ${sender} || '@acme.test')),
        'sent_at', now() - interval '1 hour')))
      from generate_series(1, ${count}) i), clock_timestamp())`;
  const requested = await as(sql, sender, (transaction) =>
    transaction`
      select d.id, d.request_id from public.messages m
      cross join lateral public.request_drafts(m.conversation_id, array['warm']) d
      where m.provider_message_id like ${label + "-%"}`);
  if (requested.length !== count) {
    throw new Error(`${requested.length} of ${count} answers were drafted`);
  }
  for (const { id, request_id } of requested) {
    await sql`
      select worker.save_reply_drafts(${request_id}, ${
      sql.json([{ id, version: 0, body: "It is on its way." }])
    }, ${sql.json({ action: "draft_reply", ...OFFLINE_CALL })})`;
  }
  return requested.map(({ id }) => id);
}

async function as<T>(
  sql: Sql,
  person: string,
  work: (transaction: TransactionSql) => Promise<T>,
): Promise<T> {
  return await sql.begin(async (transaction) => {
    await transaction`
      select set_config('request.jwt.claims', json_build_object('sub', tests.id(${person}), 'role', 'authenticated')::text, true)`;
    return await work(transaction);
  }) as T;
}

/** Every other one is an answer, the rest are follow-ups. */
export async function approveSends(
  sql: Sql,
  label: string,
  count: number,
): Promise<ApprovedSend[]> {
  const answers = Math.floor(count / 2);
  const drafted = await draftNudges(sql, label, count - answers);
  const nudged = await Promise.all(
    drafted.map(({ sender, nudges }) =>
      as(sql, sender, (transaction) =>
        transaction<{ id: string }[]>`
          select (public.approve_nudge(n.id, n.draft_version)).outbound_message_id as id
          from public.nudges n where n.id = any (${nudges})`)
    ),
  );
  const answered = await Promise.all(SENDERS.map(async (sender, place) => {
    const share = Math.floor((answers + place) / SENDERS.length);
    if (share === 0) return [];
    const drafts = await draftAnswers(sql, sender, `${label}-answer-${sender}`, share);
    return await as(sql, sender, (transaction) =>
      transaction<{ id: string }[]>`
        select (public.send_draft(d.id, d.version)).outbound_message_id as id
        from public.message_drafts d where d.id = any (${drafts})`);
  }));
  const [first, second] = [nudged, answered].map((rows) => rows.flat().map(({ id }) => id));
  // in turn, so that whoever deals something out in their order deals it to both
  const ids = Array.from({ length: count }, (_, at) => (at % 2 === 0 ? first : second)![at >> 1]!);
  return await sql<ApprovedSend[]>`
    select id as "outboundId", internet_message_id as "messageId", conversation_id as "conversationId"
    from public.outbound_messages join unnest(${ids}::uuid[]) with ordinality wanted (id, place) using (id) order by place`;
}

/** How many of the sends are in each state. */
export async function sendStates(sql: Sql, sends: ApprovedSend[]): Promise<Record<string, number>> {
  const rows = await sql`
    select state, count(*)::int as count from public.outbound_messages
    where id = any (${sends.map(({ outboundId }) => outboundId)}) group by state`;
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** Mails that never left and mails that left more than once, as the outside world counts them. */
export function countSends(sends: ApprovedSend[], mails: Map<string, number>) {
  const counts = sends.map(({ messageId }) => mails.get(messageId) ?? 0);
  return {
    lost: counts.filter((count) => count === 0).length,
    doubled: counts.filter((count) => count > 1).length,
  };
}
