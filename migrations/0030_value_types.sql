-- Value types: one definition of what a time zone, an address, a slug or a working week is.

-- Raises instead of returning false so that every column of the type answers with the same slug.
create function private.is_time_zone(name text) returns boolean
language plpgsql immutable
set search_path = ''
as $$
begin
  -- Postgres also takes abbreviations and POSIX strings ("Any/Thing+3"), which carry no daylight-saving rules. A POSIX
  -- string needs a number; of the IANA names only Etc/GMT-14 to Etc/GMT+12 have one.
  if name is null or name in ('UTC', 'GMT') or name ~ '^[A-Za-z_]+(/[A-Za-z_-]+)+$'
    or name ~ '^Etc/GMT(\+([0-9]|1[0-2])|-([0-9]|1[0-4]))$'
  then
    perform timestamptz '2000-01-01 00:00:00+00' at time zone name;
    return true;
  end if;
  perform private.problem('time_zone_unknown');
  return false;
exception when invalid_parameter_value then
  perform private.problem('time_zone_unknown');
  return false;
end
$$;
revoke execute on function private.is_time_zone(text) from public, anon;
grant execute on function private.is_time_zone(text) to authenticated, service_role;
comment on function private.is_time_zone(text) is 'True for an IANA zone this server knows; otherwise raises time_zone_unknown.';

create domain public.time_zone as text
  constraint time_zone_is_an_iana_name check (private.is_time_zone(value));
comment on domain public.time_zone is 'IANA time zone name, for example Europe/Berlin.';

-- Length limits: RFC 5321 section 4.5.3.1. The form is the practical subset every provider delivers to.
create function private.is_deliverable(address text) returns boolean
language plpgsql immutable
set search_path = ''
as $$
begin
  return length(address) <= 254 and address = lower(address) and address ~ '^[^\s@<>"(),:;\\\[\]]{1,64}@[^\s@<>"(),:;\\\[\]]+$';
end
$$;
revoke execute on function private.is_deliverable(text) from public, anon;
grant execute on function private.is_deliverable(text) to authenticated, service_role;
comment on function private.is_deliverable(text) is 'Whether mail can be sent to this text: one lower-case address without quoting; null for null.';

create function private.is_email_address(address text) returns boolean
language plpgsql immutable
set search_path = ''
as $$
begin
  if address is not null and not private.is_deliverable(address) then perform private.problem('email_address_invalid'); end if;
  return true;
end
$$;
revoke execute on function private.is_email_address(text) from public, anon;
grant execute on function private.is_email_address(text) to authenticated, service_role;
comment on function private.is_email_address(text) is 'True for a lower-case e-mail address; otherwise raises email_address_invalid.';

create domain public.email_address as text
  constraint email_address_is_deliverable_in_form check (private.is_email_address(value));
comment on domain public.email_address is 'Lower-case e-mail address.';

create domain public.slug as text
  constraint slug_is_lower_case_words check (value ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(value) <= 60);
comment on domain public.slug is 'Lower-case words joined by hyphens, at most 60 characters.';

create function private.is_working_hours(hours jsonb) returns boolean
language plpgsql immutable
set search_path = ''
as $$
declare
  day_name text;
  spans jsonb;
  span jsonb;
  previous_end time;
begin
  if hours is null then return true; end if;
  if jsonb_typeof(hours) <> 'object' then perform private.problem('working_hours_invalid'); end if;
  for day_name, spans in select * from jsonb_each(hours) loop
    if day_name not in ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun') or jsonb_typeof(spans) <> 'array' then
      perform private.problem('working_hours_invalid');
    end if;
    previous_end := null;
    for span in select * from jsonb_array_elements(spans) loop
      if jsonb_typeof(span) <> 'array' or jsonb_array_length(span) <> 2
        or (span ->> 0) !~ '^([01]\d|2[0-3]):[0-5]\d$' or (span ->> 1) !~ '^(([01]\d|2[0-3]):[0-5]\d|24:00)$'
        or (span ->> 0)::time >= (span ->> 1)::time
        or (previous_end is not null and (span ->> 0)::time < previous_end)
      then
        perform private.problem('working_hours_invalid');
      end if;
      previous_end := (span ->> 1)::time;
    end loop;
  end loop;
  return true;
end
$$;
revoke execute on function private.is_working_hours(jsonb) from public, anon;
grant execute on function private.is_working_hours(jsonb) to authenticated, service_role;
comment on function private.is_working_hours(jsonb) is
  'True for {"mon": [["09:00","17:00"]], …} with rising, separate intervals; otherwise raises working_hours_invalid.';

create domain public.working_hours as jsonb
  constraint working_hours_are_rising_intervals check (private.is_working_hours(value));
comment on domain public.working_hours is 'Local wall-time intervals by weekday, e.g. {"mon": [["09:00","17:00"]]}.';
