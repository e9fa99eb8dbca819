-- Sign-up: whoever enters through Auth (password, magic link, Google) has a profile and a personal workspace
-- in the same transaction, so no half-made person can ever be seen.

create function private.slug_from(words text, seed text) returns text
language sql immutable
set search_path = ''
as $$
  select coalesce(nullif(btrim(left(regexp_replace(lower(words), '[^a-z0-9]+', '-', 'g'), 48), '-'), ''), 'workspace')
    || '-' || left(encode(sha256(seed::bytea), 'hex'), 8)
$$;
revoke execute on function private.slug_from(text, text) from public, anon, authenticated, service_role;
comment on function private.slug_from(text, text) is 'A readable slug made unique by eight hex digits of the seed''s hash.';

-- A bad zone or language in the sign-up form must not keep anybody out: it falls back.
create function private.time_zone_or_utc(name text) returns text
language plpgsql stable
set search_path = ''
as $$
begin
  if name is not null and private.is_time_zone(name) then return name; end if;
  return 'UTC';
exception when others then
  return 'UTC';
end
$$;
revoke execute on function private.time_zone_or_utc(text) from public, anon, authenticated, service_role;
comment on function private.time_zone_or_utc(text) is 'The zone if it is an IANA name, else UTC.';

-- definer: runs as the Auth server's role, which has no rights on our tables.
create function private.welcome_new_user() returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  details jsonb := coalesce(new.raw_user_meta_data, '{}');
  given_name text;
  new_workspace_id uuid;
begin
  -- Anonymous and phone users have no address to follow up from; they get a profile when they add one.
  if new.email is null or exists (select 1 from public.profiles where id = new.id) then return new; end if;
  given_name := left(coalesce(
    nullif(btrim(details ->> 'display_name'), ''), nullif(btrim(details ->> 'full_name'), ''),
    nullif(btrim(details ->> 'name'), ''), split_part(new.email, '@', 1)), 120);
  insert into public.profiles (id, email, display_name, time_zone, locale)
  values (new.id, lower(new.email), given_name, private.time_zone_or_utc(details ->> 'time_zone'),
    case when details ->> 'locale' ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$' then details ->> 'locale' else 'en' end);
  insert into public.workspaces (name, slug, is_personal, time_zone)
  values (left(given_name, 108) || '''s workspace', private.slug_from(given_name, new.id::text), true,
    private.time_zone_or_utc(details ->> 'time_zone'))
  returning id into new_workspace_id;
  insert into public.workspace_members (workspace_id, user_id, role) values (new_workspace_id, new.id, 'owner');
  return new;
end
$$;
revoke execute on function private.welcome_new_user() from public, anon, authenticated, service_role;
comment on function private.welcome_new_user() is 'After insert or change of address on auth.users: makes the profile and the personal workspace.';
create trigger welcome_new_user after insert or update of email on auth.users
  for each row execute function private.welcome_new_user();

-- definer: see welcome_new_user.
create function private.follow_changed_email() returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  update public.profiles set email = lower(new.email) where id = new.id and new.email is not null;
  return new;
end
$$;
revoke execute on function private.follow_changed_email() from public, anon, authenticated, service_role;
comment on function private.follow_changed_email() is 'After a change of address on auth.users: keeps the profile in step.';
create trigger follow_changed_email after update of email on auth.users
  for each row when (old.email is distinct from new.email) execute function private.follow_changed_email();
