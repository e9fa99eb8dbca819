-- The way of a prompt: begun before anything is looked at, so that its model calls have a row to stand by; finished once.

-- definer: writes rows nobody may write directly; the function names who asked after it has checked their token.
create function worker.begin_prompt(workspace_id uuid, owner_id uuid, prompt text, as_of timestamptz) returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  new_id uuid;
begin
  if not exists (select from public.workspace_members m where m.workspace_id = begin_prompt.workspace_id and m.user_id = begin_prompt.owner_id) then
    perform private.problem('workspace_not_found');
  end if;
  -- a function that was killed cannot say so: no request lives for ten minutes
  update public.prompts p set status = 'failed', status_reason = 'interrupted', finished_at = as_of
  where p.owner_id = begin_prompt.owner_id and p.status = 'working' and p.created_at < as_of - interval '10 minutes';
  -- no more at a time than a person can read
  if (select count(*) from public.prompts p where p.owner_id = begin_prompt.owner_id and p.status = 'working') >= 10 then
    perform private.problem('too_many_prompts');
  end if;
  insert into public.prompts (workspace_id, owner_id, prompt, created_at) values (workspace_id, owner_id, prompt, as_of) returning id into new_id;
  return new_id;
end
$$;
revoke execute on function worker.begin_prompt(uuid, uuid, text, timestamptz) from public, anon, authenticated;
grant execute on function worker.begin_prompt(uuid, uuid, text, timestamptz) to service_role;
comment on function worker.begin_prompt(uuid, uuid, text, timestamptz) is
  'Stores a question of a member before it is answered; answers its id. Errors: workspace_not_found, too_many_prompts.';

-- definer: the ledger is written by functions only.
create function worker.log_prompt_call(prompt_id uuid, call jsonb) returns void
language sql volatile security definer
set search_path = ''
as $$
  update public.prompts p set ai_action_id = private.log_ai_action(p.workspace_id, p.owner_id, 'prompt', p.id, call) where p.id = log_prompt_call.prompt_id
$$;
revoke execute on function worker.log_prompt_call(uuid, jsonb) from public, anon, authenticated;
grant execute on function worker.log_prompt_call(uuid, jsonb) to service_role;
comment on function worker.log_prompt_call(uuid, jsonb) is 'Records a model call made for a prompt.';

-- definer: see above.
create function worker.finish_prompt(prompt_id uuid, result jsonb, as_of timestamptz) returns text
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  quoted uuid[] := array(select distinct value::uuid from jsonb_array_elements_text(coalesce(result -> 'message_ids', '[]')) order by 1 limit 500);
  p public.prompts;
begin
  select * into p from public.prompts x where x.id = prompt_id and x.status = 'working' for update;
  if not found then return 'gone'; end if;
  -- A message that was deleted or taken back while the answer was written withdraws nothing later: look, under a lock that its change waits for.
  if quoted <> '{}' and cardinality(quoted) <> (select count(*) from (select 1 from public.messages m
      where m.id = any (quoted) and m.workspace_id = p.workspace_id and m.removed_at is null for key share) found)
  then
    update public.prompts x set status = 'withdrawn', status_reason = 'message_gone', finished_at = as_of where x.id = p.id;
    return 'withdrawn';
  end if;
  update public.prompts x set
    status = result ->> 'status', status_reason = result ->> 'status_reason', intent = result ->> 'intent', from_at = (result ->> 'from_at')::timestamptz,
    until_at = (result ->> 'until_at')::timestamptz, answer = nullif(result -> 'answer', 'null'), coverage = nullif(result -> 'coverage', 'null'),
    message_ids = quoted, engine = result ->> 'engine', fallback_reason = result ->> 'fallback_reason', finished_at = as_of
  where x.id = p.id;
  return 'finished';
end
$$;
revoke execute on function worker.finish_prompt(uuid, jsonb, timestamptz) from public, anon, authenticated;
grant execute on function worker.finish_prompt(uuid, jsonb, timestamptz) to service_role;
comment on function worker.finish_prompt(uuid, jsonb, timestamptz) is
  'Stores what became of a prompt: {status, status_reason, intent, from_at, until_at, answer, coverage, message_ids, engine, fallback_reason}. Answers finished, withdrawn (a quoted message went meanwhile) or gone.';

insert into private.problems (slug, status, sentence, cure) values
  ('too_many_prompts', 429, 'Cannot answer: ten prompts of yours are being answered', 'Wait until one of them is answered.');
