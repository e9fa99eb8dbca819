-- What PostgREST asks before every request of the Data API (its db-pre-request hook), and what is refused there.
-- https://docs.postgrest.org/en/stable/references/transactions.html#pre-request

-- count=planned and count=estimated answer from the statistics of the planner, which know no row level security: by
-- filtering, a stranger learns how often a value stands in the rows of others. count=exact counts what one may read.
-- https://docs.postgrest.org/en/stable/references/api/pagination_count.html#planned-count
-- definer: anon may not raise problems itself.
create function private.guard_request() returns void
language plpgsql stable security definer
set search_path = ''
as $$
begin
  if nullif(current_setting('request.headers', true), '')::json ->> 'prefer' ~* 'count\s*=\s*"?(planned|estimated)' then
    perform private.problem('count_not_exact');
  end if;
end
$$;
revoke execute on function private.guard_request() from public;
comment on function private.guard_request() is 'Runs before every request of the Data API, as its role; raises count_not_exact.';

-- The hook runs as the role of the request, so anon reaches this one function of the schema, and nothing else in it.
grant usage on schema private to anon;
grant execute on function private.guard_request() to anon, authenticated, service_role;

do $$
begin
  if exists (select from pg_roles where rolname = 'authenticator') then
    alter role authenticator set pgrst.db_pre_request = 'private.guard_request';
    notify pgrst, 'reload config';
  end if;
end
$$;

insert into private.problems (slug, status, sentence, cure) values
  ('count_not_exact', 400, 'Cannot count: planned and estimated counts are not offered', 'Ask for count=exact.');
