-- Functions of ours in the place of now() and clock_timestamp(). Before any migration: defaults, policies and functions bind what
-- they find. The built-in ones cannot be changed, since PostgreSQL knows them by number.
set local allow_system_table_mods = on;

-- Milliseconds the clock is ahead. A sequence is read without a query, and everybody sees its new value at once.
create schema moved_clock;
create sequence moved_clock.ahead minvalue -9000000000000000 start 0;
select setval('moved_clock.ahead', 0);
grant usage on schema moved_clock to public;
grant select on sequence moved_clock.ahead to public;

alter function pg_catalog.now() rename to real_now;
alter function pg_catalog.clock_timestamp() rename to real_clock_timestamp;
-- plpgsql keeps the plan of an expression, a function in SQL is planned at every call
do $do$
begin
  execute format($$
    create function pg_catalog.now() returns timestamptz language plpgsql stable parallel safe as $body$
    begin
      return pg_catalog.real_now() + pg_catalog.pg_sequence_last_value(%1$s) * interval '1 millisecond';
    end $body$;
    create function pg_catalog.clock_timestamp() returns timestamptz language plpgsql volatile parallel safe as $body$
    begin
      return pg_catalog.real_clock_timestamp() + pg_catalog.pg_sequence_last_value(%1$s) * interval '1 millisecond';
    end $body$;
  $$, 'moved_clock.ahead'::regclass::oid);
end
$do$;
