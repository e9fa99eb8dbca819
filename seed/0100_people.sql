-- The cast: Ada owns Acme, Ben is a team-mate, Cy is a stranger elsewhere. Password of all three: akasavani-demo.
-- For local use only; `db push` to a hosted project does not seed unless asked to.
insert into auth.users (
  id, aud, role, email, encrypted_password, email_confirmed_at, confirmation_token, recovery_token,
  email_change, email_change_token_new, raw_app_meta_data, raw_user_meta_data)
select person.id::uuid, 'authenticated', 'authenticated', person.email,
  extensions.crypt('akasavani-demo', extensions.gen_salt('bf', 10)), now(), '', '', '', '',
  '{"provider": "email", "providers": ["email"]}',
  jsonb_build_object('sub', person.id, 'email', person.email, 'full_name', person.name, 'time_zone', person.zone,
    'email_verified', true, 'phone_verified', false)
from (values
  ('00000000-0000-4000-8000-00000000ada1', 'ada@acme.test', 'Ada Okafor', 'Europe/Berlin'),
  ('00000000-0000-4000-8000-00000000be11', 'ben@acme.test', 'Ben Lindqvist', 'Europe/Stockholm'),
  ('00000000-0000-4000-8000-0000000000c1', 'cy@elsewhere.test', 'Cy Moreau', 'Europe/Paris')
) person (id, email, name, zone)
on conflict (id) do nothing;

-- GoTrue finds people by instance; the local stand-in of Auth has no such column.
do $$
begin
  if exists (select 1 from information_schema.columns
    where table_schema = 'auth' and table_name = 'users' and column_name = 'instance_id')
  then
    execute 'update auth.users set instance_id = ''00000000-0000-0000-0000-000000000000'' where instance_id is null';
  end if;
end
$$;

insert into auth.identities (id, provider, provider_id, user_id, identity_data)
select gen_random_uuid(), 'email', u.id::text, u.id, u.raw_user_meta_data from auth.users u
where not exists (select 1 from auth.identities i where i.user_id = u.id);
