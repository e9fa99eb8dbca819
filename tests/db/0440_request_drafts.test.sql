-- Asking for drafts (DRF-1): which message is answered, whom it goes to, in which tones, and what a worker saves.
select plan(54);
select tests.cast_of_acme();
create temporary table story as select tests.connection('ada') as account;
grant select on story to public;
create function pg_temp.deliver(reference text, changes jsonb default '{}') returns void language sql security definer as $$
  select tests.deliver(account, tests.mail(reference, changes)) from pg_temp.story $$;
create function pg_temp.conversation(reference text) returns uuid language sql security definer as $$
  select conversation_id from public.messages where provider_message_id = reference $$;
create function pg_temp.target(reference text, to_all boolean default false) returns text language sql security definer as $$
  select concat_ws(' | ', t.kind, m.provider_message_id, t.recipient_address, nullif((select string_agg(r ->> 'kind' || ' ' || (r ->> 'address'), ', ' order by place)
    from jsonb_array_elements(t.other_recipients) with ordinality x (r, place)), ''), t.reason)
  from private.reply_target(pg_temp.conversation(reference), to_all) t left join public.messages m on m.id = t.message_id $$;
create function pg_temp.outcome(statement text, who text default 'ada') returns text language plpgsql as $$
declare
  answer text;
begin
  perform tests.become(who);
  execute statement into answer;
  perform tests.become_nobody();
  return answer;
exception when others then
  perform tests.become_nobody();
  return sqlstate || ' ' || sqlerrm;
end
$$;
grant execute on all functions in schema pg_temp to public;

-- whom it goes to
select pg_temp.deliver('plain');
select is(pg_temp.target('plain'), 'reply | plain | bob@globex.test', 'DRF-1 an answer goes to whoever wrote');
select pg_temp.deliver('reply-to', '{"recipients": [{"kind": "to", "address": "ada@acme.test"}, {"kind": "reply_to", "address": "desk@globex.test", "name": "Desk"}]}');
select is(pg_temp.target('reply-to'), 'reply | reply-to | desk@globex.test', 'DRF-1 at their Reply-To where they have one');
select pg_temp.deliver('own-reply-to', '{"recipients": [{"kind": "to", "address": "ada@acme.test"}, {"kind": "reply_to", "address": "ada@acme.test"}]}');
select is(pg_temp.target('own-reply-to'), 'reply | own-reply-to | bob@globex.test', 'DRF-1 unless that is ourselves');
select pg_temp.deliver('many', '{"recipients": [{"kind": "to", "address": "ada@acme.test"}, {"kind": "to", "address": "dora@globex.test"}, {"kind": "cc", "address": "carl@initech.test"}, {"kind": "cc", "address": "ada+offers@acme.test"}, {"kind": "cc", "address": "bob@globex.test"}]}');
select is(pg_temp.target('many'), 'reply | many | bob@globex.test', 'DRF-1 to nobody else');
select is(pg_temp.target('many', true), 'reply | many | bob@globex.test | cc dora@globex.test, cc carl@initech.test', 'DRF-1 reply-all: everybody on it once, without ourselves');
select tests.deliver(account, tests.own_mail('ours', '{"recipients": [{"kind": "to", "address": "bob@globex.test"}, {"kind": "to", "address": "dora@globex.test"}, {"kind": "cc", "address": "carl@initech.test"}, {"kind": "bcc", "address": "eve@acme.test"}]}')) from story;
select is(pg_temp.target('ours'), 'follow_up | ours | bob@globex.test | to dora@globex.test, cc carl@initech.test', 'DRF-1 after our own mail the same people hear from us again');
select pg_temp.deliver('ooo', '{"in_reply_to": "<ours@acme.test>", "automatic_kind": "out_of_office", "expects_reply": false, "sent_at": "2026-06-01T12:30:00Z"}');
select is(pg_temp.target('ours'), 'follow_up | ours | bob@globex.test | to dora@globex.test, cc carl@initech.test', 'DRF-1 F30 an absence is not answered');
select pg_temp.deliver('machine', '{"sender_address": "no-reply@shop.test", "automatic_kind": "notification"}');
select is(pg_temp.target('machine'), 'reply | machine | no-reply@shop.test | recipient_is_a_machine', 'DRF-1 nor is a machine');
select pg_temp.deliver('no-reply-cc', '{"recipients": [{"kind": "to", "address": "ada@acme.test"}, {"kind": "cc", "address": "orders-no_reply@shop.test"}, {"kind": "cc", "address": "carla@initech.test"}]}');
select is(pg_temp.target('no-reply-cc', true), 'reply | no-reply-cc | bob@globex.test | cc carla@initech.test', 'DRF-1 nor copied on an answer to all');

-- tricks with headers
select pg_temp.deliver('taken-along', '{"recipients": [{"kind": "to", "address": "ada@acme.test"}, {"kind": "reply_to", "address": "bob@globex.test"}, {"kind": "reply_to", "address": "eve@evil.test"}]}');
select is(pg_temp.target('taken-along'), 'reply | taken-along | bob@globex.test | to eve@evil.test', 'F25 whoever a Reply-To takes along stands among the recipients');
select pg_temp.deliver('list', '{"automatic_kind": "mailing_list", "recipients": [{"kind": "to", "address": "team@lists.test"}, {"kind": "reply_to", "address": "team@lists.test"}]}');
select is(pg_temp.target('list'), 'reply | list | bob@globex.test', 'DRF-1 what is meant for one is not read by a whole list');
select is(pg_temp.target('list', true), 'reply | list | bob@globex.test | cc team@lists.test', 'DRF-1 unless all are to be answered');
select pg_temp.deliver('forged', '{"in_reply_to": "<plain@globex.test>", "references": ["<plain@globex.test>"], "automatic_kind": "notification", "sender_address": "ada@acme.test", "sent_at": "2026-06-01T12:40:00Z", "recipients": [{"kind": "to", "address": "ada@acme.test"}, {"kind": "reply_to", "address": "eve@evil.test"}]}');
select pg_temp.deliver('spam', '{"in_reply_to": "<plain@globex.test>", "references": ["<plain@globex.test>"], "labels": ["SPAM"], "sent_at": "2026-06-01T12:41:00Z", "recipients": [{"kind": "to", "address": "ada@acme.test"}, {"kind": "reply_to", "address": "eve@evil.test"}]}');
select is((select count(*) from public.messages where conversation_id = pg_temp.conversation('plain')), 3::bigint, 'control: both stand in the conversation');
select is(pg_temp.target('plain'), 'reply | plain | bob@globex.test', 'F25 a mail under our own name that came from outside is answered by nobody, nor is spam');
select is(private.is_answer_outdated(pg_temp.conversation('plain'), (select id from public.messages where provider_message_id = 'plain')), false, 'F25 nor are they news that stop an answer');
create function pg_temp.is_sendable(reference text) returns boolean language sql security definer as $$
  select not private.is_answer_outdated(pg_temp.conversation(reference), (private.reply_target(pg_temp.conversation(reference), false)).message_id) $$;
select tests.deliver(account, tests.own_mail('before', '{"received_at": "2026-06-01T12:00:00Z"}')) from story;
select pg_temp.deliver('queued', '{"in_reply_to": "<before@acme.test>", "references": ["<before@acme.test>"], "sent_at": "2026-06-01T11:00:00Z", "received_at": "2026-06-01T12:30:00Z"}');
select is(pg_temp.target('before'), 'reply | queued | bob@globex.test', 'DRF-1 a mail that waited in an outbox is the last one, whatever its date');
select ok(pg_temp.is_sendable('before'), 'DRF-1 and an answer to it may leave');
select pg_temp.deliver('tomorrow', '{"sent_at": "2026-06-02T12:00:00Z", "received_at": "2026-06-01T12:00:00Z"}');
select pg_temp.deliver('today', '{"in_reply_to": "<tomorrow@globex.test>", "references": ["<tomorrow@globex.test>"], "sent_at": "2026-06-01T12:10:00Z", "received_at": "2026-06-01T12:10:00Z"}');
select is(pg_temp.target('tomorrow'), 'reply | today | bob@globex.test', 'F11 a date in the future does not stay the last one');
select ok(pg_temp.is_sendable('tomorrow'), 'F11 and stops no answer');

-- what stands in the way
insert into public.suppressions (workspace_id, address_hash, reason, created_at) values
  (tests.id('acme'), sha256('dora@globex.test'), 'opted_out', '2026-05-01'), (tests.id('acme'), sha256('carl@initech.test'), 'manual', '2026-05-01');
select is(pg_temp.target('many', true), 'reply | many | bob@globex.test', 'DRF-1 who opted out is copied on nothing they did not ask for');
select pg_temp.deliver('dora', '{"sender_address": "dora@globex.test", "sender_name": "Dora"}');
select is(pg_temp.target('dora'), 'reply | dora | dora@globex.test', 'DRF-1 but gets the answer she asks for afterwards');
select pg_temp.deliver('for-dora', '{"recipients": [{"kind": "to", "address": "ada@acme.test"}, {"kind": "reply_to", "address": "dora@globex.test"}]}');
select is(pg_temp.target('for-dora'), 'reply | for-dora | bob@globex.test', 'F25 nobody lifts an opt-out for somebody else by a Reply-To');
select pg_temp.deliver('carl', '{"sender_address": "carl@initech.test", "sender_name": "Carl"}');
select is(pg_temp.target('carl'), 'reply | carl | carl@initech.test | suppressed', 'DRF-1 unless a member said: never');

-- the request
create function pg_temp.request(arguments text default '', reference text default 'plain') returns text language sql as $$
  select format('select string_agg(concat_ws('' '', place, status, tone, kind, recipient_address), '', '' order by place) from public.request_drafts(%L%s)', pg_temp.conversation(reference), arguments) $$;
grant execute on all functions in schema pg_temp to public;
select is(pg_temp.outcome(pg_temp.request()), '1 pending warm reply bob@globex.test, 2 pending professional reply bob@globex.test, 3 pending concise reply bob@globex.test', 'DRF-1 three tones at once, unless others are named');
select is((select count(*) || ' ' || min(payload ->> 'asked_by') from private.jobs where queue = 'draft-reply' and state = 'waiting'), '1 ' || tests.id('ada'), 'DRF-1 one job writes them all');
select is(pg_temp.outcome(pg_temp.request(', array[''urgent'', ''warm'', ''urgent'']')), '1 pending urgent reply bob@globex.test, 2 pending warm reply bob@globex.test', 'DRF-1 those that are named, each once');
select is((select count(*) from public.message_drafts where status = 'discarded' and status_reason = 'asked_again'), 3::bigint, 'DRF-1 what nobody touched gives way: drafts do not pile up');
select is(pg_temp.outcome(pg_temp.request(', array[''rude'']')), 'PT422 tone_unknown', 'DRF-1 an unknown tone is refused');
select is(pg_temp.outcome(pg_temp.request(', null, repeat(''x'', 2001)')), 'PT422 instruction_too_long', 'DRF-1 so is a book');
select is(pg_temp.outcome(pg_temp.request(reference => 'machine')), 'PT409 draft_not_possible', 'DRF-1 so is a letter to a machine');
select is(pg_temp.outcome(pg_temp.request(), 'ben'), 'PT404 conversation_not_found', 'DRF-1 Ben knows nothing of Ada''s conversation');
select is(pg_temp.outcome(pg_temp.request(), 'cy'), 'PT404 conversation_not_found', 'DRF-1 nor does Cy');
select public.create_tone_preset(tests.id('acme'), '{"name": "Crisp", "instructions": "Short.", "base_tone": "concise", "is_default": true}') from (select tests.become('ada')) x;
select tests.become_nobody();
select is(pg_temp.outcome(pg_temp.request()), '1 pending concise reply bob@globex.test, 2 pending warm reply bob@globex.test, 3 pending professional reply bob@globex.test', 'DRF-2 the usual preset comes first');
select isnt((select tone_preset_id from public.message_drafts where status = 'pending' and place = 1), null, 'DRF-2 as a preset');

-- what the worker reads and saves
create temporary table asked as select request_id as r from public.message_drafts where status = 'pending' limit 1;
grant select on asked to public;
create function pg_temp.context() returns jsonb language sql security definer as $$ select worker.reply_context(r) from pg_temp.asked $$;
select is(pg_temp.context() #>> '{drafts,0,preset,instructions}', 'Short.', 'DRF-2 the worker reads the preset');
select is(pg_temp.context() #>> '{answered,text}', 'Could you send the offer?', 'DRF-1 and the mail to answer');
create function pg_temp.save(words text, at_version int default 0) returns jsonb language sql security definer as $$
  select worker.save_reply_drafts(r, (select jsonb_agg(jsonb_build_object('id', d.id, 'version', at_version, 'body', words || d.tone, 'confidence', 0.5, 'flags', '["text_link_removed", "mail_hides_text"]'::jsonb))
      from public.message_drafts d where d.request_id = r), '{"action": "draft_reply", "provider": "offline", "model": "rules", "is_offline": true, "prompt_version": "1", "outcome": "ok"}') from pg_temp.asked $$;
select is(pg_temp.context() #> '{recipient,also_to}', '[]', 'DRF-1 and who else it goes to');
update public.tone_presets set owner_id = tests.id('eve');
select is(pg_temp.context() #> '{drafts,0,preset}', 'null', 'DRF-2 a preset that is somebody else''s by now steers nothing');
update public.tone_presets set owner_id = tests.id('ada');
select is((select string_agg(value, ' ') from jsonb_each_text(pg_temp.save('In '))), 'drafted drafted drafted', 'DRF-1 the texts are stored');
select is((select string_agg(value, ' ') from jsonb_each_text(pg_temp.save('Twin: '))), 'superseded superseded superseded', 'DRF-1 a twin of the worker changes nothing');
select is((select string_agg(status || ' ' || body || ' ' || source || ' ' || version, ', ' order by place) from public.message_drafts d, asked where d.request_id = r),
  'drafted In concise offline 1, drafted In warm offline 1, drafted In professional offline 1', 'TRI-3 labelled as written by rules');
select is((select count(*) || ' ' || count(distinct d.ai_action_id) from public.message_drafts d join public.ai_actions a on a.id = d.ai_action_id and a.action = 'draft_reply' join asked on r = d.request_id),
  '3 1', 'TRI-2 by one call in the ledger');
select is((select count(*) from public.ai_actions where action = 'draft_reply'), 2::bigint, 'TRI-2 and the twin''s call is there too');
select is(pg_temp.context(), null, 'DRF-1 nothing is left to write');
select is((select flags from public.message_drafts d join asked on r = d.request_id limit 1), array['text_link_removed', 'mail_hides_text'], 'DRF-1 with what to look at');
select tests.become('ben');
select is_empty('select 1 from public.message_drafts union all select 1 from public.message_draft_versions', 'DRF-1 Ben reads no draft of a private conversation');
select tests.become('ada');
select public.share_connection(account) from story;
select tests.become('ben');
select is((select count(*) from public.message_draft_versions), 3::bigint, 'TEN-4 of a shared one he reads every version');
select is(pg_temp.outcome(pg_temp.request(), 'ben'), 'PT403 draft_not_yours', 'DRF-1 but asks for none in Ada''s name');

-- taken back and joined
select tests.become('ada');
select public.share_connection(account, false) from story;
select tests.become('ben');
select is_empty('select 1 from public.message_drafts union all select 1 from public.message_draft_versions', 'TEN-4 what is taken back takes drafts and versions along');
select tests.become_nobody();

-- whoever wrote after asking for new words keeps their own
create temporary table again as select d.id, d.version, d.request_id from public.message_drafts d join asked on r = d.request_id where place = 1;
grant select on again to public;
select pg_temp.outcome('select (public.regenerate_draft(id)).status from again');
select is((select payload ->> 'draft_version' from private.jobs where queue = 'draft-reply' and payload ? 'draft_id'), (select version::text from again), 'DRF-1 a wish for new words names the version it was about');
select isnt(worker.reply_context(request_id, id, version), null, 'DRF-1 which are written') from again;
select pg_temp.outcome('select (public.edit_draft(id, version, ''My own words'')).status from again');
select is(worker.reply_context(request_id, id, version), null, 'DRF-1 unless its owner has written some since') from again;
select pg_temp.outcome('select (public.regenerate_draft(id)).status from again');
select isnt(worker.reply_context(request_id, id, version + 1), null, 'DRF-1 and asks anew afterwards') from again;

-- nothing waits unseen
select pg_temp.outcome(pg_temp.request());
delete from private.jobs where queue = 'draft-reply';
select private.settle_reply_drafts(now() + interval '5 minutes');
select is((select count(*) from private.jobs where queue = 'draft-reply' and state = 'waiting'), 1::bigint, 'DRF-1 a lost job is made again');
select * from finish();
