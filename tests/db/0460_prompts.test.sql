-- Prompts and summaries of 0460 to 0466 (PRM-1, PRM-2): their owner's alone, finished once, withdrawn with the messages they quote.
select plan(38);
select tests.cast_of_acme();
create temporary table story as select tests.connection('ada') as account, null::uuid as m, null::uuid as p, null::uuid as s;
grant select, update on story to public;
select tests.deliver(account, tests.mail('ask', jsonb_build_object('sent_at', now() - interval '2 hours')), now()) from story;
update story set m = (select id from public.messages);

select tests.become_worker();
select throws_ok($$ select worker.begin_prompt(tests.id('acme'), tests.id('cy'), 'What is new?', now()) $$, 'PT404', 'workspace_not_found', 'SEC-1 a stranger asks nothing about Acme');
update story set p = worker.begin_prompt(tests.id('acme'), tests.id('ada'), 'What is new?', now());
select lives_ok($$ select worker.log_prompt_call(p, '{"action": "route_prompt", "provider": "offline", "model": "rules", "is_offline": true, "prompt_version": "1", "outcome": "ok"}') from story $$, 'TRI-2 a call for it is recorded');
create function pg_temp.finish(changes jsonb default '{}') returns text language sql as $$
  select worker.finish_prompt(p, jsonb_build_object('status', 'answered', 'intent', 'summarize', 'engine', 'rules', 'answer', '{"text": "One mail"}'::jsonb,
    'coverage', '{}'::jsonb, 'from_at', now() - interval '1 day', 'until_at', now(), 'message_ids', jsonb_build_array(m)) || changes, now()) from story $$;
select is(pg_temp.finish(), 'finished', 'PRM-1 it is answered');
select is(pg_temp.finish('{"status": "failed"}'), 'gone', 'once');
select is(worker.finish_prompt(gen_random_uuid(), '{}', now()), 'gone', 'and what is gone is not');

select tests.become('ada');
select results_eq('select status, intent, engine, answer ->> ''text'', message_ids from public.prompts', $$ select 'answered', 'summarize', 'rules', 'One mail', array[m] from story $$, 'PRM-1 its owner reads the answer and what it rests on');
select is((select a.action from public.prompts p join public.ai_actions a on a.id = p.ai_action_id and a.subject_id = p.id), 'route_prompt', 'TRI-2 and the call');
select throws_ok($$ update public.prompts set prompt = 'x' $$, '42501', null, 'what was asked stays');
select throws_ok($$ insert into public.prompts (workspace_id, owner_id, prompt) values (tests.id('acme'), tests.id('ada'), 'x') $$, '42501', null, 'and comes through the function only');
select tests.become('ben');
select is_empty('select 1 from public.prompts', 'a team-mate reads none of it');
select throws_ok($$ select public.delete_prompt(p) from story $$, 'PT404', 'prompt_not_found', 'nor deletes it');
select tests.become('eve');
select is_empty('select 1 from public.prompts', 'nor does an admin');
select tests.become_nobody();
update public.workspaces set admins_see_everything = true, admins_see_everything_since = now() where id = tests.id('acme');
select tests.become('eve');
select is_empty('select 1 from public.prompts', 'not even one who may see everything else');
select is((select count(*) from public.messages), 1::bigint, 'control: who sees the mail');
select tests.become('cy');
select is_empty('select 1 from public.list_prompts(tests.id(''acme''))', 'SEC-1 nor a stranger');

-- the list
select tests.become_worker();
select worker.finish_prompt(worker.begin_prompt(tests.id('acme'), tests.id('ada'), 'Number ' || n, now()), '{"status": "failed", "status_reason": "test"}', now()) from generate_series(1, 4) n;
select tests.become('ada');
select is((select array_agg(prompt) from public.list_prompts(tests.id('acme'), page_size => 2)), array['Number 4', 'Number 3'], 'PRM-1 newest first');
select is((select array_agg(l.prompt) from public.prompts p, public.list_prompts(tests.id('acme'), p.id) l where p.prompt = 'Number 2'), array['Number 1', 'What is new?'], 'in pages by key');
select lives_ok($$ select public.delete_prompt(id) from public.prompts where prompt = 'Number 4' $$, 'PRM-1 who asked may forget it');
select throws_ok($$ select public.delete_prompt(gen_random_uuid()) $$, 'PT404', 'prompt_not_found', 'what is not there is not');
select tests.become_worker();
select lives_ok($$ select worker.begin_prompt(tests.id('acme'), tests.id('ada'), 'Open ' || n, now() - interval '1 hour') from generate_series(1, 10) n $$, 'ten at a time');
select throws_ok($$ select worker.begin_prompt(tests.id('acme'), tests.id('ada'), 'One more', now() - interval '1 hour') $$, 'PT429', 'too_many_prompts', 'are enough');
select lives_ok($$ select worker.begin_prompt(tests.id('acme'), tests.id('ada'), 'Later', now()) $$, 'what nobody finished blocks nobody for long');
select tests.become('ada');
select is((select count(*) from public.prompts where status_reason = 'interrupted'), 10::bigint, 'and says that it was interrupted');

-- summaries
select tests.become_worker();
create function pg_temp.summary(person text, digest text default 'h') returns uuid language sql as $$
  select worker.save_summary(tests.id('acme'), tests.id(person), jsonb_build_object('scope', 'all', 'from_at', '2026-01-01T00:00:00Z', 'until_at', '2026-01-02T00:00:00Z',
    'content_hash', digest, 'content', '{}'::jsonb, 'message_ids', jsonb_build_array(m), 'engine', 'rules', 'model', 'rules')) from story $$;
update story set s = pg_temp.summary('ada');
select is(pg_temp.summary('ada'), (select s from story), 'PRM-2 the same window over the same messages is kept once');
select isnt(pg_temp.summary('ada', 'other'), (select s from story), 'other messages are another');
select is(worker.save_summary(tests.id('acme'), tests.id('ada'), jsonb_build_object('message_ids', jsonb_build_array(gen_random_uuid()))), null, 'what is gone is not summed up');
select tests.become('ben');
select is_empty('select 1 from public.list_summaries(tests.id(''acme''))', 'a team-mate reads none');
select tests.become('ada');
select is((select count(*) from public.list_summaries(tests.id('acme'))), 2::bigint, 'PRM-2 their owner reads them');
select is((select count(*) from public.list_summaries(tests.id('acme'), (select id from public.list_summaries(tests.id('acme'), page_size => 1)))), 1::bigint, 'in pages by key');

-- what a message leaves behind
select public.share_connection(account) from story;
select tests.become_worker();
select worker.finish_prompt(x, jsonb_build_object('status', 'answered', 'answer', '{"text": "Bens"}'::jsonb, 'message_ids', jsonb_build_array(m)), now())
from story, worker.begin_prompt(tests.id('acme'), tests.id('ben'), 'What did Ada get?', now()) x;
select pg_temp.summary('ben');
select tests.become('ben');
select results_eq('select answer ->> ''text'' from public.prompts', array['Bens'], 'control: Ben was answered from what Ada shares');
select tests.become('ada');
select public.share_connection(account, false) from story;
select is((select answer ->> 'text' from public.prompts where prompt = 'What is new?'), 'One mail', 'who took it back keeps their own answer');
select tests.become('ben');
select results_eq('select status, status_reason, answer, cardinality(message_ids) from public.prompts', $$ values ('withdrawn', 'message_not_shared', null::jsonb, 0) $$, 'SEC-1 what is taken back is in no answer of others');
select is_empty('select 1 from public.summaries', 'SEC-1 nor in a summary');
select tests.become_nobody();
delete from public.messages;
select tests.become('ada');
select results_eq($$ select status, status_reason, answer from public.prompts where prompt = 'What is new?' $$, $$ values ('withdrawn', 'message_gone', null::jsonb) $$, 'an answer goes with the message it quotes');
select is((select prompt from public.prompts where status = 'withdrawn'), 'What is new?', 'the question stays');
select is_empty('select 1 from public.summaries', 'and so does a summary');
select tests.become_worker();
select is(worker.finish_prompt(x, jsonb_build_object('status', 'answered', 'answer', '{}'::jsonb, 'message_ids', jsonb_build_array(m)), now()), 'withdrawn', 'SEC-1 what went while it was answered is not stored')
from story, worker.begin_prompt(tests.id('acme'), tests.id('ada'), 'Late', now()) x;
select tests.become('ada');
select is((select answer from public.prompts where prompt = 'Late'), null, 'not a word of it');

select * from finish();
