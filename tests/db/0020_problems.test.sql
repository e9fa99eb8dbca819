-- Problems of 0020: one catalogue, one way to raise.
select plan(10);

select throws_ok($$ select private.problem('sign_in_required') $$, 'PT401', 'sign_in_required', 'problem() raises the slug with the status of the catalogue');
select throws_ok($$ select private.problem('no_such_slug') $$, 'P0001', 'Problem no_such_slug is missing from the catalogue',
  'problem() says when a slug is not catalogued');

create function tests.caught(statement text) returns text
language plpgsql
as $$
declare
  told text;
  cure text;
begin
  execute statement;
exception when others then
  get stacked diagnostics told = pg_exception_detail, cure = pg_exception_hint;
  return told || ' / ' || cure;
end
$$;
select is(tests.caught($$ select private.problem('text_empty', 'name') $$), 'Cannot save: a required text is empty (name) / Fill in the text.',
  'problem() passes sentence, more and cure on');

select is_empty($$ select slug from private.problems where sentence !~ '^Cannot [a-z].*: ' and slug <> 'sign_in_required' $$,
  'every sentence says what failed and the state');
select is_empty($$ select slug from private.problems where cure !~ '^[A-Z].*\.$' $$, 'every cure is a sentence');

select throws_ok($$ insert into private.problems values ('Bad Slug', 400, 'Cannot', 'Do.') $$, '23514', null, 'a slug is snake case');
select throws_ok($$ insert into private.problems values ('fine', 200, 'Cannot', 'Do.') $$, '23514', null, 'a status is an HTTP error');

select tests.become('cy');
select throws_ok($$ select * from private.problems $$, '42501', null, 'people cannot read the catalogue');
select throws_ok($$ select private.problem('sign_in_required') $$, 'PT401', 'sign_in_required', 'but their verbs can raise from it');
select tests.become_anon();
select throws_ok($$ select private.problem('sign_in_required') $$, '42501', null, 'anon can call nothing');

select * from finish();
