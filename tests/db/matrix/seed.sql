-- The world of the matrix. In Acme: Fay owns the workspace, Eve is its admin, Ada and Ben are members, Dan was one.
-- Ada's rows exist twice, private and shared; Dan's were left behind. Cy has rows of his own elsewhere.
create schema matrix;
grant usage on schema matrix to public;

-- An account with a conversation that went the whole way: question, nudge, draft, approval.
create function matrix.fill(name text, in_workspace uuid, mailbox text, customer text) returns void
language plpgsql volatile
as $$
declare
  account uuid := tests.connection(name, in_workspace, 'gmail', mailbox);
  question jsonb := tests.own_mail('question-' || mailbox, jsonb_build_object(
    'sender_address', mailbox, 'sent_at', now() - interval '3 days', 'raw_base64', 'cmF3',
    'recipients', jsonb_build_array(jsonb_build_object('kind', 'to', 'address', customer, 'name', 'Customer')),
    'attachments', '[{"part_id":"2","content_type":"text/plain","byte_count":3,"content_hash":"ab"}]'::jsonb));
  the_nudge uuid;
begin
  insert into private.connection_secrets (connection_id, ciphertext, nonce, key_id) values (account, 'c', 'n', 'k');
  perform worker.receive_webhook('acme-mail', 'send-nudge', 'event', '{}', '', account);
  perform worker.spend_budget(account, 1);
  -- a mailbox that is followed, with a gap, a message that could not be read, and a day that was compared
  perform private.start_mail_sync(account);
  insert into public.sync_gaps (workspace_id, owner_id, connection_id, stream, from_cursor, to_cursor, since)
  values (in_workspace, tests.id(name), account, 'mail', 1, 2, now());
  insert into public.sync_failures (workspace_id, owner_id, connection_id, provider_message_id, reason)
  values (in_workspace, tests.id(name), account, 'unreadable', 'mail_unreadable');
  insert into public.mailbox_audits (workspace_id, owner_id, connection_id, on_date, direction, provider_count, stored_count, audited_at)
  values (in_workspace, tests.id(name), account, '2031-01-01', 'inbound', 1, 1, now());
  perform worker.save_watch(account, now() + interval '7 days');
  perform tests.deliver(account, question, now());
  insert into private.message_copies (connection_id, provider_message_id, message_id) select m.connection_id, 'copy', m.id from public.messages m where m.connection_id = account;
  select id into strict the_nudge from public.nudges where connection_id = account;
  perform worker.save_nudge_draft(the_nudge, 0, '{"body": "Any news?", "confidence": 0.9}', jsonb_build_object(
    'action', 'draft_nudge', 'provider', 'offline', 'model', 'rules', 'is_offline', true, 'prompt_version', '1', 'outcome', 'ok'));
  perform set_config('request.jwt.claims', json_build_object('sub', tests.id(name))::text, true);
  perform public.approve_nudge(the_nudge, 1);
  perform worker.save_embeddings('message', m.id, c ->> 'content_hash', 'hash-v1', '[{"text": "A question"}]')
  from public.messages m, worker.embedding_context('message', m.id) c where m.connection_id = account;
  perform worker.save_embeddings('contact', k.id, c ->> 'content_hash', 'hash-v1',
    jsonb_build_array(jsonb_build_object('text', 'A customer', 'dimensions', 1, 'embedding', '[1' || repeat(',0', 1535) || ']')))
  from public.contacts k, worker.embedding_context('contact', k.id) c where k.owner_id = tests.id(name);
  perform worker.save_extraction(m.id, jsonb_build_object('content_hash', m.content_hash,
    'tasks', '[{"title": "Send it", "evidence": {"quote": "send", "start": 0, "end": 4}, "source": "rules"}]'::jsonb,
    'promises', '[{"side": "us", "quote": "I will send it", "evidence": {"start": 0, "end": 4}, "source": "rules"}]'::jsonb,
    'meeting', jsonb_build_object('kind', 'propose', 'slots', '[{"on": "2999-12-01", "starts_at": "2999-12-01T14:00Z"}]'::jsonb, 'time_zone', 'UTC', 'zone_source', 'header',
      'is_zone_ambiguous', false, 'evidence', '{"quote": "send", "start": 0, "end": 4}'::jsonb, 'source', 'rules')), null, now())
  from public.messages m where m.connection_id = account;
  perform worker.save_triage(m.id, jsonb_build_object('priority', 'normal', 'category', 'work', 'sentiment', 'neutral', 'actionability', 'read',
    'needs_reply', false, 'summary', 'A question', 'confidence', 0.5, 'engine', 'rules', 'model', 'rules', 'prompt_version', '1',
    'content_hash', m.content_hash), null, now())
  -- not for Cy: whether a row can be pointed at his message is tried in foreign-keys.test.ts
  from public.messages m where m.connection_id = account and name <> 'cy';
  perform worker.save_reply_drafts(d.request_id, jsonb_build_array(jsonb_build_object('id', d.id, 'version', 0, 'body', 'Any news?')), jsonb_build_object(
    'action', 'draft_reply', 'provider', 'offline', 'model', 'rules', 'is_offline', true, 'prompt_version', '1', 'outcome', 'ok'))
  from public.request_drafts((select conversation_id from public.nudges where id = the_nudge), array['warm']) d;
  perform public.create_tag(in_workspace, 'own');
  perform public.star_conversations(array[(select conversation_id from public.nudges where id = the_nudge)]);
  perform set_config('request.jwt.claims', '', true);
  perform matrix.fill_calendar(account);
end
$$;

-- Nothing in it is the same for two accounts, so that only a foreign key can refuse a row that points elsewhere.
create function matrix.fill_calendar(account uuid) returns void
language plpgsql volatile
as $$
declare
  calendar uuid := tests.calendar(account, 'calendar-' || account);
begin
  perform tests.tell_events(calendar, tests.event('meeting-' || account, jsonb_build_object(
    'starts_at', now() + interval '1 day', 'ends_at', now() + interval '25 hours',
    'attendees', jsonb_build_array(jsonb_build_object('address', account || '@globex.test', 'response', 'accepted')))));
  delete from private.calendar_cursors where connection_id = account and calendar_id is null;
  insert into private.calendar_channels (id, workspace_id, owner_id, connection_id, calendar_id, token_hash, expires_at)
  select gen_random_uuid(), c.workspace_id, c.owner_id, c.connection_id, c.id, sha256(''), now() + interval '1 day' from public.calendars c where c.id = calendar;
  insert into public.calendar_changes (workspace_id, owner_id, calendar_id, event_id, action, provider_event_id, notify, state, finished_at)
  select e.workspace_id, e.owner_id, e.calendar_id, e.id, 'update', e.provider_event_id, 'nobody', 'applied', now() from public.calendar_events e where e.calendar_id = calendar;
  update public.calendar_instances i set starts_at = i.starts_at + random() * interval '1 hour' where i.calendar_id = calendar;
end
$$;

select tests.cast_of_acme();
select tests.sign_up('fay');
select tests.join_workspace('fay', tests.id('acme'), 'owner');
update public.workspace_members set role = 'member' where workspace_id = tests.id('acme') and user_id = tests.id('ada');
select tests.join_workspace('dan', tests.id('acme'), 'member');

select matrix.fill('ada', tests.id('acme'), 'ada@acme.test', 'bob@globex.test');
select matrix.fill('ada', tests.id('acme'), 'team@acme.test', 'carla@initech.test');
select matrix.fill('dan', tests.id('acme'), 'dan@acme.test', 'dora@globex.test');
select matrix.fill('cy', m.workspace_id, 'cy@elsewhere.test', 'bob@globex.test')
from public.workspace_members m where m.user_id = tests.id('cy');
delete from public.workspace_members where workspace_id = tests.id('acme') and user_id = tests.id('dan');

-- A contact, an account and an invitation nobody refers to: where a second row needs somewhere to point.
select tests.connection('ada', tests.id('acme'), 'gmail', 'spare@acme.test');
select tests.deliver(tests.connection('ada', tests.id('acme'), 'gmail', 'spare@acme.test'),
  tests.mail('spare', '{"automatic_kind": "notification", "expects_reply": false}'));
insert into auth.users (id) values (tests.id('noah')); -- no address yet, so no profile
select tests.calendar((select id from public.connections where address = 'spare@acme.test'), 'spare');
delete from private.calendar_cursors k using public.calendars c where c.id = k.calendar_id and c.provider_calendar_id = 'spare';

select tests.become('ada');
select public.share_connection(id) from public.connections where address = 'team@acme.test';
select public.suppress_address(tests.id('acme'), 'stop@globex.test');
select public.create_tag(tests.id('acme'), 'everybody''s', is_shared => true);
select tests.become('fay');
select public.set_holiday(tests.id('acme'), '2031-01-01', 'New Year');
select public.invite_member(tests.id('acme'), 'gil@acme.test');
select public.revoke_invitation((public.invite_member(tests.id('acme'), 'hal@acme.test') ->> 'id')::uuid);
select tests.become('cy');
select public.set_holiday(workspace_id, '2031-01-01', 'New Year'), public.invite_member(workspace_id, 'ina@elsewhere.test'), public.suppress_address(workspace_id, 'stop@globex.test')
from public.workspace_members where user_id = tests.id('cy');
select tests.become_nobody();

insert into public.notes (workspace_id, owner_id, is_shared, body)
select m.workspace_id, m.user_id, shared, 'A note' from public.workspace_members m, unnest(array[false, true]) shared
where m.user_id in (tests.id('ada'), tests.id('cy')) and m.workspace_id in (tests.id('acme'), (select x.id from public.workspaces x
  join public.workspace_members c on c.workspace_id = x.id where c.user_id = tests.id('cy')));
insert into public.entities (workspace_id, owner_id, is_shared, kind, name)
select n.workspace_id, n.owner_id, n.is_shared, 'topic', case when n.is_shared then 'Shared' else 'Private' end from public.notes n;

insert into public.tone_presets (workspace_id, owner_id, is_shared, name)
select n.workspace_id, n.owner_id, n.is_shared, case when n.is_shared then 'Shared' else 'Private' end from public.notes n;
insert into public.contact_tones (contact_id, workspace_id, owner_id, tone_preset_id)
select m.contact_id, m.workspace_id, m.owner_id, p.id from public.contact_methods m
join public.tone_presets p on p.workspace_id = m.workspace_id and p.owner_id = m.owner_id and not p.is_shared
where m.value = 'carla@initech.test' and m.owner_id = tests.id('ada');
select private.begin_graph(tests.id('acme'));
select private.complete_graph(tests.id('acme'));
insert into public.proposals (workspace_id, owner_id, kind, cause_id)
select t.workspace_id, t.owner_id, 'confirm_task', t.id from public.tasks t where t.owner_id = tests.id('ada');
insert into public.proposal_settings (workspace_id, owner_id, is_hourly) values (tests.id('acme'), tests.id('ada'), false);
insert into public.prompts (workspace_id, owner_id, prompt)
select n.workspace_id, n.owner_id, 'What is new?' from public.notes n;
insert into public.summaries (workspace_id, owner_id, scope, from_at, until_at, content_hash, content, message_ids, engine, model)
select p.workspace_id, p.owner_id, 'all', '2031-01-01', '2031-01-02', p.id, '{}', '{}', 'rules', 'rules' from public.prompts p;

select vault.create_secret('http://localhost:1', 'project_url');
-- Ada's jobs: one of an account, one done, two of a batch; and a pause of her workspace
select private.enqueue('draft-nudge', null, '{}', 'of an account', through_connection => (select min(id::text)::uuid from public.connections where owner_id = tests.id('ada')));
select private.end_jobs(array[private.enqueue('draft-nudge', tests.id('acme'), '{}', for_owner => tests.id('ada'))], 'test');
select private.enqueue_batch('draft-nudge', tests.id('acme'), array['{}', '{}']::jsonb[], tests.id('ada'));
update public.connections set status = 'error', status_reason = 'test' where address = 'team@acme.test';
update public.connections set status = 'error', status_reason = 'test' where address = 'spare@acme.test';
update public.connections set status = 'active', status_reason = null where status = 'error';
insert into private.oauth_clients (workspace_id, provider, client_id, ciphertext, nonce, key_id) values (tests.id('acme'), 'google', 'own', 'c', 'n', 'k');
select worker.start_oauth(tests.id('ada'), tests.id('acme'), 'google', array['mail'], 'https://app.test', 'own', null, 'ab', 'c', 'n', 'k');
insert into private.revocations (workspace_id, connection_id, ciphertext, nonce, key_id) values (tests.id('acme'), gen_random_uuid(), 'c', 'n', 'k');
select set_config('request.jwt.claims', '', true);
insert into private.workspace_pauses (workspace_id, reason) values (tests.id('acme'), 'test');
insert into cron.job_run_details (jobid, runid, command) values (1, 1, 'select 1');
insert into private.alerts (rule, subject, value, worst_value, opened_at, seen_at) values ('jobs_are_dead', 'send-nudge', 1, 1, now(), now());
insert into net.http_request_queue (method, url, timeout_milliseconds) values ('GET', 'http://localhost:1', 1);
insert into net._http_response (id) values (1);

-- One cell: runs a statement as whoever asks and undoes it. Answers 'rows <n>' or '<sqlstate> <message>'.
create function matrix.attempt(statement text) returns text
language plpgsql volatile
as $$
declare
  affected bigint;
begin
  execute statement;
  get diagnostics affected = row_count;
  raise exception using errcode = 'ZZ000', message = 'rows ' || affected;
exception
  when sqlstate 'ZZ000' then return sqlerrm;
  when others then return sqlstate || ' ' || sqlerrm;
end
$$;
create function matrix.attempt_all(statements text[]) returns text[]
language sql volatile
as $$ select array(select matrix.attempt(statement) from unnest(statements) with ordinality s (statement, place) order by place) $$;
grant execute on all functions in schema matrix to public;

-- a queue without a line, so that one can be inserted
insert into private.queues (name, function_slug) values ('spare', 'health');
delete from private.lines where queue = 'spare';
