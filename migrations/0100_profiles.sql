-- Profiles: one row per person, made at sign-up (0130), edited by that person, read by team-mates.
create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  email public.email_address not null,
  display_name text not null
    constraint profiles_display_name_is_short_text check (length(btrim(display_name)) between 1 and 120),
  time_zone public.time_zone not null default 'UTC',
  locale text not null default 'en'
    constraint profiles_locale_is_a_language_tag check (locale ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
  working_hours public.working_hours not null default
    '{"mon":[["09:00","17:00"]],"tue":[["09:00","17:00"]],"wed":[["09:00","17:00"]],"thu":[["09:00","17:00"]],"fri":[["09:00","17:00"]]}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.profiles is 'A person. Made in the transaction of the sign-up, deleted with the account.';
comment on column public.profiles.id is 'The id of auth.users.';
comment on column public.profiles.email is 'Sign-in address, kept in step with auth.users.';
comment on column public.profiles.display_name is 'Name shown to team-mates and used to sign drafts.';
comment on column public.profiles.time_zone is 'IANA zone in which this person means local times.';
comment on column public.profiles.locale is 'BCP 47 language tag.';
comment on column public.profiles.working_hours is 'Local working week.';
comment on column public.profiles.created_at is 'When the person signed up.';
comment on column public.profiles.updated_at is 'When the row last changed.';

create trigger touch_updated_at before update on public.profiles
  for each row execute function private.touch_updated_at();

alter table public.profiles enable row level security;
-- policies stand in 0110: they need to know who shares a workspace

grant select on public.profiles to authenticated, service_role;
grant update (display_name, time_zone, locale, working_hours) on public.profiles to authenticated;
-- not granted: insert and delete (sign-up and account deletion do that), email (Auth owns it)
