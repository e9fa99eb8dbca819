-- Proposals of 0480 to 0484 (PRM-4): made from rows alone, once for a cause, withdrawn with it, accepted by the verb of the thing.
select plan(28);
select tests.cast_of_acme();
create temporary table story on commit drop as select tests.connection('ada') as account;
grant all on story to public;
create function pg_temp.of(wanted text) returns public.proposals language sql security definer as $$ select p from public.proposals p where p.kind = wanted $$;
create function pg_temp.make(hours integer default 0) returns integer language sql security definer as $$ select private.make_proposals(tests.id('acme'), tests.id('ada'), now() + make_interval(hours => hours)) $$;
create function pg_temp.states() returns text language sql security definer as $$ select string_agg(kind || ' ' || status, ', ' order by kind) from public.proposals $$;
grant execute on all functions in schema pg_temp to public;
select tests.deliver(account, tests.mail('ask', jsonb_build_object('sent_at', now() - interval '5 hours')), now()) from story;
select worker.save_extraction(x.id, jsonb_build_object('content_hash', x.content_hash,
  'tasks', '[{"title": "Send the offer", "source": "rules", "evidence": {"quote": "send the offer", "start": 10, "end": 24}}]'::jsonb,
  'promises', jsonb_build_array(jsonb_build_object('side', 'them', 'quote', 'I will call', 'due_on', current_date - 2, 'source', 'rules', 'evidence', '{"start": 0, "end": 5}'::jsonb)),
  'meeting', jsonb_build_object('kind', 'propose', 'slots', jsonb_build_array(jsonb_build_object('on', current_date + 2, 'starts_at', now() + interval '2 days')), 'time_zone', 'UTC', 'zone_source', 'header',
    'is_zone_ambiguous', false, 'evidence', '{"quote": "send", "start": 0, "end": 4}'::jsonb, 'source', 'rules')), null, now()) from public.messages x;
select private.let_promises_fall_due(now());
select is((select count(*) from public.proposals), 0::bigint, 'PRM-4 a mail makes no proposal');

select is(pg_temp.make(), 4, 'PRM-4 a question, a task, a meeting and a broken promise are proposed');
select is(pg_temp.make(), 0, 'PRM-4 once for each cause');
select is(pg_temp.states(), 'accept_event proposed, answer_question proposed, confirm_task proposed, follow_up_promise proposed', 'PRM-4 one of each kind');
select tests.become('ben');
select is((select count(*) from public.list_proposals(tests.id('acme'))), 0::bigint, 'TEN-4 Ben sees none of them');
select throws_ok($$ select public.accept_proposal((pg_temp.of('confirm_task')).id) $$, 'PT404', 'proposal_not_found', 'TEN-4 nor accepts one');
select throws_ok($$ select public.dismiss_proposal((pg_temp.of('confirm_task')).id) $$, 'PT404', 'proposal_not_found', 'TEN-4 nor dismisses one');
select is(public.make_proposals(tests.id('acme')), 0, 'TEN-4 nor makes any of Ada''s rows');
select tests.become('cy');
select throws_ok($$ select public.make_proposals(tests.id('acme')) $$, 'PT404', 'workspace_not_found', 'TEN-4 a stranger makes none');
select tests.become('ada');
select is((select count(*) from public.list_proposals(tests.id('acme'))), 4::bigint, 'PRM-4 Ada is shown them');
select results_eq($$ select b.id from public.list_proposals(tests.id('acme'), page_size => 3) with ordinality a (id, w, o, k, c, s, r, cr, se, n), public.list_proposals(tests.id('acme'), before_proposal_id => a.id) b where n = 3 $$,
  $$ select min(id::text)::uuid from public.proposals $$, 'PRM-4 page by page');

-- accepted by the verb of the thing, and once
select is((a.status, a.result_id = a.cause_id)::text, '(accepted,t)', 'PRM-4 accepted') from public.accept_proposal((pg_temp.of('confirm_task')).id) a;
select is((select status from public.tasks), 'open', 'PRM-4 the task is open');
select throws_ok($$ select public.accept_proposal((pg_temp.of('confirm_task')).id) $$, 'PT409', 'proposal_settled', 'PRM-4 once');
select is((public.accept_proposal((pg_temp.of('accept_event')).id)).status, 'accepted', 'PRM-4 the event is accepted');
select is((select array_agg(title) from public.calendar_events), '{"Offer ask"}', 'PRM-4 and made');
select is((public.accept_proposal((pg_temp.of('answer_question')).id)).status, 'accepted', 'PRM-4 the answer is wanted');
select is((select count(*) from public.message_drafts where request_id = (pg_temp.of('answer_question')).result_id), 3::bigint, 'PRM-4 drafts of it are asked for');
select is((select count(*) from public.outbound_messages), 0::bigint, 'PRM-4 nothing is sent');

-- dismissed for good
select is((public.dismiss_proposal((pg_temp.of('follow_up_promise')).id)).status, 'dismissed', 'PRM-4 dismissed');
select is(public.make_proposals(tests.id('acme')), 0, 'PRM-4 nothing settled is proposed again');
select throws_ok($$ select public.accept_proposal((pg_temp.of('follow_up_promise')).id) $$, 'PT409', 'proposal_settled', 'PRM-4 dismissed is dismissed');

-- withdrawn with its cause, and back with it
select tests.become_nobody();
update public.proposals set status = 'proposed', settled_at = null where kind = 'follow_up_promise';
update public.promises set state = 'kept', settled_at = now();
select tests.become('ada');
select throws_ok($$ select public.accept_proposal((pg_temp.of('follow_up_promise')).id) $$, 'PT409', 'proposal_settled', 'PRM-4 what is kept by now is not followed up');
select is(pg_temp.make(), 0, 'nothing new');
select is((pg_temp.of('follow_up_promise')).status, 'withdrawn', 'PRM-4 the proposal goes with its cause');
select tests.become_nobody();
update public.promises set state = 'due', settled_at = null;
select is(pg_temp.make(), 1, 'PRM-4 and comes back with it');

-- by itself, late or twice
select tests.become('ada');
select public.set_hourly_proposals(tests.id('acme'), true);
select tests.become_nobody();
select is(array[private.make_hourly_proposals(now()), private.make_hourly_proposals(now()), private.make_hourly_proposals(now() + interval '5 hours')], '{1,0,1}', 'PRM-4 each hour for who asked, once however often the tick comes');
select tests.become('ada');
select public.set_hourly_proposals(tests.id('acme'), false);
select tests.become_nobody();
select is(private.make_hourly_proposals(now() + interval '9 hours'), 0, 'PRM-4 and no longer when it is turned off');
select * from finish();
