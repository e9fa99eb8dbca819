-- Provider limits: how often a connection may be called now. A budget of units a minute (Gmail counts units, not calls), a pause the
-- provider asked for (Retry-After), and a circuit that opens when calls keep failing. One question before each call, one report
-- after those that matter; everything by the database's clock, so that all workers agree.
create table private.provider_limits (
  connection_id uuid not null references public.connections (id) on delete cascade,
  provider text not null constraint provider_limits_provider_is_a_name check (provider ~ '^[a-z]+(-[a-z]+)*$'),
  spend_moments timestamptz[] not null default '{}',
  spend_units integer[] not null default '{}',
  paused_until timestamptz,
  refused_count integer not null default 0,
  failed_count integer not null default 0,
  probe_at timestamptz,
  primary key (connection_id, provider),
  constraint provider_limits_moments_have_units check (cardinality(spend_moments) = cardinality(spend_units))
);
comment on table private.provider_limits is 'What a connection has spent within the last minute, and whether its provider wants to be called. Written by spend_budget() and report_provider_call().';
comment on column private.provider_limits.connection_id is 'Account the calls are made as: providers count by account.';
comment on column private.provider_limits.provider is 'Which API: each has a budget of its own.';
comment on column private.provider_limits.spend_moments is 'Moments of the last minute at which units were spent, oldest first.';
comment on column private.provider_limits.spend_units is 'Units spent at each of them.';
comment on column private.provider_limits.paused_until is 'The provider asked for no call before this.';
comment on column private.provider_limits.refused_count is 'Refusals for being too fast since the last call that went well: how long to pause when the provider does not say.';
comment on column private.provider_limits.failed_count is 'Failures in a row: the circuit opens at three.';
comment on column private.provider_limits.probe_at is 'The circuit is open: one call may try again at this moment. Null while it is closed.';
alter table private.provider_limits enable row level security;
-- no policies and no grants: functions only

-- The project's budget is everybody's: one row would make every call of every account wait for the call before it.
create table private.project_budgets (
  provider text not null,
  shard smallint not null,
  spend_moments timestamptz[] not null default '{}',
  spend_units integer[] not null default '{}',
  primary key (provider, shard),
  constraint project_budgets_moments_have_units check (cardinality(spend_moments) = cardinality(spend_units))
);
comment on table private.project_budgets is 'What all connections together have spent within the last minute, in eight parts. Written by spend_budget().';
comment on column private.project_budgets.provider is 'Which API.';
comment on column private.project_budgets.shard is 'Part, 0 to 7; each may spend an eighth.';
comment on column private.project_budgets.spend_moments is 'Seconds of the last minute in which units were spent, oldest first.';
comment on column private.project_budgets.spend_units is 'Units spent in each of them.';
alter table private.project_budgets enable row level security;
-- no policies and no grants: functions only

-- A sliding window and not a bucket that refills: a bucket lets a full one pass and then its refill within the same minute, up to
-- twice the limit as the provider counts. A second more than a minute, since a call arrives later than it was allowed.
create function private.window_wait(
  inout moments timestamptz[], inout units integer[], wanted integer, per_minute integer, as_of timestamptz, out wait_ms integer
)
language plpgsql immutable
set search_path = ''
as $$
declare
  spent bigint := 0;
  place integer;
begin
  place := (select count(*) from unnest(moments) m where m <= as_of - interval '61 seconds');
  moments := coalesce(moments[place + 1:], '{}');
  units := coalesce(units[place + 1:], '{}');
  spent := coalesce((select sum(u) from unnest(units) u), 0);
  wait_ms := 0;
  place := 0;
  while spent + wanted > per_minute and place < cardinality(moments) loop
    place := place + 1;
    spent := spent - units[place];
    wait_ms := greatest(1, ceil(extract(epoch from moments[place] + interval '61 seconds' - as_of) * 1000));
  end loop;
end
$$;
revoke execute on function private.window_wait(timestamptz[], integer[], integer, integer, timestamptz) from public, anon, authenticated, service_role;
comment on function private.window_wait(timestamptz[], integer[], integer, integer, timestamptz) is
  'Milliseconds until `wanted` units fit into the last minute, 0 when they do; and the moments that still count.';

-- definer: the service role has no rights on the tables.
create function worker.spend_budget(
  connection_id uuid, units integer, provider text default 'gmail', per_minute integer default 6000, project_per_minute integer default 1200000,
  as_of timestamptz default clock_timestamp(), out wait_ms integer, out reason text, out must_report boolean
)
language plpgsql volatile security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  l private.provider_limits;
  p private.project_budgets;
  part smallint := abs(hashtext(spend_budget.connection_id::text) % 8);
  own record;
  everybody record;
begin
  if units < 0 or units > per_minute then raise exception 'Cannot spend % units of % a minute', units, per_minute; end if;
  -- a lost spend costs a refusal at worst, so no call waits for the disk
  perform set_config('synchronous_commit', 'off', true);
  must_report := false;
  insert into private.provider_limits (connection_id, provider)
  select c.id, spend_budget.provider from public.connections c where c.id = spend_budget.connection_id
  on conflict do nothing;
  select * into l from private.provider_limits x
  where x.connection_id = spend_budget.connection_id and x.provider = spend_budget.provider for update;
  if not found then perform private.problem('connection_not_found'); end if;
  -- whoever waited for the row asks by an older clock than the one before
  as_of := greatest(as_of, l.spend_moments[cardinality(l.spend_moments)]);
  if l.paused_until > as_of then
    wait_ms := ceil(extract(epoch from l.paused_until - as_of) * 1000);
    reason := 'provider_rate_limited';
    return;
  elsif l.probe_at > as_of then
    wait_ms := ceil(extract(epoch from l.probe_at - as_of) * 1000);
    reason := 'provider_circuit_open';
    return;
  end if;
  own := private.window_wait(l.spend_moments, l.spend_units, units, per_minute, as_of);
  insert into private.project_budgets (provider, shard) values (spend_budget.provider, part) on conflict do nothing;
  select * into p from private.project_budgets x where x.provider = spend_budget.provider and x.shard = part for update;
  everybody := private.window_wait(p.spend_moments, p.spend_units, units, greatest(project_per_minute / 8, per_minute), as_of);
  wait_ms := greatest(own.wait_ms, everybody.wait_ms);
  if wait_ms > 0 then
    reason := case when own.wait_ms > 0 then 'provider_budget_spent' else 'project_budget_spent' end;
    return;
  end if;
  must_report := l.probe_at is not null or l.failed_count > 0 or l.refused_count > 0;
  update private.provider_limits x set
    spend_moments = own.moments || as_of, spend_units = own.units || spend_budget.units,
    -- this call is the probe; the next one, should this one never come back, in half a minute
    probe_at = case when x.probe_at is not null then as_of + interval '30 seconds' end
  where x.connection_id = l.connection_id and x.provider = l.provider;
  if everybody.moments[cardinality(everybody.moments)] = date_trunc('second', as_of) + interval '1 second' then
    everybody.units[cardinality(everybody.units)] := everybody.units[cardinality(everybody.units)] + spend_budget.units;
  else
    everybody.moments := everybody.moments || date_trunc('second', as_of) + interval '1 second';
    everybody.units := everybody.units || spend_budget.units;
  end if;
  update private.project_budgets x set spend_moments = everybody.moments, spend_units = everybody.units
  where x.provider = p.provider and x.shard = p.shard;
end
$$;
revoke execute on function worker.spend_budget(uuid, integer, text, integer, integer, timestamptz) from public, anon, authenticated;
grant execute on function worker.spend_budget(uuid, integer, text, integer, integer, timestamptz) to service_role;
comment on function worker.spend_budget(uuid, integer, text, integer, integer, timestamptz) is
  'Asks before a call of so many units: {wait_ms, reason, must_report}. wait_ms 0: go, the units are spent. Otherwise nothing was spent; reason is provider_budget_spent, project_budget_spent, provider_rate_limited or provider_circuit_open. must_report: also a success is to be reported. Errors: connection_not_found.';

-- definer: see spend_budget.
create function worker.report_provider_call(
  connection_id uuid, provider text, outcome text, retry_after_ms bigint default null, as_of timestamptz default clock_timestamp()
) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
  perform set_config('synchronous_commit', 'off', true);
  case outcome
    when 'ok' then
      update private.provider_limits x set failed_count = 0, refused_count = 0, probe_at = null
      where x.connection_id = report_provider_call.connection_id and x.provider = report_provider_call.provider;
    when 'rate_limited' then
      -- It answered, so it is well. What it asks for counts from now: the answer is here, so this is never too early. Without a
      -- readable wish the wait doubles from a second to about a minute, with jitter above it
      -- (https://developers.google.com/workspace/gmail/api/guides/handle-errors). A day is the longest any quota lasts.
      -- Calls that were under way together are refused together: that is one refusal.
      update private.provider_limits x set failed_count = 0, probe_at = null,
        refused_count = x.refused_count + (coalesce(x.paused_until, '-infinity') <= as_of)::integer,
        paused_until = greatest(x.paused_until, as_of + interval '1 millisecond' * case
          when retry_after_ms is not null then least(retry_after_ms, 86400000)
          when coalesce(x.paused_until, '-infinity') <= as_of then power(2, least(x.refused_count, 6)) * 1000 * (1 + random() / 4) end)
      where x.connection_id = report_provider_call.connection_id and x.provider = report_provider_call.provider;
    when 'failed' then
      update private.provider_limits x set failed_count = x.failed_count + 1,
        paused_until = greatest(x.paused_until, case when retry_after_ms > 0 then as_of + interval '1 millisecond' * least(retry_after_ms, 86400000) end),
        probe_at = case when x.failed_count >= 2 then greatest(x.probe_at, as_of + interval '30 seconds') end
      where x.connection_id = report_provider_call.connection_id and x.provider = report_provider_call.provider;
    else raise exception 'Unknown outcome %', outcome;
  end case;
end
$$;
revoke execute on function worker.report_provider_call(uuid, text, text, bigint, timestamptz) from public, anon, authenticated;
grant execute on function worker.report_provider_call(uuid, text, text, bigint, timestamptz) to service_role;
comment on function worker.report_provider_call(uuid, text, text, bigint, timestamptz) is
  'Tells how a call ended: ok (closes the circuit), rate_limited (no call before retry_after_ms from now), failed (the third in a row opens the circuit: one call each half minute until one goes well).';
