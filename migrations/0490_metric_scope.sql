-- What a metrics question is asked about (PRM-2): whose mail, from when until when, of whom. Read once, checked, and handed to the
-- fixed statements of 0492 and 0590, which run as the person: what the policies do not show is not counted.
create type private.metric_scope as (
  workspace_id uuid,
  user_id uuid,
  time_zone text,
  from_at timestamptz,
  until_at timestamptz,
  audience text,
  sees_all boolean,
  addresses text[],
  connection_ids uuid[],
  tag text,
  category text
);
comment on type private.metric_scope is
  'Workspace, person and zone; the window, open where null; audience mine or all, and whether all includes what admins may see; addresses, accounts, tag and category to keep to, each null for no limit.';

create function private.read_metric_scope(workspace_id uuid, from_at timestamptz, until_at timestamptz, filters jsonb) returns private.metric_scope
language plpgsql stable
set search_path = ''
as $$
declare
  known constant text[] := array['contact_id', 'address', 'connection_ids', 'tag', 'category', 'audience'];
  unknown_key text;
  scope private.metric_scope;
begin
  if auth.uid() is null then perform private.problem('sign_in_required'); end if;
  if workspace_id is null or workspace_id not in (select private.my_workspace_ids()) then perform private.problem('workspace_not_found'); end if;
  if until_at <= from_at then perform private.problem('metric_window_invalid'); end if;
  if jsonb_typeof(coalesce(filters, '{}')) <> 'object' then perform private.problem('metric_filter_unknown', 'filters is an object'); end if;
  unknown_key := (select min(key) from jsonb_object_keys(coalesce(filters, '{}')) key where not key = any (known));
  if unknown_key is not null then perform private.problem('metric_filter_unknown', left(unknown_key, 60)); end if;
  scope.workspace_id := workspace_id;
  scope.user_id := auth.uid();
  scope.time_zone := (select p.time_zone from public.profiles p where p.id = auth.uid());
  scope.from_at := from_at;
  scope.until_at := until_at;
  scope.audience := coalesce(filters ->> 'audience', 'mine');
  if scope.audience not in ('mine', 'all') then perform private.problem('metric_filter_unknown', 'audience is mine or all'); end if;
  scope.sees_all := scope.audience = 'all' and workspace_id in (select private.my_open_workspace_ids());
  scope.tag := nullif(lower(btrim(filters ->> 'tag')), '');
  scope.category := nullif(lower(btrim(filters ->> 'category')), '');
  begin
    if jsonb_typeof(filters -> 'connection_ids') = 'array' then
      scope.connection_ids := array(select value::uuid from jsonb_array_elements_text(filters -> 'connection_ids'));
    elsif jsonb_typeof(filters -> 'connection_ids') <> 'null' then
      perform private.problem('metric_filter_unknown', 'connection_ids is a list of ids');
    end if;
    if filters ->> 'contact_id' is not null then
      scope.addresses := array(select m.value from public.contact_methods m
        where m.workspace_id = scope.workspace_id and m.contact_id = (filters ->> 'contact_id')::uuid);
      -- a contact one may not see must not look like a contact who never wrote
      if scope.addresses = '{}' then perform private.problem('metric_filter_unknown', 'there is no such contact'); end if;
    end if;
  exception when invalid_text_representation then
    perform private.problem('metric_filter_unknown', 'an id has the wrong form');
  end;
  if nullif(btrim(filters ->> 'address'), '') is not null then
    scope.addresses := coalesce(scope.addresses, '{}') || lower(btrim(filters ->> 'address'));
  end if;
  return scope;
end
$$;
revoke execute on function private.read_metric_scope(uuid, timestamptz, timestamptz, jsonb) from public, anon;
grant execute on function private.read_metric_scope(uuid, timestamptz, timestamptz, jsonb) to authenticated;
comment on function private.read_metric_scope(uuid, timestamptz, timestamptz, jsonb) is
  'The scope of a metrics question, checked. Raises workspace_not_found, metric_window_invalid, metric_filter_unknown.';

-- One part for each way of the policies, so that each has its index, as in private.page_of_conversations(); the policies stand behind
-- them all the same. A filter that is not given folds away, because every call is planned with its values.
create function private.metric_messages(scope private.metric_scope)
returns table (id uuid, conversation_id uuid, connection_id uuid, direction text, automatic_kind text, sender_address text, sender_name text, recipients jsonb, sent_at timestamptz)
language plpgsql stable rows 1000
set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
#variable_conflict use_column
begin
  return query
  select m.id, m.conversation_id, m.connection_id, m.direction, m.automatic_kind, m.sender_address, m.sender_name, m.recipients, m.sent_at
  from (
    select * from public.messages x where x.workspace_id = scope.workspace_id and x.owner_id = scope.user_id
      and (scope.from_at is null or x.sent_at >= scope.from_at) and (scope.until_at is null or x.sent_at < scope.until_at)
    union all
    select * from public.messages x where scope.audience = 'all' and x.workspace_id = scope.workspace_id and x.owner_id <> scope.user_id and x.is_shared
      and (scope.from_at is null or x.sent_at >= scope.from_at) and (scope.until_at is null or x.sent_at < scope.until_at)
    union all
    select * from public.messages x where scope.sees_all and x.workspace_id = scope.workspace_id and x.owner_id <> scope.user_id and not x.is_shared
      and (scope.from_at is null or x.sent_at >= scope.from_at) and (scope.until_at is null or x.sent_at < scope.until_at)
  ) m
  where not coalesce(m.labels && array['SPAM', 'TRASH'], false)
    and (scope.connection_ids is null or m.connection_id = any (scope.connection_ids))
    and (scope.addresses is null or m.direction = 'inbound' and m.sender_address = any (scope.addresses)
      or m.direction = 'outbound' and exists (select from jsonb_array_elements(m.recipients) r where r ->> 'address' = any (scope.addresses)))
    and (scope.tag is null or exists (select from public.conversations c where c.id = m.conversation_id and c.tags @> array[scope.tag]))
    and (scope.category is null or exists (select from public.message_triage t where t.message_id = m.id and t.category = scope.category));
end
$$;
revoke execute on function private.metric_messages(private.metric_scope) from public, anon;
grant execute on function private.metric_messages(private.metric_scope) to authenticated;
comment on function private.metric_messages(private.metric_scope) is 'Messages of a scope, without spam and trash, in no order.';

create function private.metric_conversations(scope private.metric_scope, wanted text) returns setof public.conversations
language plpgsql stable rows 1000
set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
#variable_conflict use_column
begin
  return query
  select c.* from (
    select * from public.conversations x where x.workspace_id = scope.workspace_id and x.owner_id = scope.user_id
      and (scope.from_at is null or x.last_message_at >= scope.from_at)
    union all
    select * from public.conversations x where scope.audience = 'all' and x.workspace_id = scope.workspace_id and x.owner_id <> scope.user_id and x.is_shared
      and (scope.from_at is null or x.last_message_at >= scope.from_at)
    union all
    select * from public.conversations x where scope.sees_all and x.workspace_id = scope.workspace_id and x.owner_id <> scope.user_id and not x.is_shared
      and (scope.from_at is null or x.last_message_at >= scope.from_at)
  ) c
  where case wanted
      when 'needing_reply' then c.status <> 'resolved' and coalesce(c.needs_reply, c.waiting_on = 'us') and c.last_inbound_at is not null
        and (scope.from_at is null or c.last_inbound_at >= scope.from_at) and (scope.until_at is null or c.last_inbound_at < scope.until_at)
      when 'unanswered' then c.status <> 'resolved' and not c.is_automated and c.last_inbound_at > coalesce(c.last_outbound_at, '-infinity')
        and (scope.from_at is null or c.last_inbound_at >= scope.from_at) and (scope.until_at is null or c.last_inbound_at < scope.until_at)
      when 'waiting_on_them' then c.status <> 'resolved' and c.waiting_on = 'them'
        and (scope.from_at is null or c.waiting_since >= scope.from_at) and (scope.until_at is null or c.waiting_since < scope.until_at)
    end
    -- what lies in spam or trash asks nobody
    and (wanted = 'waiting_on_them' or exists (select from public.messages m where m.conversation_id = c.id and m.sent_at = c.last_inbound_at
      and m.direction = 'inbound' and not coalesce(m.labels && array['SPAM', 'TRASH'], false)))
    -- archiving in the app is saying that it is done; leaving the inbox at the provider is not
    and c.archived_via is distinct from 'app'
    and (scope.connection_ids is null or c.connection_id = any (scope.connection_ids))
    and (scope.addresses is null or c.participant_addresses && scope.addresses)
    and (scope.tag is null or c.tags @> array[scope.tag])
    and (scope.category is null or exists (select from public.messages m join public.message_triage t on t.message_id = m.id
      where m.conversation_id = c.id and m.direction = 'inbound' and t.category = scope.category));
end
$$;
revoke execute on function private.metric_conversations(private.metric_scope, text) from public, anon;
grant execute on function private.metric_conversations(private.metric_scope, text) to authenticated;
comment on function private.metric_conversations(private.metric_scope, text) is
  'Conversations of a scope that are needing_reply, unanswered or waiting_on_them, and not resolved or archived here.';

insert into private.problems (slug, status, sentence, cure) values
  ('metric_window_invalid', 422, 'Cannot answer: the window ends before it begins', 'Give an until_at after from_at, or leave one of them out.'),
  ('metric_filter_unknown', 422, 'Cannot answer: a filter or its value is not known', 'Use contact_id, address, connection_ids, tag, category and audience (mine or all).');
