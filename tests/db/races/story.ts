/** The steps of a follow-up, each one statement, for the races. */
import type { Sql } from "postgres";

/** Ada asks Bob in a thread of its own; the answer is the waiting nudge, drafted. */
export async function askAndDraft(sql: Sql, thread: string): Promise<string> {
  await store(sql, [ownMail(thread, { sent_at: daysAgo(3) })]);
  const [nudge] = await sql`
    select n.id from public.nudges n join public.messages m on m.id = n.basis_message_id
    where m.provider_message_id = ${thread}`;
  await sql`select worker.save_nudge_draft(${nudge!.id}, 0, '{"body": "Any news?"}', ${
    sql.json({
      action: "draft_nudge",
      provider: "offline",
      model: "rules",
      is_offline: true,
      prompt_version: "1",
      outcome: "ok",
    })
  })`;
  return nudge!.id;
}

/** Ada approves; the answer is the outbound message. */
export async function approve(sql: Sql, nudge: string): Promise<string> {
  const [row] = await sql`select outbound_message_id as id from public.approve_nudge(${nudge}, 1)`;
  return row!.id;
}

/** worker.begin_send(): the decision and its reason. */
export async function beginSend(
  sql: Sql,
  outbound: string,
): Promise<{ decision: string; reason?: string }> {
  const [row] = await sql`select worker.begin_send(${outbound}) as answer`;
  return row!.answer;
}

/** worker.finish_send() with our copy of the mail. */
export async function finishSend(sql: Sql, outbound: string, thread: string): Promise<string> {
  const [row] = await sql`
    select worker.finish_send(${outbound}, ${`gmail-${thread}`}, null,
      tests.own_mail('sent', ${sql.json(sentCopy(thread))}
        || (select jsonb_build_object('internet_message_id', internet_message_id) from public.outbound_messages where id = ${outbound}))) as answer`;
  return row!.answer;
}

/** The provider's copy of the same mail, through the ingest path. */
export async function storeProviderCopy(
  sql: Sql,
  outbound: string,
  thread: string,
): Promise<string> {
  const [row] = await sql`
    select internet_message_id from public.outbound_messages where id = ${outbound}`;
  const copy = ownMail("sent", {
    ...sentCopy(thread),
    provider_message_id: `gmail-${thread}`,
    internet_message_id: row!.internet_message_id,
  });
  return (await store(sql, [copy]))[0]!.outcome;
}

export interface Item {
  own: boolean;
  reference: string;
  changes: Record<string, string | string[] | boolean | null>;
}

/** Mail by Ada to Bob. */
export function ownMail(reference: string, changes: Item["changes"] = {}): Item {
  return { own: true, reference, changes };
}

/** Bob's answer to Ada's mail `to`. */
export function replyTo(to: string, changes: Item["changes"] = {}): Item {
  const answer = { in_reply_to: `<${to}@acme.test>`, references: [`<${to}@acme.test>`] };
  return {
    own: false,
    reference: `reply-${to}`,
    changes: { ...answer, expects_reply: false, sent_at: daysAgo(0), ...changes },
  };
}

/** worker.store_messages() now. Account: Ada's unless another address is given. */
export async function store(
  sql: Sql,
  items: Item[],
  account = "ada@acme.test",
): Promise<{ outcome: string; conversation_id: string }[]> {
  const [row] = await sql`
    select worker.store_messages((select id from public.connections where address = ${account}),
      (select jsonb_agg(case when (i ->> 'own')::boolean then tests.own_mail(i ->> 'reference', i -> 'changes')
        else tests.mail(i ->> 'reference', i -> 'changes') end) from jsonb_array_elements(${
    sql.json(items as never)
  }) i),
      clock_timestamp()) as results`;
  return row!.results;
}

export function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}

function sentCopy(thread: string): Item["changes"] {
  return {
    references: [`<${thread}@acme.test>`],
    content_hash: thread,
    sent_at: daysAgo(0),
    expects_reply: false,
  };
}
