-- Replaces: the pg_net extension of hosted Supabase. Same names, arguments, tables and rights; the
-- rows of net.http_request_queue are sent by scripts/local/http-sender.ts. Never deployed.
-- Source of the signatures: https://github.com/supabase/pg_net/blob/master/sql/pg_net.sql

create schema if not exists net;

create domain net.http_method as text
  check (value ilike 'get' or value ilike 'post' or value ilike 'delete');

-- Unlogged as in the original: a crash empties both tables, so nothing may depend on a request.
create unlogged table net.http_request_queue (
  id bigserial,
  method net.http_method not null,
  url text not null,
  headers jsonb,
  body bytea,
  timeout_milliseconds int not null
);

create unlogged table net._http_response (
  id bigint,
  status_code int,
  content_type text,
  headers jsonb,
  content text,
  timed_out bool,
  error_msg text,
  created timestamptz not null default now()
);
create index on net._http_response (created);

create function net._urlencode_string(string varchar) returns text
  language sql immutable strict
  set search_path = ''
as $$
  select coalesce(string_agg(
    case
      when part ~ '^[A-Za-z0-9_.~-]$' then part
      else upper(regexp_replace(encode(convert_to(part, 'UTF8'), 'hex'), '(..)', '%\1', 'g'))
    end, '' order by position), '')
  from regexp_split_to_table(string, '') with ordinality as parts (part, position)
$$;

create function net._encode_url_with_params_array(url text, params_array text[]) returns text
  language sql immutable strict
  set search_path = ''
as $$
  select case
    when cardinality(params_array) = 0 then url
    else url || case when strpos(url, '?') > 0 then '&' else '?' end
      || array_to_string(params_array, '&')
  end
$$;

create function net._params_array(params jsonb) returns text[]
  language sql immutable
  set search_path = ''
as $$
  select coalesce(
    array_agg(net._urlencode_string(key) || '=' || net._urlencode_string(value)), '{}')
  from jsonb_each_text(coalesce(params, '{}'))
$$;

-- The original wakes its worker when the transaction commits; here the commit delivers the notice.
create function net._enqueue(
  method text, url text, params jsonb, headers jsonb, body jsonb, timeout_milliseconds int
) returns bigint
  language sql volatile
  set search_path = ''
as $$
  select pg_catalog.pg_notify('akasavani_http_request', '');
  insert into net.http_request_queue (method, url, headers, body, timeout_milliseconds)
  values (
    method, net._encode_url_with_params_array(url, net._params_array(params)), headers,
    convert_to(body::text, 'UTF8'), timeout_milliseconds)
  returning id
$$;

create function net.http_get(
  url text,
  params jsonb default '{}'::jsonb,
  headers jsonb default '{}'::jsonb,
  timeout_milliseconds int default 5000
) returns bigint
  language sql volatile strict
  set search_path = ''
as $$ select net._enqueue('GET', url, params, headers, null, timeout_milliseconds) $$;

create function net.http_post(
  url text,
  body jsonb default '{}'::jsonb,
  params jsonb default '{}'::jsonb,
  headers jsonb default '{"Content-Type": "application/json"}'::jsonb,
  timeout_milliseconds int default 5000
) returns bigint
  language plpgsql volatile
  set search_path = ''
as $$
declare
  content_type text;
begin
  select value into content_type
  from jsonb_each_text(coalesce(headers, '{}'))
  where lower(key) = 'content-type'
  limit 1;
  if content_type is null then
    headers := coalesce(headers, '{}') || '{"Content-Type": "application/json"}';
  elsif content_type not ilike 'application/json%' then
    raise exception 'Content-Type header must be "application/json"';
  end if;
  return net._enqueue('POST', url, params, headers, body, timeout_milliseconds);
end
$$;

create function net.http_delete(
  url text,
  params jsonb default '{}'::jsonb,
  headers jsonb default '{}'::jsonb,
  timeout_milliseconds int default 5000,
  body jsonb default null
) returns bigint
  language sql volatile
  set search_path = ''
as $$ select net._enqueue('DELETE', url, params, headers, body, timeout_milliseconds) $$;

-- As hosted since 0.12.0: everybody may use it, which is why our own functions must not expose it.
grant usage on schema net to public;
grant all on all tables in schema net to public;
grant all on all sequences in schema net to public;
