-- The promise ledger (NEW-3), both sides: what we said we would do and what they said. made until the day, due after it, then kept,
-- moved or dropped by what is written later, or by a person's word.
create table public.promises (
  id uuid primary key default private.time_ordered_uuid(),
  workspace_id uuid not null,
  owner_id uuid not null,
  is_shared boolean not null default false,
  message_id uuid not null,
  side text not null constraint promises_side_is_known check (side in ('us', 'them')),
  promised_by text not null,
  quote text not null constraint promises_quote_is_short_text check (length(btrim(quote)) between 1 and 1000),
  evidence jsonb not null,
  due_on date,
  due_at timestamptz,
  state text not null default 'made' constraint promises_state_is_known check (state in ('made', 'due', 'kept', 'moved', 'dropped')),
  settled_by_message_id uuid,
  settled_quote text,
  settled_by uuid,
  settled_at timestamptz,
  source text not null constraint promises_source_is_known check (source in ('rules', 'model')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, id),
  foreign key (workspace_id, message_id) references public.messages (workspace_id, id) on delete cascade,
  foreign key (workspace_id, settled_by_message_id) references public.messages (workspace_id, id) on delete set null (settled_by_message_id),
  constraint promises_settled_has_a_moment check ((state in ('kept', 'moved', 'dropped')) = (settled_at is not null)),
  constraint promises_hour_has_a_day check (due_at is null or due_on is not null)
);
comment on table public.promises is 'Who promised what until when, word for word, and what became of it. Written by the extract function and by settle_promise().';
comment on column public.promises.id is 'Promise id.';
comment on column public.promises.workspace_id is 'Workspace.';
comment on column public.promises.owner_id is 'Member whose account it came through.';
comment on column public.promises.is_shared is 'Copied from the message.';
comment on column public.promises.message_id is 'Message in which it was given; the promise goes with it.';
comment on column public.promises.side is 'us: the member''s side; them: the other.';
comment on column public.promises.promised_by is 'Address of who wrote it.';
comment on column public.promises.quote is 'The words.';
comment on column public.promises.evidence is '{start, end} of the words in the new text of the message.';
comment on column public.promises.due_on is 'Day in the owner''s zone; null when none was named.';
comment on column public.promises.due_at is 'Moment, when an hour was named.';
comment on column public.promises.state is 'made, due (its day has passed), kept, moved (a later day was named) or dropped.';
comment on column public.promises.settled_by_message_id is 'Message that kept, moved or dropped it.';
comment on column public.promises.settled_quote is 'The words that did.';
comment on column public.promises.settled_by is 'Person who said so. No foreign key: it outlives the account.';
comment on column public.promises.settled_at is 'When it was settled.';
comment on column public.promises.source is 'rules or model.';
comment on column public.promises.created_at is 'When it was found.';
comment on column public.promises.updated_at is 'When the row last changed.';
create index promises_message_idx on public.promises (workspace_id, message_id); -- for the foreign key and what a conversation promises
create index promises_settled_by_message_idx on public.promises (workspace_id, settled_by_message_id); -- for the foreign key
create index promises_due_idx on public.promises (workspace_id, owner_id, state, due_on); -- for lists
create index promises_made_idx on public.promises (due_on) where state = 'made' and due_on is not null; -- for the tick

create trigger touch_updated_at before update on public.promises
  for each row execute function private.touch_updated_at();

alter table public.promises enable row level security;
create policy "people read promises of their own and shared messages" on public.promises for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspace_ids()))
    and (owner_id = (select auth.uid()) or is_shared or workspace_id = any (array(select private.my_open_workspace_ids())))
  );
grant select on public.promises to authenticated, service_role;
-- not granted: insert, update, delete

create function private.carry_sharing_to_promises() returns trigger
language plpgsql security definer -- definer: whoever shares may not update the rows directly
set search_path = ''
as $$
begin
  update public.promises p set is_shared = new.is_shared where p.workspace_id = new.workspace_id and p.message_id = new.id and p.is_shared <> new.is_shared;
  return null;
end
$$;
revoke execute on function private.carry_sharing_to_promises() from public, anon, authenticated, service_role;
comment on function private.carry_sharing_to_promises() is 'After a message was shared or taken back: so are its promises.';
create trigger carry_sharing_to_promises after update of is_shared on public.messages for each row
  when (old.is_shared is distinct from new.is_shared) execute function private.carry_sharing_to_promises();

-- A day ends where the promise's owner lives.
create function private.is_overdue(due_on date, due_at timestamptz, zone text, as_of timestamptz) returns boolean
language sql stable
set search_path = ''
as $$ select coalesce(coalesce(due_at, (due_on + 1)::timestamp at time zone zone) <= as_of, false) $$;
revoke execute on function private.is_overdue(date, timestamptz, text, timestamptz) from public, anon, authenticated, service_role;
comment on function private.is_overdue(date, timestamptz, text, timestamptz) is 'Whether a day, or the hour that was named, has passed; never without one.';

create function private.let_promises_fall_due(as_of timestamptz) returns integer
language sql volatile
set search_path = ''
as $$
  with late as (
    select p.id from public.promises p join public.profiles o on o.id = p.owner_id
    where p.state = 'made' and p.due_on is not null and p.due_on <= (as_of at time zone o.time_zone)::date
      and private.is_overdue(p.due_on, p.due_at, o.time_zone, as_of)
    order by p.due_on limit 1000 for update of p skip locked
  ), fallen as (
    update public.promises p set state = 'due' from late where p.id = late.id returning 1
  )
  select count(*)::integer from fallen
$$;
revoke execute on function private.let_promises_fall_due(timestamptz) from public, anon, authenticated, service_role;
comment on function private.let_promises_fall_due(timestamptz) is 'Tick: promises whose day or hour has passed are due; answers how many.';

-- definer: the columns are not granted.
create function private.settle_promise(wanted uuid, outcome text) returns public.promises
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  p public.promises;
begin
  if outcome is null or outcome not in ('kept', 'dropped', 'open') then perform private.problem('promise_outcome_unknown'); end if;
  update public.promises x set
    state = case when outcome <> 'open' then outcome when private.is_overdue(x.due_on, x.due_at, o.time_zone, now()) then 'due' else 'made' end,
    settled_by = case when outcome <> 'open' then auth.uid() end, settled_at = case when outcome <> 'open' then now() end,
    settled_by_message_id = null, settled_quote = null
  from public.profiles o
  where o.id = x.owner_id and x.id = wanted and x.workspace_id in (select private.my_workspace_ids()) and (x.owner_id = private.require_user() or x.is_shared)
  returning x.* into p;
  if not found then perform private.problem('promise_not_found'); end if;
  return p;
end
$$;
revoke execute on function private.settle_promise(uuid, text) from public, anon;
grant execute on function private.settle_promise(uuid, text) to authenticated;
comment on function private.settle_promise(uuid, text) is 'See public.settle_promise.';

create function public.settle_promise(promise_id uuid, outcome text) returns public.promises
language sql volatile
set search_path = ''
as $$ select private.settle_promise(promise_id, outcome) $$;
revoke execute on function public.settle_promise(uuid, text) from public, anon;
grant execute on function public.settle_promise(uuid, text) to authenticated;
comment on function public.settle_promise(uuid, text) is
  'A person says that a promise was kept or dropped, or is open after all. Errors: promise_not_found, promise_outcome_unknown.';

insert into private.problems (slug, status, sentence, cure) values
  ('promise_not_found', 404, 'Cannot find the promise: it does not exist or is not visible to you', 'Check the id in the list of promises.'),
  ('promise_outcome_unknown', 422, 'Cannot settle the promise: the outcome is not known', 'Use kept, dropped or open.');
