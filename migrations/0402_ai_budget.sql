-- Budget of model calls (TRI-3): what a workspace may spend in a month of its own zone, by the prices the ledger holds.
create function private.ai_spent_usd(in_workspace uuid, as_of timestamptz) returns numeric
language sql stable
set search_path = ''
as $$
  select coalesce(sum(a.cost_usd), 0) from public.ai_actions a join public.workspaces w on w.id = a.workspace_id
  where a.workspace_id = in_workspace
    and a.created_at >= date_trunc('month', as_of at time zone w.time_zone) at time zone w.time_zone
$$;
revoke execute on function private.ai_spent_usd(uuid, timestamptz) from public, anon, authenticated, service_role;
comment on function private.ai_spent_usd(uuid, timestamptz) is 'Dollars spent on models this month.';

-- A few calls that run at the same time may each see the last cents: the budget is met within what a handful of calls cost.
create function private.ai_budget_left_usd(in_workspace uuid, as_of timestamptz) returns numeric
language sql stable
set search_path = ''
as $$
  select w.ai_budget_usd - private.ai_spent_usd(w.id, as_of) from public.workspaces w where w.id = in_workspace
$$;
revoke execute on function private.ai_budget_left_usd(uuid, timestamptz) from public, anon, authenticated, service_role;
comment on function private.ai_budget_left_usd(uuid, timestamptz) is 'Dollars left this month; null without a budget.';

-- definer: the ledger shows people only calls on their own data; the sum is the workspace's.
create function private.ai_budget(in_workspace uuid) returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
begin
  perform private.require_role(in_workspace, 'member');
  return jsonb_build_object(
    'budget_usd', (select w.ai_budget_usd from public.workspaces w where w.id = in_workspace),
    'spent_usd', private.ai_spent_usd(in_workspace, now()), 'left_usd', private.ai_budget_left_usd(in_workspace, now()));
end
$$;
revoke execute on function private.ai_budget(uuid) from public, anon;
grant execute on function private.ai_budget(uuid) to authenticated;
comment on function private.ai_budget(uuid) is 'See public.ai_budget.';

create function public.ai_budget(workspace_id uuid) returns jsonb
language sql stable
set search_path = ''
as $$ select private.ai_budget(workspace_id) $$;
revoke execute on function public.ai_budget(uuid) from public, anon;
grant execute on function public.ai_budget(uuid) to authenticated;
comment on function public.ai_budget(uuid) is
  'What the workspace may spend on models this month: {budget_usd, spent_usd, left_usd}; null budget_usd and left_usd without a limit. Errors: workspace_not_found.';

-- definer: the service role reads the ledger through this door only.
create function worker.ai_budget_left(workspace_id uuid, as_of timestamptz) returns numeric
language sql stable security definer
set search_path = ''
as $$ select private.ai_budget_left_usd(workspace_id, as_of) $$;
revoke execute on function worker.ai_budget_left(uuid, timestamptz) from public, anon, authenticated;
grant execute on function worker.ai_budget_left(uuid, timestamptz) to service_role;
comment on function worker.ai_budget_left(uuid, timestamptz) is 'Dollars the workspace has left for models this month; null without a budget.';

insert into private.problems (slug, status, sentence, cure) values
  ('ai_budget_spent', 402, 'Cannot ask a model: the workspace has spent its budget of this month', 'Wait for the next month, or let an admin raise ai_budget_usd; rules go on without a model.');
