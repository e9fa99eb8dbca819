/** One row of Ada's in each table that workers fill when they get to it: a test must not depend on when that is. */
import type { Sql } from "postgres";

const ADA = "00000000-0000-4000-8000-00000000ada1";

export async function addMemoryRows(sql: Sql, workspace: string): Promise<void> {
  const [message] = await sql`select id, connection_id from public.messages
    where workspace_id = ${workspace} and owner_id = ${ADA} order by id limit 1`;
  await sql`insert into public.notifications (workspace_id, owner_id, kind, sentence, cure)
    select ${workspace}, ${ADA}, kind, 'x', 'x' from private.notification_kinds limit 1`;
  const [note] = await sql`insert into public.notes (workspace_id, owner_id, body)
    values (${workspace}, ${ADA}, 'Globex wants Pune first') returning id`;
  await sql`insert into public.entities (workspace_id, owner_id, kind, name) values (${workspace}, ${ADA}, 'topic', 'Pune pilot') on conflict do nothing`;
  await sql`insert into public.embeddings (workspace_id, owner_id, object_type, note_id, chunk_index, chunk, content_hash, model, dimensions, happened_at)
    values (${workspace}, ${ADA}, 'note', ${
    note!.id
  }, 0, 'Globex wants Pune first', 'x', 'hash-v2', 0, now()) on conflict do nothing`;
  await sql`insert into public.tasks (workspace_id, owner_id, title, source) values (${workspace}, ${ADA}, 'Book the team', 'person')`;
  await sql`insert into public.promises (workspace_id, owner_id, message_id, side, promised_by, quote, evidence, source)
    values (${workspace}, ${ADA}, ${
    message!.id
  }, 'us', 'ada@acme.test', 'I will book the team', '{}', 'rules')`;
  await sql`insert into public.event_suggestions (workspace_id, owner_id, connection_id, conversation_id, message_id, kind, side, title, zone,
      zone_source, is_zone_ambiguous, evidence, source, expires_at)
    select m.workspace_id, m.owner_id, m.connection_id, m.conversation_id, m.id, 'propose', 'them', 'Pune', 'UTC', 'header', false, '{}', 'rules', now() + interval '1 day'
    from public.messages m where m.id = ${message!.id} on conflict do nothing`;
  const [preset] = await sql`insert into public.tone_presets (workspace_id, owner_id, name)
    values (${workspace}, ${ADA}, ${`Stranger ${Date.now()}`}) returning id`;
  await sql`insert into public.contact_tones (contact_id, workspace_id, owner_id, tone_preset_id)
    select id, workspace_id, owner_id, ${
    preset!.id
  } from public.contacts where workspace_id = ${workspace} and owner_id = ${ADA} limit 1 on conflict do nothing`;
  const [draft] =
    await sql`insert into public.message_drafts (workspace_id, owner_id, connection_id, conversation_id, request_id, place, kind, status,
      tone, recipient_address, body, source)
    select workspace_id, owner_id, connection_id, id, gen_random_uuid(), 1, 'reply', 'drafted', 'warm', 'bob@globex.test', 'Hello', 'offline'
    from public.conversations where workspace_id = ${workspace} and owner_id = ${ADA} limit 1 returning id`;
  await sql`update public.message_drafts set version = 1 where id = ${draft!.id}`;
  await sql`insert into public.message_triage (message_id, workspace_id, owner_id, priority, category, sentiment, actionability, needs_reply, summary,
      confidence, engine, model, prompt_version, content_hash, classified_at)
    values (${
    message!.id
  }, ${workspace}, ${ADA}, 'normal', 'work', 'neutral', 'read', false, 'x', 1, 'rules', 'x', 'x', 'x', now()) on conflict do nothing`;
  await sql`insert into public.proposals (workspace_id, owner_id, kind, cause_id) values (${workspace}, ${ADA}, 'confirm_task', ${
    message!.id
  }) on conflict do nothing`;
  await sql`insert into public.proposal_settings (workspace_id, owner_id, is_hourly) values (${workspace}, ${ADA}, false) on conflict do nothing`;
  await sql`insert into public.prompts (workspace_id, owner_id, prompt) values (${workspace}, ${ADA}, 'What is new?')`;
  await sql`insert into public.summaries (workspace_id, owner_id, scope, from_at, until_at, content_hash, content, message_ids, engine, model)
    values (${workspace}, ${ADA}, 'all', '2031-01-01', '2031-01-02', 'h', '{}', '{}', 'rules', 'rules') on conflict do nothing`;
}
