-- Connections of 0160 and 0162: one account is one connection, private to its owner.
select plan(25);
select tests.cast_of_acme();

select tests.become('ada');
create temporary table made on commit drop as select * from public.connect_mailbox_for_import(tests.id('acme'), ' Ada@Acme.test ', ' Ada at work ');
select results_eq('select owner_id, channel, provider, address::text, own_addresses, display_name, is_shared, status from made',
  $$ values (tests.id('ada'), 'email', 'import', 'ada@acme.test', array['ada@acme.test'], 'Ada at work', false, 'active') $$,
  'connect_mailbox_for_import() makes a private connection for an address');
select is((public.connect_mailbox_for_import(tests.id('acme'), 'ada@acme.test')).id, (select id from made), 'a second time it answers the same one');
select is((select count(*) from public.connections), 1::bigint, 'so there is one');
select is((public.connect_mailbox_for_import(tests.id('acme'), 'ada@private.test')).display_name, 'ada@private.test', 'without a name it is called by its address');
select throws_ok($$ select public.connect_mailbox_for_import(tests.id('acme'), 'ada') $$, 'PT422', 'email_address_invalid', 'an address is needed');
select throws_ok($$ select public.connect_mailbox_for_import(tests.id('acme'), null) $$, 'PT422', 'email_address_invalid', 'null is none');

select lives_ok($$ select private.connect_mailbox(tests.id('acme'), 'ada@acme.test', null, 'gmail') $$, 'the imported mailbox goes live');
select is((public.connect_mailbox_for_import(tests.id('acme'), 'ada@acme.test')).provider, 'gmail', 'importing into a live account keeps it live');

select is((public.add_own_address((select id from made), 'Ada@Old.test')).own_addresses, array['ada@acme.test', 'ada@old.test'], 'add_own_address() adds an alias');
select is((public.add_own_address((select id from made), 'ada@old.test')).own_addresses, array['ada@acme.test', 'ada@old.test'], 'once');
select throws_ok($$ select public.add_own_address((select id from made), 'old') $$, 'PT422', 'email_address_invalid', 'which is an address');
select lives_ok($$ update public.connections set display_name = 'Work' where id = (select id from made) $$, 'the owner renames it');
select throws_ok($$ update public.connections set is_shared = true $$, '42501', null, 'TEN-4 sharing is no plain column');
select throws_ok($$ update public.connections set own_addresses = '{}' $$, '42501', null, 'own addresses are no plain column');
select throws_ok($$ insert into public.connections (workspace_id, owner_id, channel, provider, address, own_addresses, display_name)
  values (tests.id('acme'), tests.id('ben'), 'email', 'gmail', 'ben@acme.test', array['ben@acme.test'], 'Ben') $$, '42501', null, 'nobody inserts a connection');
select throws_ok($$ select * from private.connection_secrets $$, '42501', null, 'nobody reads tokens');

grant select on made to authenticated;
select tests.become('ben');
select is_empty('select 1 from public.connections', 'TEN-4 a team-mate does not see a private connection');
select throws_ok($$ select public.add_own_address((select id from made), 'ben@acme.test') $$, 'PT404', 'connection_not_found', 'a team-mate adds no address to it');
update public.connections set display_name = 'Ben was here';
select isnt((public.connect_mailbox_for_import(tests.id('acme'), 'ada@acme.test')).id, (select id from made), 'the same address of another member is another connection');
select tests.become('cy');
select throws_ok($$ select public.connect_mailbox_for_import(tests.id('acme'), 'cy@elsewhere.test') $$, 'PT404', 'workspace_not_found', 'Cy connects nothing to Acme');
select is_empty('select 1 from public.connections', 'Cy sees no connection');
select tests.become_worker();
select throws_ok($$ select * from private.connection_secrets $$, '42501', null, 'not even the worker reads tokens from the table');
select is((select count(*) from public.connections), 3::bigint, 'the worker reads connections');
select tests.become_nobody();
select results_eq($$ select display_name from public.connections where id = (select id from made) $$, array['Work'], 'control: the connection is there, as its owner named it');
select throws_ok($$ update public.connections set own_addresses = array['x@y.test'] where id = (select id from made) $$, '23514', null,
  'the account''s own address cannot be taken out');

select * from finish();
