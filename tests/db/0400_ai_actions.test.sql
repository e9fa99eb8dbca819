-- The ledger of 0400: one row for every model call, written by workers, read by whose data it was.
select plan(16);
select tests.cast_of_acme();
create function pg_temp.log(changes jsonb default '{}') returns uuid language sql as $$
  select private.log_ai_action(tests.id('acme'), tests.id('ada'), 'nudge', tests.id('nudge'), jsonb_build_object(
    'action', 'draft_nudge', 'provider', 'openai', 'model', 'model-1', 'is_offline', false, 'prompt_version', '3', 'prompt_tokens', 700,
    'completion_tokens', 90, 'cost_usd', 0.0021, 'latency_ms', 812.6, 'confidence', 0.8, 'outcome', 'ok') || changes) $$;
select isnt(pg_temp.log(), null, 'log_ai_action() answers the id of its row');
select results_eq($$ select model, prompt_tokens, completion_tokens, cost_usd, latency_ms, confidence, asked_by from public.ai_actions $$,
  $$ values ('model-1', 700, 90, 0.0021, 813, 0.8, null::uuid) $$, 'the ledger keeps model, tokens, price, time and confidence');
select lives_ok($$ select pg_temp.log('{"outcome": "failed", "error_slug": "provider_down", "cost_usd": null, "confidence": null}') $$,
  'a failed call is a row too');
select throws_ok($$ select pg_temp.log('{"outcome": "failed"}') $$, '23514', null, 'a failed call says why');
select throws_ok($$ select pg_temp.log('{"outcome": "maybe"}') $$, '23514', null, 'an outcome is one of four');
select throws_ok($$ select pg_temp.log('{"action": "send_money"}') $$, '23514', null, 'an action is one we know');
select throws_ok($$ select pg_temp.log('{"confidence": 1.2}') $$, '23514', null, 'confidence is at most one');

select tests.become('ada');
select is((select count(*) from public.ai_actions), 2::bigint, 'Ada sees the calls on her data');
select throws_ok($$ delete from public.ai_actions $$, '42501', null, 'nobody cleans the ledger');
select tests.become('ben');
select is((select count(*) from public.ai_actions), 0::bigint, 'Ben does not');
select tests.become('eve');
select is((select count(*) from public.ai_actions), 0::bigint, 'nor does Eve, the admin');
select tests.become('ada');
select public.set_admin_visibility(tests.id('acme'), true);
select tests.become('eve');
select is((select count(*) from public.ai_actions), 2::bigint, 'unless the workspace lets admins see everything');

-- a job that was answered is not paid for again
select tests.become_nobody();
select pg_temp.log(jsonb_build_object('job_id', tests.id('answered'))), pg_temp.log(jsonb_build_object('job_id', tests.id('failed'),
  'outcome', 'failed', 'error_slug', 'provider_down'));
select tests.become_worker();
select is(worker.is_job_answered(tests.id('answered')), true, 'TRI-3 is_job_answered() knows a job whose answer is stored');
select is(worker.is_job_answered(tests.id('failed')), false, 'TRI-3 a failed call is no answer');
select is(worker.is_job_answered(tests.id('unknown')), false, 'TRI-3 nor is none');
select tests.become('ada');
select throws_ok($$ select worker.is_job_answered(tests.id('answered')) $$, '42501', null, 'people cannot ask');

select * from finish();
