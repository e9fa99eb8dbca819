-- Helpers of the database tests: pgTAP, the cast, and one normalised mail. Loaded after the migrations into test
-- databases only.
create extension if not exists pgtap with schema extensions;
create extension if not exists plpgsql_check with schema extensions;
-- The migrations close the default for functions, pgTAP's own included.
grant execute on all functions in schema extensions to public;
create schema tests;
grant usage on schema tests to public;

-- Ada owns Acme, Eve is its admin, Ben a member, Dan was one; Cy is a stranger. Other names get an id of their own.
create function tests.id(name text) returns uuid
language sql immutable
as $$
  select case lower(name)
    when 'ada' then '00000000-0000-4000-8000-00000000ada1'
    when 'ben' then '00000000-0000-4000-8000-00000000be11'
    when 'cy' then '00000000-0000-4000-8000-0000000000c1'
    when 'dan' then '00000000-0000-4000-8000-000000000d01'
    when 'eve' then '00000000-0000-4000-8000-000000000e01'
    when 'acme' then '00000000-0000-4000-8000-00000000ac3e'
    else md5('akasavani ' || lower(name))::uuid
  end::uuid
$$;

create function tests.email(name text) returns text
language sql immutable
as $$ select lower(name) || case lower(name) when 'cy' then '@elsewhere.test' else '@acme.test' end $$;

-- The address is confirmed unless a test says otherwise. definer: works as well after become().
create function tests.sign_up(name text, metadata jsonb default '{}', address text default null, is_confirmed boolean default true) returns uuid
language sql volatile security definer
set search_path = ''
as $$
  insert into auth.users (id, email, email_confirmed_at, raw_user_meta_data)
  values (tests.id(name), coalesce(address, tests.email(name)), case when is_confirmed then now() end,
    metadata || jsonb_build_object('display_name', initcap(name)))
  returning id
$$;

create function tests.join_workspace(name text, in_workspace uuid, role text) returns void
language sql volatile security definer
set search_path = ''
as $$ insert into public.workspace_members (workspace_id, user_id, role) values (in_workspace, tests.id(name), role) $$;

-- Acme with Ada (owner), Eve (admin), Ben (member); Dan has left; Cy has only his personal workspace.
create function tests.cast_of_acme() returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
begin
  perform tests.sign_up(name) from unnest(array['ada', 'ben', 'cy', 'dan', 'eve']) name;
  insert into public.workspaces (id, name, slug) values (tests.id('acme'), 'Acme', 'acme');
  perform tests.join_workspace('ada', tests.id('acme'), 'owner');
  perform tests.join_workspace('eve', tests.id('acme'), 'admin');
  perform tests.join_workspace('ben', tests.id('acme'), 'member');
  perform tests.join_workspace('dan', tests.id('acme'), 'member');
  delete from public.workspace_members where workspace_id = tests.id('acme') and user_id = tests.id('dan');
  return tests.id('acme');
end
$$;

-- The rest of the transaction, or until the next become, speaks as this person. No `set` clause here: it would end
-- the role with the function.
create function tests.become(name text) returns void
language plpgsql volatile
as $$
begin
  perform set_config('request.jwt.claims',
    json_build_object('sub', tests.id(name), 'role', 'authenticated', 'email', tests.email(name))::text, true);
  perform set_config('role', 'authenticated', true);
end
$$;

create function tests.become_anon() returns void
language plpgsql volatile
as $$
begin
  perform set_config('request.jwt.claims', '{"role":"anon"}', true);
  perform set_config('role', 'anon', true);
end
$$;

create function tests.become_worker() returns void
language plpgsql volatile
as $$
begin
  perform set_config('request.jwt.claims', '{"role":"service_role"}', true);
  perform set_config('role', 'service_role', true);
end
$$;

-- Back to the superuser, who sees every row: for preparing and for controls.
create function tests.become_nobody() returns void
language plpgsql volatile
as $$
begin
  perform set_config('request.jwt.claims', '', true);
  perform set_config('role', 'postgres', true);
end
$$;

-- A connection of a member, made if missing. Address: the member's own unless given.
create function tests.connection(name text, in_workspace uuid default tests.id('acme'), via text default 'gmail', mailbox text default null)
returns uuid
language sql volatile security definer
set search_path = ''
as $$
  insert into public.connections (workspace_id, owner_id, channel, provider, address, own_addresses, display_name)
  values (in_workspace, tests.id(name), 'email', via, coalesce(mailbox, tests.email(name)),
    array[coalesce(mailbox, tests.email(name))], initcap(name))
  on conflict (workspace_id, owner_id, channel, address) do update set display_name = excluded.display_name
  returning id
$$;

-- One item of worker.store_messages(): a question from bob@globex.test to Ada, at noon UTC on 1 June 2026, changed by `changes`.
-- `reference` names it; Message-ID and content hash follow from the name unless they are given.
create function tests.mail(reference text, changes jsonb default '{}') returns jsonb
language sql immutable
as $$
  select jsonb_build_object(
    'reference', reference, 'provider_message_id', reference, 'provider_thread_id', null,
    'provider_updated_at', '2026-06-01T12:00:00Z', 'internet_message_id', '<' || reference || '@globex.test>',
    'in_reply_to', null, 'references', '[]'::jsonb, 'direction', 'inbound', 'sender_address', 'bob@globex.test',
    'sender_name', 'Bob Globex', 'recipients', '[{"kind":"to","address":"ada@acme.test","name":"Ada"}]'::jsonb,
    'subject', 'Offer ' || reference, 'subject_base', 'offer ' || lower(reference), 'sent_at', '2026-06-01T12:00:00Z',
    'sender_utc_offset_minutes', 0, 'text_full', 'Could you send the offer?', 'html', null,
    'text_new', 'Could you send the offer?', 'text_quoted', '', 'text_signature', '', 'language', null,
    'automatic_kind', 'human', 'automatic_confidence', 1, 'automatic_evidence', '[]'::jsonb, 'returns_on', null,
    'expects_reply', true, 'expects_reply_evidence', 'Could you send the offer?', 'headers', '{}'::jsonb,
    'attachments', '[]'::jsonb, 'content_hash', encode(sha256(reference::bytea), 'hex'),
    'text_for_embedding', 'Could you send the offer?', 'importance_score', 0.5, 'byte_count', 400, 'is_truncated', false,
    'bounce', null) || changes
$$;

-- The same written by Ada to Bob: outbound, sent from Ada's address.
create function tests.own_mail(reference text, changes jsonb default '{}') returns jsonb
language sql immutable
as $$
  select tests.mail(reference, jsonb_build_object(
    'internet_message_id', '<' || reference || '@acme.test>', 'direction', 'outbound', 'sender_address', 'ada@acme.test',
    'sender_name', 'Ada', 'recipients', '[{"kind":"to","address":"bob@globex.test","name":"Bob Globex"}]'::jsonb) || changes)
$$;

-- Through worker.store_messages(), whoever the test is at the moment.
create function tests.deliver(to_connection uuid, items jsonb, as_of timestamptz default '2026-06-01T13:00:00Z') returns jsonb
language sql volatile security definer
set search_path = ''
as $$
  select worker.store_messages(to_connection, case jsonb_typeof(items) when 'array' then items else jsonb_build_array(items) end, as_of)
$$;

-- One item of worker.store_calendar_page(): an hour from noon UTC on 1 June 2026, to which Ada asked Bob, changed by `changes`.
create function tests.event(name text, changes jsonb default '{}') returns jsonb
language sql immutable
as $$
  select jsonb_build_object(
    'provider_event_id', name, 'ical_uid', name || '@google.com', 'recurring_event_id', null, 'original_starts_at', null,
    'original_starts_on', null, 'is_all_day', false, 'starts_at', '2026-06-01T12:00:00Z', 'ends_at', '2026-06-01T13:00:00Z',
    'starts_on', null, 'ends_on', null, 'time_zone', 'Europe/Berlin', 'recurrence', '[]'::jsonb, 'status', 'confirmed', 'kind', 'default',
    'title', 'Event ' || name, 'description', null, 'location', null, 'conference_url', null, 'conference_status', 'none',
    'visibility', 'default', 'transparency', 'busy', 'organizer_address', 'ada@acme.test', 'organizer_name', null, 'is_organizer', true,
    'my_response', 'accepted', 'has_more_attendees', false, 'html_link', null, 'sequence', 0,
    'provider_updated_at', '2026-05-01T12:00:00Z', 'etag', '"1"', 'origin_id', null,
    'attendees', '[{"address": "ada@acme.test", "response": "accepted", "is_self": true, "is_organizer": true},
      {"address": "bob@globex.test", "name": "Bob", "response": "needs_action"}]'::jsonb) || changes
$$;

-- A calendar of an account, listed and selected; made if missing.
create function tests.calendar(of_connection uuid, called text default 'primary', changes jsonb default '{}') returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  list uuid;
begin
  update public.connections set scopes = '{https://www.googleapis.com/auth/calendar}' where id = of_connection;
  select id into strict list from private.calendar_cursors where connection_id = of_connection and calendar_id is null;
  perform worker.store_calendar_list(list, (worker.begin_calendar_sync(list) ->> 'version')::bigint, jsonb_build_array(jsonb_build_object(
    'provider_calendar_id', called, 'name', called, 'time_zone', 'Europe/Berlin', 'access_role', 'owner', 'is_primary', called = 'primary',
    'is_selected', true, 'is_removed', false) || changes), 'more', null);
  update private.calendar_cursors set page_token = null where id = list;
  perform private.begin_selected_calendars(k) from private.calendar_cursors k where k.id = list;
  return (select id from public.calendars where connection_id = of_connection and provider_calendar_id = called);
end
$$;

-- A complete listing, or one page with `next_page`: the answer of worker.store_calendar_page().
create function tests.tell_events(of_calendar uuid, items jsonb, next_page text default null, as_of timestamptz default clock_timestamp()) returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  cur uuid := (select id from private.calendar_cursors where calendar_id = of_calendar);
begin
  return worker.store_calendar_page(cur, (worker.begin_calendar_sync(cur, as_of) ->> 'version')::bigint,
    case jsonb_typeof(items) when 'array' then items else jsonb_build_array(items) end, next_page,
    case when next_page is null then 'token ' || as_of end, as_of);
end
$$;

grant execute on all functions in schema tests to public;
