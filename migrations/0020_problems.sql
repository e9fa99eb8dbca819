-- Problems: every error a person can meet, once: slug, HTTP status, sentence, cure.
-- PostgREST turns errcode PTxyz into HTTP status xyz and passes message, details and hint on
-- (https://docs.postgrest.org/en/stable/references/errors.html#raise-errors-with-http-status-codes).
create table private.problems (
  slug text primary key constraint problems_slug_is_snake_case check (slug ~ '^[a-z][a-z0-9_]+$'),
  status integer not null constraint problems_status_is_an_http_error check (status between 400 and 599),
  sentence text not null constraint problems_sentence_has_no_full_stop check (sentence !~ '\.$'),
  cure text not null
);
comment on table private.problems is 'Catalogue of the errors people can meet. Written by migrations only.';
comment on column private.problems.slug is 'Stable name, the message of the raised error.';
comment on column private.problems.status is 'HTTP status PostgREST answers with.';
comment on column private.problems.sentence is 'The action that failed, a colon, the state; sentence case, no full stop.';
comment on column private.problems.cure is 'What the person can do about it.';
alter table private.problems enable row level security;
-- no policies and no grants: only private.problem() reads it

-- definer: callers have no rights on the catalogue itself.
create function private.problem(problem_slug text, more text default null) returns void
language plpgsql stable security definer
set search_path = ''
as $$
declare
  found_problem private.problems;
begin
  select * into found_problem from private.problems where slug = problem_slug;
  if not found then
    raise exception 'Problem % is missing from the catalogue', problem_slug;
  end if;
  raise exception using
    errcode = 'PT' || found_problem.status,
    message = found_problem.slug,
    detail = found_problem.sentence || coalesce(' (' || more || ')', ''),
    hint = found_problem.cure;
end
$$;
revoke execute on function private.problem(text, text) from public, anon;
grant execute on function private.problem(text, text) to authenticated, service_role;
comment on function private.problem(text, text) is
  'Raises a catalogued problem. `more` is a short fact without personal content, appended in brackets.';

insert into private.problems (slug, status, sentence, cure) values
  ('sign_in_required', 401, 'Cannot do this: nobody is signed in', 'Sign in and send the access token.'),
  ('time_zone_unknown', 422, 'Cannot use this time zone: it is not an IANA name', 'Use a name such as Europe/Berlin.'),
  ('email_address_invalid', 422, 'Cannot use this address: it is not an e-mail address', 'Use the form name@example.com.'),
  ('working_hours_invalid', 422, 'Cannot use these working hours: a day or an interval is malformed',
    'Use {"mon": [["09:00", "17:00"]]} with days mon to sun and rising, separate intervals.'),
  ('text_empty', 422, 'Cannot save: a required text is empty', 'Fill in the text.');
