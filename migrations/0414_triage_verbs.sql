-- What people do with triage: ask for it, correct it.

-- definer: jobs are enqueued by functions only; the caller is checked first.
create function private.classify_message(wanted uuid) returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  m public.messages;
  job_id uuid;
begin
  perform private.require_user();
  select * into m from public.messages x
  where x.id = wanted and x.workspace_id in (select private.my_workspace_ids()) and (x.owner_id = auth.uid() or x.is_shared);
  if not found then perform private.problem('message_not_found'); end if;
  if private.ai_budget_left_usd(m.workspace_id, now()) <= 0 then perform private.problem('ai_budget_spent'); end if;
  job_id := private.enqueue('triage', m.workspace_id, jsonb_build_object('message_id', m.id, 'asked_by', auth.uid()), m.id || ':asked',
    priority => (-1)::smallint, for_owner => m.owner_id);
  perform private.ring('triage');
  return job_id;
end
$$;
revoke execute on function private.classify_message(uuid) from public, anon;
grant execute on function private.classify_message(uuid) to authenticated;
comment on function private.classify_message(uuid) is 'See public.classify_message.';

create function public.classify_message(message_id uuid) returns uuid
language sql volatile
set search_path = ''
as $$ select private.classify_message(message_id) $$;
revoke execute on function public.classify_message(uuid) from public, anon;
grant execute on function public.classify_message(uuid) to authenticated;
comment on function public.classify_message(uuid) is
  'Classifies a message now, whatever its account is set to, and again if it was; answers the job, null when one is being worked on. Fields a person corrected stay. Errors: message_not_found, ai_budget_spent.';

-- definer: the columns are not granted, so that every correction is marked as one.
create function private.correct_triage(wanted uuid, corrections jsonb) returns public.message_triage
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  known constant text[] := array['priority', 'category', 'sentiment', 'actionability', 'needs_reply'];
  unknown_key text := (select min(key) from jsonb_object_keys(coalesce(corrections, '{}')) key where not key = any (known));
  wanted_row public.message_triage;
  changed public.message_triage;
begin
  perform private.require_user();
  if unknown_key is not null then perform private.problem('triage_correction_invalid', left(unknown_key, 60)); end if;
  if coalesce(corrections, '{}') = '{}' then perform private.problem('triage_correction_invalid', 'nothing to correct'); end if;
  -- conversation first, see save_triage(); nobody waits for what they may not see
  perform 1 from public.conversations c join public.messages m on m.conversation_id = c.id
  where m.id = wanted and m.workspace_id in (select private.my_workspace_ids()) and (m.owner_id = auth.uid() or m.is_shared) for update of c;
  -- who may only read it through full admin visibility corrects nothing
  select * into wanted_row from public.message_triage t
  where t.message_id = wanted and t.workspace_id in (select private.my_workspace_ids()) and (t.owner_id = auth.uid() or t.is_shared) for update;
  if not found then perform private.problem('triage_not_found'); end if;
  begin
    wanted_row := jsonb_populate_record(wanted_row, corrections);
    update public.message_triage t set
      priority = wanted_row.priority, category = wanted_row.category, sentiment = wanted_row.sentiment,
      actionability = wanted_row.actionability, needs_reply = wanted_row.needs_reply,
      corrected_fields = array(select distinct field from unnest(t.corrected_fields || array(select jsonb_object_keys(corrections))) field order by field),
      taught_fields = array(select distinct field from unnest(t.taught_fields || known) field
        where case when corrections ? field then t.owner_id = auth.uid() else field = any (t.taught_fields) end order by field),
      corrected_by = auth.uid(), corrected_at = now()
    where t.message_id = wanted returning * into changed;
  exception when integrity_constraint_violation or data_exception then
    perform private.problem('triage_correction_invalid', 'a value is not one of its field');
  end;
  return changed;
end
$$;
revoke execute on function private.correct_triage(uuid, jsonb) from public, anon;
grant execute on function private.correct_triage(uuid, jsonb) to authenticated;
comment on function private.correct_triage(uuid, jsonb) is 'See public.correct_triage.';

create function public.correct_triage(message_id uuid, corrections jsonb) returns public.message_triage
language sql volatile
set search_path = ''
as $$ select private.correct_triage(message_id, corrections) $$;
revoke execute on function public.correct_triage(uuid, jsonb) from public, anon;
grant execute on function public.correct_triage(uuid, jsonb) to authenticated;
comment on function public.correct_triage(uuid, jsonb) is
  'Sets any of priority, category, sentiment, actionability, needs_reply for good; priority and category, set by the owner of the message, are taken over for the sender''s next ones. Errors: triage_not_found, triage_correction_invalid.';

insert into private.problems (slug, status, sentence, cure) values
  ('message_not_found', 404, 'Cannot find the message: it does not exist or is not visible to you', 'Check the id in the conversation.'),
  ('triage_not_found', 404, 'Cannot correct: there is no triage of this message that you may change', 'Classify the message first, or check the id.'),
  ('triage_correction_invalid', 422, 'Cannot correct: a field or a value is not known', 'Use priority, category, sentiment, actionability or needs_reply with one of the values their comments list.');
