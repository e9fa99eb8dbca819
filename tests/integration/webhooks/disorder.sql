-- A provider whose news arrives late, twice and in any order, for the test beside this file. `at_provider` is the truth and
-- moves on while news is under way; `ours` is what the worker of the inbox makes of it.
create schema disorder;
create table disorder.changes (n integer primary key, object integer not null, version integer not null, value text not null);
create table disorder.at_provider (object integer primary key, version integer not null, value text not null);
create table disorder.ours (like disorder.at_provider including all);
-- What a worker has read and not yet written: one that pauses here writes old news late.
create table disorder.unwritten (webhook_id uuid, attempt integer, object integer, version integer, value text, written_at integer);
insert into disorder.changes
select n, object, row_number() over (partition by object order by n), md5(n::text)
from (select n, (hashint4(n) & 63) as object from generate_series(1, 1000) n) change;
insert into private.queues (name, function_slug, batch_size) values ('disorder', 'health', 100);

create function disorder.hash(which text) returns text
language plpgsql stable
as $$
declare
  answer text;
begin
  execute format('select md5(string_agg(object || '':'' || version || '':'' || value, '','' order by object)) from disorder.%I', which) into answer;
  return answer;
end
$$;

-- One run: a thousand changes and a hundred repeats, each delivered up to 300 ticks late; writes up to 400 ticks later still.
-- `how` is how a worker acts: on the state it reads at the provider, guarded by its version or not, or on what the event says.
create function disorder.run(seed double precision, how text) returns void
language plpgsql volatile
as $$
declare
  tick integer;
  delivery record;
  claimed record;
  seen record;
begin
  perform setseed(seed);
  truncate disorder.ours, disorder.unwritten, disorder.at_provider;
  delete from private.jobs where queue = 'disorder';
  delete from private.webhook_inbox;
  create temporary table if not exists deliveries (n integer, delivered_at double precision);
  truncate deliveries;
  insert into deliveries select n, n + random() * 300 from disorder.changes;
  insert into deliveries select n, n + random() * 300 from disorder.changes order by random() limit 100;
  for tick in select generate_series(25, 1800, 25) loop
    insert into disorder.at_provider as p select distinct on (object) object, version, value from disorder.changes
    where n between tick - 24 and tick order by object, version desc
    on conflict (object) do update set version = excluded.version, value = excluded.value;

    for delivery in
      select c.* from deliveries d join disorder.changes c using (n)
      where d.delivered_at > tick - 25 and d.delivered_at <= tick order by d.delivered_at
    loop
      perform worker.receive_webhook('acme-mail', 'disorder', delivery.n::text, '{}',
        encode(convert_to(json_build_object('object', delivery.object, 'version', delivery.version, 'value', delivery.value)::text, 'UTF8'), 'base64'));
    end loop;

    for claimed in select * from worker.claim_jobs('disorder', 'Walter', 100) c order by random() loop
      insert into disorder.unwritten
      select (claimed.payload ->> 'webhook_id')::uuid, (webhook ->> 'attempt')::integer, (event ->> 'object')::integer,
        case how when 'by event' then (event ->> 'version')::integer else p.version end,
        case how when 'by event' then event ->> 'value' else p.value end, tick + (random() * 400)::integer
      from worker.read_webhook((claimed.payload ->> 'webhook_id')::uuid) webhook
      cross join lateral (select convert_from(decode(webhook ->> 'body_base64', 'base64'), 'UTF8')::jsonb as event) body
      join disorder.at_provider p on p.object = (event ->> 'object')::integer;
      perform worker.finish_jobs(array[claimed.id], claimed.lease_token);
    end loop;

    for seen in select * from disorder.unwritten where written_at <= tick order by written_at, random() loop
      insert into disorder.ours as o values (seen.object, seen.version, seen.value)
      on conflict (object) do update set version = excluded.version, value = excluded.value
      where how <> 'guarded' or excluded.version > o.version;
      perform worker.settle_webhook(seen.webhook_id, seen.attempt, 'done');
    end loop;
    delete from disorder.unwritten where written_at <= tick;
  end loop;
end
$$;
