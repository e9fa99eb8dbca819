/** Sends that people approved: each in a conversation of its own, through the ingest path, a draft and the verb. */
import type { Sql } from "postgres";
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
    select n.id, worker.save_nudge_draft(n.id, 0, '{"body": "Any news?"}', jsonb_build_object(
      'action', 'draft_nudge', 'provider', 'offline', 'model', 'rules', 'is_offline', true, 'prompt_version', '1', 'outcome', 'ok'))
    from public.nudges n join public.messages m on m.id = n.basis_message_id
    where m.provider_message_id like ${label + "-%"}`;
  if (rows.length !== count) throw new Error(`${rows.length} of ${count} nudges were planned`);
  return rows.map(({ id }) => id);
}

export async function approveSends(
  sql: Sql,
  label: string,
  count: number,
): Promise<ApprovedSend[]> {
  const drafted = await draftNudges(sql, label, count);
  const sends = await Promise.all(
    drafted.map(({ sender, nudges }) =>
      sql.begin(async (transaction) => {
        await transaction`
        select set_config('request.jwt.claims', json_build_object('sub', tests.id(${sender}), 'role', 'authenticated')::text, true)`;
        return await transaction<ApprovedSend[]>`
        with approved as (
          select (public.approve_nudge(n.id, n.draft_version)).outbound_message_id as id
          from public.nudges n where n.id = any (${nudges}))
        select id as "outboundId" from approved`;
      })
    ),
  );
  const ids = sends.flat().map(({ outboundId }) => outboundId);
  return await sql<ApprovedSend[]>`
    select id as "outboundId", internet_message_id as "messageId", conversation_id as "conversationId"
    from public.outbound_messages where id = any (${ids}) order by id`;
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
