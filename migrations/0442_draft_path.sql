-- The way of drafts: what a worker reads, what it saves, and that no draft waits unseen.

-- How somebody writes, from what they lately wrote themselves, and what they changed in drafts. Bounded, read when something is
-- drafted. What left through us is not theirs: a draft must not learn from drafts.
create function private.writing_samples(for_owner uuid, in_workspace uuid) returns jsonb
language sql stable
set search_path = ''
as $$
  select jsonb_build_object(
    'sent', (
      select coalesce(jsonb_agg(jsonb_build_object('sent_at', m.sent_at, 'text', left(m.text_new, 3000), 'signature', left(m.text_signature, 300),
        'address', m.recipients -> 0 ->> 'address', 'name', m.recipients -> 0 ->> 'name') order by m.sent_at desc), '[]')
      from (
        select m.* from public.connections x, unnest(x.own_addresses) own (address)
        cross join lateral (
          select m.* from public.messages m
          where m.owner_id = for_owner and m.sender_address = own.address and m.workspace_id = in_workspace and m.direction = 'outbound'
            and m.automatic_kind = 'human' and not exists (select 1 from public.outbound_messages o where o.internet_message_id = m.internet_message_id)
          order by m.sent_at desc limit 20) m
        where x.owner_id = for_owner and x.workspace_id = in_workspace
        order by m.sent_at desc limit 20) m),
    'edits', (
      select coalesce(jsonb_agg(jsonb_build_object('edited_at', v.created_at, 'before', left(given.body, 3000), 'after', left(v.body, 3000),
        'address', d.recipient_address, 'name', d.recipient_name) order by v.created_at desc), '[]')
      from (
        select distinct on (v.draft_id) v.* from (
          select * from public.message_draft_versions v
          where v.owner_id = for_owner and v.workspace_id = in_workspace and v.source = 'person' order by v.created_at desc limit 40) v
        order by v.draft_id, v.version desc) v
      join public.message_drafts d on d.id = v.draft_id
      cross join lateral (
        select g.body from public.message_draft_versions g
        where g.draft_id = v.draft_id and g.version < v.version and g.source <> 'person' order by g.version desc limit 1) given))
$$;
revoke execute on function private.writing_samples(uuid, uuid) from public, anon, authenticated, service_role;
comment on function private.writing_samples(uuid, uuid) is
  'What somebody''s style is read from: {sent (the last 20 mails of their own), edits (the last change of up to 40 drafts)}, newest first.';

-- definer: the service role reads through this door only what a draft needs.
create function worker.reply_context(request_id uuid, draft_id uuid default null, draft_version integer default null) returns jsonb
language sql stable security definer
set search_path = ''
as $$
  with wanted as (
    select d.* from public.message_drafts d
    where d.request_id = reply_context.request_id and (reply_context.draft_id is null and d.status = 'pending'
      or d.id = reply_context.draft_id and d.status in ('pending', 'drafted', 'failed')
        -- what its owner wrote after asking for new words stands
        and not exists (select 1 from public.message_draft_versions v
          where v.draft_id = d.id and v.source = 'person' and v.version > reply_context.draft_version))
  ), one as (select * from wanted order by place limit 1)
  select jsonb_build_object(
    'request_id', d.request_id, 'kind', d.kind, 'instruction', d.instruction, 'subject', d.subject,
    'drafts', (select jsonb_agg(jsonb_build_object('id', x.id, 'version', x.version, 'tone', x.tone, 'preset', (
        select jsonb_build_object('name', p.name, 'instructions', p.instructions, 'examples', p.examples) from public.tone_presets p
        -- one that was the workspace's may be somebody's own again
        where p.id = x.tone_preset_id and (p.is_shared or p.owner_id = x.owner_id)))
      order by x.place) from wanted x),
    'workspace', jsonb_build_object('id', w.id, 'name', w.name, 'voice_guidelines', w.voice_guidelines),
    'owner', jsonb_build_object('id', p.id, 'name', p.display_name, 'address', a.address, 'time_zone', p.time_zone),
    'recipient', jsonb_build_object('name', d.recipient_name, 'address', d.recipient_address,
      'also_to', (select coalesce(jsonb_agg(r -> 'address'), '[]') from jsonb_array_elements(d.other_recipients) r where r ->> 'kind' = 'to')),
    'answered', jsonb_build_object(
      'id', m.id, 'direction', m.direction, 'sender_name', m.sender_name, 'sender_address', m.sender_address, 'sent_at', m.sent_at,
      'text', left(m.text_new, 6000), 'evidence', m.expects_reply_evidence, 'category', t.category, 'sentiment', t.sentiment,
      -- looked at for tricks, never shown to a model
      'surroundings', jsonb_build_array(m.subject, m.sender_name, left(m.text_full, 20000), left(m.html, 40000), (
        select string_agg(f.file_name, E'\n') from public.attachments f where f.workspace_id = m.workspace_id and f.message_id = m.id))),
    'messages', (
      select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'direction', e.direction, 'sender_name', e.sender_name, 'sent_at', e.sent_at,
        'text', left(e.text_new, 1500)) order by e.sent_at, e.id), '[]')
      from (
        select * from public.messages e
        where e.conversation_id = d.conversation_id and e.id <> m.id and e.removed_at is null and (e.automatic_kind = 'human' or e.direction = 'outbound')
          -- only what everybody it goes to has seen: a draft may quote it
          and not exists (
            select 1 from unnest(array(select r ->> 'address' from jsonb_array_elements(d.other_recipients) r) || d.recipient_address::text) reader
            where not (e.sender_address = reader or reader = any (private.addressees(e))))
        order by e.sent_at desc, e.id desc limit 10) e),
    'samples', private.writing_samples(d.owner_id, d.workspace_id))
  from one d
  join public.messages m on m.id = d.reply_to_message_id
  join public.workspaces w on w.id = d.workspace_id
  join public.profiles p on p.id = d.owner_id
  join public.connections a on a.id = d.connection_id
  left join public.message_triage t on t.message_id = m.id
$$;
revoke execute on function worker.reply_context(uuid, uuid, integer) from public, anon, authenticated;
grant execute on function worker.reply_context(uuid, uuid, integer) to service_role;
comment on function worker.reply_context(uuid, uuid, integer) is
  'Facts for the pending drafts of a request, or for one draft again, unless its owner wrote a version after draft_version: {request_id, kind, instruction, subject, drafts, workspace, owner, recipient, answered, messages (the ten before, oldest first), samples}; null when there is nothing to write.';

-- definer: moves rows the service role may not update.
create function worker.save_reply_drafts(request_id uuid, drafts jsonb, call jsonb, fallback_reason text default null) returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  first public.message_drafts;
  action_id uuid;
  item jsonb;
  outcomes jsonb := '{}';
begin
  -- conversation first, then drafts: the order every path locks in
  perform 1 from public.conversations c
  where c.id = (select x.conversation_id from public.message_drafts x where x.request_id = save_reply_drafts.request_id limit 1) for update;
  select * into first from public.message_drafts x where x.request_id = save_reply_drafts.request_id order by x.place limit 1 for update;
  if not found then return outcomes; end if;
  action_id := private.log_ai_action(first.workspace_id, first.owner_id, 'draft_request', first.request_id, call);
  for item in select value from jsonb_array_elements(drafts) loop
    -- Discarded, sent or edited meanwhile, or written by a twin of this worker: theirs stands.
    update public.message_drafts x set
      status = 'drafted', status_reason = null, body = item ->> 'body', version = x.version + 1, ai_action_id = action_id,
      source = case when (call ->> 'is_offline')::boolean then 'offline' else 'model' end, fallback_reason = save_reply_drafts.fallback_reason,
      confidence = (item ->> 'confidence')::numeric,
      reasons = array(select jsonb_array_elements_text(coalesce(item -> 'reasons', '[]'))),
      flags = array(select jsonb_array_elements_text(coalesce(item -> 'flags', '[]')))
    where x.request_id = save_reply_drafts.request_id and x.id = (item ->> 'id')::uuid and x.version = (item ->> 'version')::integer
      and x.status in ('pending', 'drafted', 'failed');
    outcomes := outcomes || jsonb_build_object(item ->> 'id', case when found then 'drafted' else 'superseded' end);
  end loop;
  return outcomes;
end
$$;
revoke execute on function worker.save_reply_drafts(uuid, jsonb, jsonb, text) from public, anon, authenticated;
grant execute on function worker.save_reply_drafts(uuid, jsonb, jsonb, text) to service_role;
comment on function worker.save_reply_drafts(uuid, jsonb, jsonb, text) is
  'Stores [{id, version (as read), body, confidence, reasons, flags}] where nobody was first, and the model call in any case. Answers {id: drafted | superseded}.';

-- No draft waits unseen: once more if nobody is on it, and visibly failed if its job died, because it would only die again.
create function private.settle_reply_drafts(as_of timestamptz) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  stray record;
begin
  for stray in
    select d.request_id, d.workspace_id, d.owner_id, bool_or(d.reply_to_message_id is null) or exists (select 1 from private.jobs j
      where j.queue = 'draft-reply' and j.payload ->> 'request_id' = d.request_id::text and j.state = 'dead') as has_died
    from public.message_drafts d
    where d.status = 'pending' and d.updated_at < as_of - interval '2 minutes'
      and not exists (select 1 from private.jobs j
        where j.queue = 'draft-reply' and j.payload ->> 'request_id' = d.request_id::text and j.state in ('waiting', 'leased'))
    group by d.request_id, d.workspace_id, d.owner_id order by d.request_id limit 200
  loop
    if stray.has_died then
      update public.message_drafts d set status = 'failed', status_reason = 'worker_lost' where d.request_id = stray.request_id and d.status = 'pending';
    else
      perform private.enqueue('draft-reply', stray.workspace_id, jsonb_build_object('request_id', stray.request_id), stray.request_id::text, for_owner => stray.owner_id);
    end if;
  end loop;
end
$$;
revoke execute on function private.settle_reply_drafts(timestamptz) from public, anon, authenticated, service_role;
comment on function private.settle_reply_drafts(timestamptz) is 'Tick: gives drafts that wait without a job a new one, or fails them visibly.';
