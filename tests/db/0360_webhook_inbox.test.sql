-- The webhook inbox of 0360: stored once, one job, read and settled by its worker; upkeep of 0362 (OPS-1, OPS-2).
select plan(36);
select tests.cast_of_acme();
insert into private.queues (name, function_slug) values ('test-webhook', 'health');
create function pg_temp.receive(event text, account uuid default null, body text default '{"id": 1}') returns text language sql as $$
  select worker.receive_webhook('acme-mail', 'test-webhook', event, '{"x-kind": "ping"}', encode(convert_to(body, 'UTF8'), 'base64'), account) $$;
create function pg_temp.row_of(event text) returns private.webhook_inbox language sql as $$
  select * from private.webhook_inbox where provider = 'acme-mail' and connection_id is null and provider_event_id = event $$;
create function pg_temp.job_count() returns bigint language sql as $$ select count(*) from private.jobs where queue = 'test-webhook' $$;

-- stored once
select is(pg_temp.receive('e1'), 'stored', 'OPS-1 receive_webhook() stores a new event');
select is(pg_temp.receive('e1'), 'duplicate', 'OPS-1 receive_webhook() tells a repeat');
select is(pg_temp.receive('e1', body => 'something else'), 'duplicate', 'OPS-1 a repeat is told by its id, whatever its body');
select is(pg_temp.job_count(), 1::bigint, 'OPS-1 a repeat enqueues nothing');
select results_eq($$ select body, headers, state, attempts, finished_at from pg_temp.row_of('e1') $$,
  $$ values ('{"id": 1}'::bytea, '{"x-kind": "ping"}'::jsonb, 'received', 0, null::timestamptz) $$, 'OPS-1 the first body is kept byte for byte');
select results_eq($$ select j.payload, j.workspace_id, j.unique_key from private.jobs j where j.id = (pg_temp.row_of('e1')).job_id $$,
  $$ select jsonb_build_object('webhook_id', (pg_temp.row_of('e1')).id), null::uuid, (pg_temp.row_of('e1')).id::text $$,
  'OPS-1 the job holds the id of the webhook, never its content');
select is(pg_temp.receive('e1', tests.connection('ada')), 'stored', 'the same id for an account is another event');
select is(pg_temp.receive('e1', tests.connection('ada')), 'duplicate', 'and is stored once as well');
select is(pg_temp.receive('e1', tests.connection('cy')), 'stored', 'accounts do not share event ids');
select is((select workspace_id from private.jobs where id = (select job_id from private.webhook_inbox where connection_id = tests.connection('ada'))),
  tests.id('acme'), 'OPS-1 the job counts for the workspace of the account');
select is(worker.receive_webhook('other-mail', 'test-webhook', 'e1', '{}', ''), 'stored', 'providers do not share event ids');
select throws_ok($$ select worker.receive_webhook('acme-mail', 'no-such-queue', 'e2', '{}', '') $$, '23503', null, 'OPS-1 a job that cannot be enqueued');
select is((pg_temp.row_of('e2')).id, null, 'OPS-1 leaves no row behind: the provider sends it again');
select throws_ok($$ select pg_temp.receive('big', body => repeat('x', 4194305)) $$, '23514', null, 'a body of more than 4 MiB is refused');

-- read and settled
create function pg_temp.id_of(event text) returns uuid language sql as $$ select (pg_temp.row_of(event)).id $$;
select results_eq($$ select r ->> 'provider', r ->> 'provider_event_id', decode(r ->> 'body_base64', 'base64'), r -> 'attempt'
  from worker.read_webhook(pg_temp.id_of('e1')) r $$, $$ values ('acme-mail', 'e1', '{"id": 1}'::bytea, '1'::jsonb) $$, 'OPS-1 read_webhook() gives the bytes and begins attempt one');
select is(worker.settle_webhook(pg_temp.id_of('e1'), 1, 'retry', 'provider_unavailable'), true, 'OPS-1 settle_webhook() hands it back');
select is(worker.settle_webhook(pg_temp.id_of('e1'), 1, 'done'), false, 'OPS-1 an attempt is settled once');
select is(worker.read_webhook(pg_temp.id_of('e1')) ->> 'attempt', '2', 'OPS-1 the next attempt has its own number');
select is(worker.settle_webhook(pg_temp.id_of('e1'), 1, 'dead', 'late'), false, 'OPS-1 a worker that comes back late settles nothing');
select is(worker.settle_webhook(pg_temp.id_of('e1'), 2, 'done'), true, 'OPS-1 the holder ends it');
select is(worker.read_webhook(pg_temp.id_of('e1')), null, 'OPS-1 what is done is not worked on again');
select is(worker.read_webhook(gen_random_uuid()), null, 'a webhook that is gone is nothing to do');
select is(pg_temp.receive('e1'), 'duplicate', 'OPS-1 a repeat after the work is a duplicate too');
select throws_ok($$ select worker.settle_webhook(pg_temp.id_of('e1'), 2, 'maybe') $$, 'P0001', 'Unknown outcome maybe', 'an unknown outcome is refused');
select results_eq($$ select state, body, finished_at is not null, last_error ->> 'slug' from pg_temp.row_of('e1') $$,
  $$ values ('done', null::bytea, true, 'provider_unavailable') $$, 'once done the content is forgotten, the id is not');

-- nothing waits unseen
delete from private.webhook_inbox;
select pg_temp.receive('lost'), pg_temp.receive('recent'), pg_temp.receive('waits');
update private.webhook_inbox set received_at = now() - interval '10 minutes' where provider_event_id in ('lost', 'waits');
delete from private.jobs where id in (select job_id from private.webhook_inbox where provider_event_id in ('lost', 'recent'));
select is(private.settle_webhooks(now()), 1, 'OPS-2 settle_webhooks() finds the one whose job ended');
select is(private.settle_webhooks(now()), 0, 'OPS-2 twice is once');
select results_eq('select provider_event_id, state, last_error ->> ''slug'' from private.webhook_inbox order by 1', $$ values
  ('lost', 'dead', 'worker_lost'), ('recent', 'received', null), ('waits', 'received', null) $$, 'OPS-2 what has a job, or is too recent to tell, is left alone');
select is(private.retry_webhook(pg_temp.id_of('lost')), true, 'retry_webhook() gives a dead one another job');
select is(private.retry_webhook(pg_temp.id_of('lost')), false, 'retry_webhook() twice is once');
select is((select count(*) from private.jobs j join private.webhook_inbox w on w.job_id = j.id where w.provider_event_id = 'lost' and w.state = 'received'),
  1::bigint, 'and it waits for its worker');

-- trimmed
update private.webhook_inbox set state = 'done', body = null, finished_at = now() - interval '1 day' * (30 + n)
from (values ('lost', 1), ('recent', 3), ('waits', 4)) v (event, n) where provider_event_id = event;
select is(private.trim_webhooks(now(), 1), 1, 'OPS-2 trim_webhooks() is bounded and takes the oldest first');
select is(private.trim_webhooks(now()), 1, 'OPS-2 the next run goes on');
select results_eq('select provider_event_id from private.webhook_inbox', $$ values ('lost') $$, 'OPS-2 what ended within 32 days stays');

-- rights
select tests.become_worker();
select is(worker.receive_webhook('acme-mail', 'test-webhook', 'by the worker', '{}', ''), 'stored', 'the worker may');
select tests.become('ada');
select throws_ok($$ select worker.receive_webhook('acme-mail', 'test-webhook', 'by Ada', '{}', '') $$, '42501', null, 'people may not');

select * from finish();
