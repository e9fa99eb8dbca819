-- Proposals (PRM-4): what a person may want to do next, each for one cause that stands in their own rows: a question they have not
-- answered, a suggested task, a suggested event, a broken promise. Only which cause it is is kept, never its words.
-- One row for a cause, so that what was dismissed is not proposed again; private.make_proposals() is the only one who makes them.
create table public.proposals (
  id uuid primary key default private.time_ordered_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  owner_id uuid not null references public.profiles (id) on delete cascade,
  kind text not null constraint proposals_kind_is_known check (kind in ('answer_question', 'confirm_task', 'accept_event', 'follow_up_promise')),
  cause_id uuid not null,
  status text not null default 'proposed' constraint proposals_status_is_known check (status in ('proposed', 'accepted', 'dismissed', 'withdrawn')),
  result_id uuid,
  created_at timestamptz not null default now(),
  settled_at timestamptz,
  unique (owner_id, workspace_id, kind, cause_id),
  constraint proposals_settled_has_a_moment check ((status = 'proposed') = (settled_at is null))
);
comment on table public.proposals is 'Next steps for a person. Written by private.make_proposals(), accept_proposal() and dismiss_proposal().';
comment on column public.proposals.id is 'Time-ordered id.';
comment on column public.proposals.workspace_id is 'Workspace.';
comment on column public.proposals.owner_id is 'Whose step it is; nobody else reads it.';
comment on column public.proposals.kind is 'answer_question, confirm_task, accept_event or follow_up_promise.';
comment on column public.proposals.cause_id is 'Message that asks, task, suggested event or promise. No foreign key: when it goes, the proposal is withdrawn.';
comment on column public.proposals.status is 'proposed; accepted: it was done; dismissed, for good; withdrawn: the cause is gone, and proposed again should it come back.';
comment on column public.proposals.result_id is 'What accepting it made or changed: the request of drafts, the task, the suggested event, the nudge.';
comment on column public.proposals.created_at is 'When it was first proposed.';
comment on column public.proposals.settled_at is 'When it was accepted, dismissed or withdrawn.';
create index proposals_list_idx on public.proposals (owner_id, workspace_id, status, id desc); -- for the list, and for deleting a profile
create index proposals_workspace_id_idx on public.proposals (workspace_id); -- for deleting a workspace

alter table public.proposals enable row level security;
create policy "people read their own proposals" on public.proposals for select to authenticated
  using (owner_id = (select auth.uid()) and workspace_id = any (array(select private.my_workspace_ids())));
grant select on public.proposals to authenticated, service_role;
-- not granted: insert, update, delete

-- What a person has to do, from rows alone: whatever a mail says, it has no other way in. plpgsql, because suggested events come later.
create function private.proposal_causes(in_workspace uuid, of_owner uuid, as_of timestamptz)
returns table (kind text, cause_id uuid, conversation_id uuid)
language plpgsql stable
set search_path = ''
as $$
begin
  return query
  -- a new mail is a new question; the first hours belong to the reader
  (select 'answer_question', q.id, c.id from public.conversations c,
    lateral (select m.id from public.messages m where m.conversation_id = c.id and m.direction = 'inbound' and m.removed_at is null order by m.sent_at desc, m.id desc limit 1) q
    where c.workspace_id = in_workspace and c.owner_id = of_owner and c.waiting_on = 'us' and c.status = 'open' and c.archived_at is null
      and c.waiting_since <= as_of - interval '4 hours'
    order by c.last_message_at desc limit 100)
  union all
  (select 'confirm_task', t.id, m.conversation_id from public.tasks t left join public.messages m on m.workspace_id = t.workspace_id and m.id = t.message_id
    where t.workspace_id = in_workspace and t.owner_id = of_owner and t.status = 'suggested' order by t.id desc limit 100)
  union all
  (select 'accept_event', s.id, s.conversation_id from public.event_suggestions s
    where s.workspace_id = in_workspace and s.owner_id = of_owner and s.status = 'suggested' and s.expires_at > as_of order by s.created_at desc limit 100)
  union all
  (select 'follow_up_promise', p.id, m.conversation_id from public.promises p join public.messages m on m.workspace_id = p.workspace_id and m.id = p.message_id
    where p.workspace_id = in_workspace and p.owner_id = of_owner and p.side = 'them' and p.state = 'due' order by p.due_on desc limit 100);
end
$$;
revoke execute on function private.proposal_causes(uuid, uuid, timestamptz) from public, anon, authenticated, service_role;
comment on function private.proposal_causes(uuid, uuid, timestamptz) is 'Causes of proposals of one person that stand now, at most 100 of a kind, the latest first.';
