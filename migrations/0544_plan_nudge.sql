-- A nudge by hand: a person need not wait for the planner, and may ask again for what they once cancelled.

-- definer: inserts a row nobody may insert directly.
create function private.plan_nudge(for_conversation uuid, wanted_tone text) returns public.nudges
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  conversation public.conversations;
  decision record;
  planned public.nudges;
begin
  perform private.require_user();
  if wanted_tone is not null and wanted_tone not in ('warm', 'professional', 'concise', 'urgent') then
    perform private.problem('tone_unknown');
  end if;
  -- who may not see it must not be able to wait for it either
  select * into conversation from public.conversations c where c.id in (select private.my_conversation_ids(array[for_conversation]));
  if not found then perform private.problem('conversation_not_found'); end if;
  if conversation.owner_id <> auth.uid() then perform private.problem('nudge_not_yours'); end if;
  perform 1 from public.conversations c where c.id = for_conversation for update;
  select * into planned from public.nudges n
  where n.conversation_id = for_conversation and n.status in ('pending', 'drafted', 'approved', 'sending');
  if found then return planned; end if;
  select * into decision from private.nudge_decision(for_conversation, now(), true);
  if decision.verdict <> 'plan' then perform private.problem('nudge_not_possible', decision.reason); end if;
  -- one that failed gives way: two never follow one last word
  perform private.cancel_nudge(n.id, 'asked_again') from public.nudges n
  where n.conversation_id = for_conversation and n.basis_message_id = (decision.facts ->> 'basis_message_id')::uuid and n.status = 'failed';
  planned := private.add_nudge(for_conversation, 'asked_by_person', decision.facts, now(), auth.uid(), wanted_tone);
  if planned.id is null then perform private.problem('nudge_not_possible', 'nudged_already'); end if;
  return planned;
end
$$;
revoke execute on function private.plan_nudge(uuid, text) from public, anon;
grant execute on function private.plan_nudge(uuid, text) to authenticated;
comment on function private.plan_nudge(uuid, text) is 'See public.plan_nudge.';

create function public.plan_nudge(conversation_id uuid, tone text default null) returns public.nudges
language sql volatile
set search_path = ''
as $$ select private.plan_nudge(conversation_id, tone) $$;
revoke execute on function public.plan_nudge(uuid, text) from public, anon;
grant execute on function public.plan_nudge(uuid, text) to authenticated;
comment on function public.plan_nudge(uuid, text) is
  'Plans a nudge now, whatever the wait, the window, the number of nudges and earlier cancellations say, and drafts it; answers the one under way if there is one. It leaves when a person approves it, on autopilot too. Errors: conversation_not_found, nudge_not_yours, nudge_not_possible, tone_unknown.';

insert into private.problems (slug, status, sentence, cure) values
  ('nudge_not_possible', 409, 'Cannot plan a nudge: there is nothing to follow up here', 'The reason stands in brackets; explain_follow_up() tells its facts.');
