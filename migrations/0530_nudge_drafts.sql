-- Drafting: what draft-nudge reads and writes.

-- definer: the service role reads through this door only what a draft needs.
create function worker.nudge_context(nudge_id uuid) returns jsonb
language sql stable security definer
set search_path = ''
as $$
  select jsonb_build_object(
    'nudge_id', n.id, 'status', n.status, 'step', n.step, 'tone', n.tone, 'draft_version', n.draft_version,
    'workspace', jsonb_build_object('id', w.id, 'name', w.name,
      -- and how this person is usually written to, unless another tone was chosen
      'voice_guidelines', (select nullif(concat_ws(E'\n', w.voice_guidelines, nullif(s.instructions, '')), '')
        from private.tone_for(n.workspace_id, n.owner_id, n.recipient_address) usual
        left join public.tone_presets s on s.id = usual.tone_preset_id and s.base_tone = n.tone)),
    'owner', jsonb_build_object('id', p.id, 'name', p.display_name, 'address', x.address),
    'recipient', jsonb_build_object('name', n.recipient_name, 'address', n.recipient_address),
    'subject', c.subject,
    'subject_is_ours', coalesce((select m.direction = 'outbound' from public.messages m where m.conversation_id = c.id
      order by m.sent_at, m.id limit 1), false),
    -- as it will be released: what nobody looks at is written from the owner's own words
    'is_unattended', n.asked_by is null and w.autopilot_mode = 'autonomous',
    'waiting_since', c.waiting_since, 'asked', c.waiting_evidence,
    'messages', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', m.id, 'direction', m.direction, 'sender_name', m.sender_name, 'sent_at', m.sent_at,
        'text_new', left(m.text_new, 1500), 'expects_reply_evidence', m.expects_reply_evidence) order by m.sent_at, m.id), '[]')
      from (
        select * from public.messages m where m.conversation_id = c.id and (m.automatic_kind = 'human' or m.direction = 'outbound')
          -- only what the recipient has seen: a draft may quote it
          and (m.sender_address = n.recipient_address or n.recipient_address = any (private.addressees(m)))
        order by m.sent_at desc, m.id desc limit 10) m))
  from public.nudges n
  join public.conversations c on c.id = n.conversation_id
  join public.workspaces w on w.id = n.workspace_id
  join public.profiles p on p.id = n.owner_id
  join public.connections x on x.id = n.connection_id
  where n.id = nudge_context.nudge_id
$$;
revoke execute on function worker.nudge_context(uuid) from public, anon, authenticated;
grant execute on function worker.nudge_context(uuid) to service_role;
comment on function worker.nudge_context(uuid) is
  'Facts for a draft: {nudge_id, status, step, tone, draft_version, workspace, owner, recipient, subject, subject_is_ours (the owner began the conversation), is_unattended (nobody looks at it before it leaves), waiting_since, asked, messages (last ten, oldest first, 1,500 characters each)}; null when the nudge is gone.';

-- definer: moves a row the service role may not update.
create function worker.save_nudge_draft(nudge_id uuid, expected_version integer, draft jsonb, call jsonb) returns text
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  n public.nudges;
begin
  -- conversation first, then nudge: the order every path locks in; autopilot writes an outbound message below
  perform 1 from public.conversations c
  where c.id = (select conversation_id from public.nudges x where x.id = save_nudge_draft.nudge_id) for update;
  select * into n from public.nudges x where x.id = save_nudge_draft.nudge_id for update;
  if not found then return 'gone'; end if;
  perform private.log_ai_action(n.workspace_id, n.owner_id, 'nudge', n.id, call);
  -- Cancelled meanwhile, edited by a person meanwhile, or written by a twin of this worker: theirs stands.
  if n.status not in ('pending', 'drafted') or n.draft_version <> expected_version then return 'superseded'; end if;
  update public.nudges x set
    status = 'drafted', status_reason = null, body = draft ->> 'body', draft_version = x.draft_version + 1,
    draft_source = case when (call ->> 'is_offline')::boolean then 'offline' else 'model' end,
    draft_confidence = (draft ->> 'confidence')::numeric,
    flags = array(select jsonb_array_elements_text(coalesce(draft -> 'flags', '[]')))
  where x.id = n.id returning * into n;
  -- Who asks for a text wants to see it; read from the nudge, because a draft nobody asked for may come in first.
  -- And what a mail of others may have had a say in is read by somebody first.
  if n.asked_by is null and n.flags = '{}' and (draft ->> 'is_from_own_words')::boolean and (select autopilot_mode from public.workspaces w where w.id = n.workspace_id) = 'autonomous'
    and (select provider from public.connections x where x.id = n.connection_id) <> 'import'
  then
    perform private.approve_nudge(n, null, 'autopilot', false, now());
  end if;
  return 'drafted';
end
$$;
revoke execute on function worker.save_nudge_draft(uuid, integer, jsonb, jsonb) from public, anon, authenticated;
grant execute on function worker.save_nudge_draft(uuid, integer, jsonb, jsonb) to service_role;
comment on function worker.save_nudge_draft(uuid, integer, jsonb, jsonb) is
  'Stores {body, confidence, flags, is_from_own_words} if nobody was first, and the model call in any case. Answers drafted, superseded or gone.';

-- definer: see save_nudge_draft.
create function worker.log_failed_draft(nudge_id uuid, call jsonb, is_final boolean) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  n public.nudges;
begin
  select * into n from public.nudges x where x.id = log_failed_draft.nudge_id for update;
  if not found then return; end if;
  perform private.log_ai_action(n.workspace_id, n.owner_id, 'nudge', n.id, call);
  if is_final and n.status = 'pending' then
    update public.nudges x set status = 'failed', status_reason = call ->> 'error_slug' where x.id = n.id;
  end if;
end
$$;
revoke execute on function worker.log_failed_draft(uuid, jsonb, boolean) from public, anon, authenticated;
grant execute on function worker.log_failed_draft(uuid, jsonb, boolean) to service_role;
comment on function worker.log_failed_draft(uuid, jsonb, boolean) is 'Records a model call that gave no draft; is_final fails the nudge visibly.';

-- No nudge waits unseen for a draft. Its job may have been lost with its worker: once more if nobody is on it, and
-- visibly failed if the job died, because a worker that keeps dying would only die again.
create function private.settle_drafts(as_of timestamptz) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  stray record;
begin
  for stray in
    select n.id, n.workspace_id, n.owner_id, n.connection_id, n.asked_by, exists (select 1 from private.jobs j
      where j.queue = 'draft-nudge' and j.unique_key = n.id::text and j.state = 'dead') as has_died
    from public.nudges n
    where n.status = 'pending' and n.updated_at < as_of - interval '2 minutes'
      and not exists (select 1 from private.jobs j
        where j.queue = 'draft-nudge' and j.payload ->> 'nudge_id' = n.id::text and j.state in ('waiting', 'leased'))
    order by n.id limit 200
  loop
    if stray.has_died then
      update public.nudges n set status = 'failed', status_reason = 'worker_lost' where n.id = stray.id and n.status = 'pending';
    else
      perform private.enqueue('draft-nudge', stray.workspace_id, jsonb_strip_nulls(jsonb_build_object('nudge_id', stray.id, 'asked_by', stray.asked_by)), stray.id::text,
        for_owner => stray.owner_id, through_connection => stray.connection_id);
    end if;
  end loop;
end
$$;
revoke execute on function private.settle_drafts(timestamptz) from public, anon, authenticated, service_role;
comment on function private.settle_drafts(timestamptz) is 'Tick: gives nudges that wait for a draft without a job a new one, or fails them visibly.';
