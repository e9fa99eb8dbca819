-- Upkeep of the webhook inbox: nothing waits unseen, and nothing is kept for ever.

-- The job was enqueued with the row, so a row whose job has ended without a word was lost by its worker. The job has had
-- its attempts: an operator decides, an alert asks for it.
create function private.settle_webhooks(as_of timestamptz, at_most integer default 1000) returns integer
language sql volatile
set search_path = ''
as $$
  with lost as (
    update private.webhook_inbox w set state = 'dead', finished_at = as_of,
      last_error = jsonb_build_object('slug', coalesce(w.last_error ->> 'slug', 'worker_lost'), 'at', as_of)
    where w.id = any (array(
      select x.id from private.webhook_inbox x
      -- a worker settles the row before it ends the job; five minutes are more than it needs between the two
      where x.state in ('received', 'working') and x.received_at < as_of - interval '5 minutes'
        and not exists (select from private.jobs j where j.id = x.job_id and j.state in ('waiting', 'leased'))
      order by x.received_at limit at_most for update skip locked))
    returning 1)
  select count(*)::integer from lost
$$;
revoke execute on function private.settle_webhooks(timestamptz, integer) from public, anon, authenticated, service_role;
comment on function private.settle_webhooks(timestamptz, integer) is 'Tick: webhooks whose job ended without settling them are dead; answers how many.';

create function private.retry_webhook(webhook_id uuid) returns boolean
language plpgsql volatile
set search_path = ''
as $$
begin
  update private.webhook_inbox w set state = 'received', finished_at = null where w.id = webhook_id and w.state = 'dead';
  if not found then return false; end if;
  perform private.enqueue_webhook(webhook_id);
  return true;
end
$$;
revoke execute on function private.retry_webhook(uuid) from public, anon, authenticated, service_role;
comment on function private.retry_webhook(uuid) is 'For operators: gives a dead webhook a new job; false when it is not dead.';

-- A month is longer than any provider repeats: Google Pub/Sub keeps an unacknowledged push for 7 days by default and 31
-- at most (https://cloud.google.com/pubsub/docs/subscription-properties), others give up within days.
create function private.trim_webhooks(as_of timestamptz, at_most integer default 10000) returns integer
language sql volatile
set search_path = ''
as $$
  with trimmed as (
    delete from private.webhook_inbox w where w.id = any (array(
      select x.id from private.webhook_inbox x where x.finished_at < as_of - interval '32 days'
      order by x.finished_at limit at_most for update skip locked))
    returning 1)
  select count(*)::integer from trimmed
$$;
revoke execute on function private.trim_webhooks(timestamptz, integer) from public, anon, authenticated, service_role;
comment on function private.trim_webhooks(timestamptz, integer) is 'Tick: forgets webhooks that ended a month ago, oldest first; answers how many.';
