-- What people do with proposals (PRM-4): list, accept, which does the thing by its own verb, or dismiss for good.

-- definer: the row is locked, and its owner and cause checked, before anything is done.
create function private.hold_own_proposal(wanted uuid) returns public.proposals
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  p public.proposals;
begin
  select * into p from public.proposals x
  where x.id = wanted and x.owner_id = private.require_user() and x.workspace_id in (select private.my_workspace_ids()) for update;
  if not found then perform private.problem('proposal_not_found'); end if;
  if p.status <> 'proposed' then perform private.problem('proposal_settled', p.status); end if;
  return p;
end
$$;
revoke execute on function private.hold_own_proposal(uuid) from public, anon, authenticated, service_role;
comment on function private.hold_own_proposal(uuid) is 'The caller''s open proposal, locked. Raises proposal_not_found, proposal_settled.';

-- definer: writes rows nobody may write directly; each verb asks for itself what its caller may.
create function private.accept_proposal(wanted uuid, slot jsonb) returns public.proposals
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  p public.proposals := private.hold_own_proposal(wanted);
  conversation uuid;
  result uuid;
begin
  select c.conversation_id into conversation from private.proposal_causes(p.workspace_id, p.owner_id, now()) c where c.kind = p.kind and c.cause_id = p.cause_id;
  if not found then perform private.problem('proposal_settled', 'its cause is gone'); end if;
  case p.kind
    when 'answer_question' then
      select d.request_id into result from private.request_drafts(conversation, null, null, null, false, 0) d limit 1;
    when 'confirm_task' then
      result := (private.change_task(null, p.cause_id, '{"status": "open"}', now())).id;
    when 'accept_event' then
      result := (private.confirm_event_suggestion(p.cause_id, (select s.version from public.event_suggestions s where s.id = p.cause_id), slot, null, null)).id;
    when 'follow_up_promise' then
      result := (private.plan_nudge(conversation, null)).id;
  end case;
  update public.proposals x set status = 'accepted', settled_at = now(), result_id = result where x.id = p.id returning * into p;
  return p;
end
$$;
revoke execute on function private.accept_proposal(uuid, jsonb) from public, anon;
grant execute on function private.accept_proposal(uuid, jsonb) to authenticated;
comment on function private.accept_proposal(uuid, jsonb) is 'See public.accept_proposal.';

create function public.accept_proposal(proposal_id uuid, slot jsonb default null) returns public.proposals
language sql volatile
set search_path = ''
as $$ select private.accept_proposal(proposal_id, slot) $$;
revoke execute on function public.accept_proposal(uuid, jsonb) from public, anon;
grant execute on function public.accept_proposal(uuid, jsonb) to authenticated;
comment on function public.accept_proposal(uuid, jsonb) is
  'Does what is proposed: asks for drafts of the answer, opens the task, makes the event (slot as in confirm_event_suggestion), plans a nudge; nothing is sent by it. result_id is what came of it. Errors: proposal_not_found, proposal_settled, and those of request_drafts, change_task, confirm_event_suggestion and plan_nudge.';

-- definer: see accept_proposal.
create function private.dismiss_proposal(wanted uuid) returns public.proposals
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  p public.proposals := private.hold_own_proposal(wanted);
begin
  update public.proposals x set status = 'dismissed', settled_at = now() where x.id = p.id returning * into p;
  return p;
end
$$;
revoke execute on function private.dismiss_proposal(uuid) from public, anon;
grant execute on function private.dismiss_proposal(uuid) to authenticated;
comment on function private.dismiss_proposal(uuid) is 'See public.dismiss_proposal.';

create function public.dismiss_proposal(proposal_id uuid) returns public.proposals
language sql volatile
set search_path = ''
as $$ select private.dismiss_proposal(proposal_id) $$;
revoke execute on function public.dismiss_proposal(uuid) from public, anon;
grant execute on function public.dismiss_proposal(uuid) to authenticated;
comment on function public.dismiss_proposal(uuid) is 'The caller does not want it; the same cause is never proposed again. Errors: proposal_not_found, proposal_settled.';

create function public.list_proposals(workspace_id uuid, status text default 'proposed', before_proposal_id uuid default null, page_size integer default 50)
returns setof public.proposals
language sql stable
set search_path = ''
as $$
  select p.* from public.proposals p
  where p.owner_id = (select auth.uid()) and p.workspace_id = list_proposals.workspace_id and p.status = list_proposals.status
    and (before_proposal_id is null or p.id < before_proposal_id)
  order by p.id desc limit least(greatest(page_size, 1), 200)
$$;
revoke execute on function public.list_proposals(uuid, text, uuid, integer) from public, anon;
grant execute on function public.list_proposals(uuid, text, uuid, integer) to authenticated;
comment on function public.list_proposals(uuid, text, uuid, integer) is
  'Proposals of the caller in one status, the latest made first; make_proposals() looks for new ones. Next page: before_proposal_id = the last id.';

insert into private.problems (slug, status, sentence, cure) values
  ('proposal_not_found', 404, 'Cannot find the proposal: it does not exist or is not yours', 'Check the id in list_proposals().'),
  ('proposal_settled', 409, 'Cannot change the proposal: it is no longer open', 'What became of it stands in brackets; make_proposals() looks for new ones.');
