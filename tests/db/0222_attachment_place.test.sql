-- Where the bytes of an attachment are (0222, ING-1): told to the worker alone, who asks row level security first.
select plan(10);
select tests.cast_of_acme();
create temporary table ids on commit drop as
  select tests.connection('ada') as live, tests.connection('ada', tests.id('acme'), 'import', 'old@acme.test') as imported;
create function tests.mail_with_file(reference text, changes jsonb default '{}') returns jsonb language sql as $$
  select tests.mail(reference, jsonb_build_object('raw_base64', 'RnJvbTogYm9i', 'byte_count', 9, 'attachments',
    '[{"part_id":"1","file_name":"offer.pdf","content_type":"application/pdf","byte_count":1000,"content_hash":"aa"},
      {"part_id":"10","file_name":"ten.pdf","content_type":"application/pdf","byte_count":10,"content_hash":null},
      {"part_id":"2","file_name":"two.pdf","content_type":"application/pdf","byte_count":20,"content_hash":"bb"}]'::jsonb) || changes) $$;
select tests.deliver((select live from ids), jsonb_build_array(tests.mail_with_file('whole'),
  tests.mail_with_file('cut', '{"byte_count": 10}'), tests.mail_with_file('large', '{"raw_base64": null}'), tests.mail_with_file('import:abc')));
select tests.deliver((select imported from ids), tests.mail_with_file('filed'));
create function tests.place_of(mail text, file text default 'offer.pdf') returns jsonb language sql security definer as $$
  select worker.attachment_place(a.id) from public.attachments a join public.messages m on m.id = a.message_id
  where m.provider_message_id = mail and a.file_name = file $$;
grant execute on function tests.place_of(text, text) to public;

select is(tests.place_of('whole') - 'attachments', (select jsonb_build_object('workspace_id', tests.id('acme'), 'connection_id', live,
  'provider_message_id', 'whole', 'raw_base64', 'RnJvbTogYm9i') from ids), 'ING-1 a mail that was kept whole is there and at its provider');
select results_eq($$ select x ->> 'file_name', x ->> 'part_id', (x ->> 'byte_count')::integer, x ->> 'content_type'
    from jsonb_array_elements(tests.place_of('whole', 'two.pdf') -> 'attachments') x $$,
  $$ values ('offer.pdf', '1', 1000, 'application/pdf'), ('two.pdf', '2', 20, 'application/pdf'), ('ten.pdf', '10', 10, 'application/pdf') $$,
  'ING-1 with all its files, in the order of the mail');
select is(tests.place_of('cut') ->> 'raw_base64', null, 'ING-1 a mail that was cut is not handed out');
select is(tests.place_of('large') - 'attachments' - 'workspace_id' - 'connection_id', '{"provider_message_id": "large", "raw_base64": null}',
  'ING-1 a large mail is at its provider alone');
select is(tests.place_of('filed') ->> 'provider_message_id', null, 'ING-1 what came from a file is at no provider');
select is(tests.place_of('import:abc') ->> 'provider_message_id', null, 'ING-1 nor what was imported into a live account');
select is(worker.attachment_place(gen_random_uuid()), null, 'ING-1 there is no place for what there is not');
update public.messages set removed_at = now() where provider_message_id = 'whole';
select is(tests.place_of('whole'), null, 'ING-1 nor for what the provider has deleted');
select tests.become('ada');
select throws_ok($$ select worker.attachment_place(gen_random_uuid()) $$, '42501', null, 'nobody asks for a place but the worker');
select tests.become_worker();
select lives_ok($$ select worker.attachment_place(gen_random_uuid()) $$, 'the worker does');

select * from finish();
