/** A mailbox with the mails of the triage set, each a conversation of its own, ready to be classified and answered. */
import type { Sql } from "postgres";
import { createInbox } from "../../../functions/_shared/adapters/supabase/inbox.ts";
import type { DatabaseClient } from "../../../functions/_shared/adapters/supabase/call-worker.ts";
import { ingestBatch } from "../../../functions/ingest/ingest-batch.ts";
import { HALVES, labelled } from "../../evals/labelled.ts";
import type { TriageCase } from "../../evals/score-triage.ts";

const BATCH = 25;
const DAY_MS = 86_400_000;
const OWN = "ada@bench.test";

/** Mails of people, in five languages. */
export function benchMails(count: number): TriageCase[] {
  const all = HALVES.flatMap((half) => labelled<TriageCase>("triage", half))
    .filter(({ automatic_kind: kind }) => kind === "human");
  return Array.from({ length: count }, (_, at) => all[at % all.length]!);
}

export interface BenchMailbox {
  workspaceId: string;
  connectionId: string;
}

export async function foundMailbox(sql: Sql): Promise<BenchMailbox> {
  await sql`select tests.sign_up('ada', '{}', ${OWN})`;
  const [workspace] = await sql`
    select m.workspace_id as id from public.workspace_members m where m.user_id = tests.id('ada')`;
  const [connection] = await sql`
    select tests.connection('ada', ${workspace!.id}, 'gmail', ${OWN}) as id`;
  return { workspaceId: workspace!.id, connectionId: connection!.id };
}

/**
 * Stores the mails; afterwards one job of `triage` and one of `draft-reply` wait for each. Answers which mail a job is about, by what
 * stands in its payload.
 */
export async function deliverMails(
  sql: Sql,
  client: DatabaseClient,
  { workspaceId, connectionId }: BenchMailbox,
  mails: TriageCase[],
  round: string,
): Promise<Map<string, number>> {
  const inbox = createInbox(client);
  const now = new Date();
  const raws = mails.map((one, at) =>
    rawMail(one, `${at}.${round}`, new Date(now.getTime() - 2 * DAY_MS))
  );
  for (let start = 0; start < raws.length; start += BATCH) {
    const messages = raws.slice(start, start + BATCH).map((raw, place) => ({
      reference: String(start + place),
      raw: Buffer.from(raw, "utf8").toString("base64"),
    }));
    const connection = { id: connectionId, own_addresses: [OWN] };
    await ingestBatch({ messages, has_more: false }, connection, inbox, now);
  }
  await sql.begin(async (tx) => {
    await tx`select tests.become('ada')`;
    await tx`
      select public.request_drafts(c.id) from public.conversations c
      where c.workspace_id = ${workspaceId} and not exists (select 1 from public.message_drafts d where d.conversation_id = c.id)`;
  });
  const rows = await sql`
    select m.id, d.request_id, split_part(split_part(m.internet_message_id, '-', 2), '.', 1)::int as place
    from public.messages m join public.message_drafts d on d.reply_to_message_id = m.id
    where m.workspace_id = ${workspaceId} and m.internet_message_id like ${`%.${round}@%`}`;
  return new Map(rows.flatMap(({ id, request_id, place }) => [[id, place], [request_id, place]]));
}

function rawMail({ sender_name: name, subject, text }: TriageCase, id: string, sentAt: Date) {
  const word = (words: string) => `=?UTF-8?B?${Buffer.from(words, "utf8").toString("base64")}?=`;
  return [
    // a person of their own each, so that no mail teaches the next one
    `From: ${word(name)} <person.${id}@customers.test>`,
    `To: Ada <${OWN}>`,
    `Subject: ${word(subject)}`,
    `Message-ID: <bench-${id}@customers.test>`,
    `Date: ${sentAt.toUTCString().replace("GMT", "+0000")}`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: base64",
    "",
    Buffer.from(text, "utf8").toString("base64").replace(/.{76}/g, "$&\r\n"),
    "",
  ].join("\r\n");
}
