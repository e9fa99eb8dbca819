/**
 * Fills a database with tenants of very different sizes, quickly and the same every time: 500 tenants and 5,000 people by
 * Zipf's law, four messages a conversation. Triggers rest and plain indexes are built afterwards.
 */
import type pg from "pg";

export interface Size {
  tenants: number;
  people: number;
  messages: number;
}

/** Somebody whose statements are measured. */
export interface Viewer {
  name: string;
  user: string;
  workspace: string;
}

/** Answers the busiest member and the owner of the largest tenant, and a member of a small one. */
export async function generate(client: pg.PoolClient, size: Size): Promise<Viewer[]> {
  await client.query(`
    set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '512MB'; set work_mem = '256MB';
    create schema bench;
    create table bench.indexes as select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
      from pg_index i join pg_class c on c.oid = i.indrelid
      where c.relnamespace = 'public'::regnamespace and not i.indisunique
        and c.relname in ('messages', 'conversations', 'activity_events', 'contacts', 'contact_methods', 'attachments', 'nudges')`);
  const { rows: indexes } = await client.query("select name, definition from bench.indexes");
  for (const { name } of indexes) await client.query(`drop index ${name}`);
  for (const statement of statements(size)) await client.query(statement);
  for (const { definition } of indexes) await client.query(definition);
  await client.query("set session_replication_role = origin");
  await client.query("vacuum analyze");
  const { rows } = await client.query(`
    select * from (
      select 1 as place, 'busiest member of the largest tenant' as name, user_id as "user", workspace_id as workspace from bench.people where number = 1
      union all select 2, 'owner of the largest tenant', user_id, workspace_id from bench.people where number = 2
      union all select 3, 'member of a small tenant', user_id, workspace_id from bench.people
        where number = (select min(number) from bench.people where tenant = ${
    Math.ceil(size.tenants / 2)
  })
    ) viewers order by place`);
  return rows;
}

/** SQL only: the server makes the rows, nothing travels. */
function statements({ tenants, people, messages }: Size): string[] {
  const conversations = Math.ceil(messages / 4);
  return [
    `create function bench.id(kind text, n bigint) returns uuid language sql immutable as $$ select md5(kind || n)::uuid $$`,
    // person n belongs to the tenant whose share of the harmonic sum holds n; the first of each tenant has a third of its mail
    `create table bench.people as
      with shares as (select t as tenant, sum(1.0 / t) over (order by t) / sum(1.0 / t) over () as upto from generate_series(1, ${tenants}) t)
      select n as number, (select min(s.tenant) from shares s where s.upto >= (n - 0.5) / ${people}) as tenant, bench.id('user', n) as user_id
      from generate_series(1, ${people}) n`,
    `alter table bench.people add primary key (number), add workspace_id uuid, add connection_id uuid`,
    `update bench.people set workspace_id = bench.id('workspace', tenant), connection_id = bench.id('connection', number)`,
    `insert into auth.users (id, email) select user_id, 'p' || number || '@bench.test' from bench.people`,
    `insert into public.profiles (id, email, display_name) select user_id, 'p' || number || '@bench.test', 'Person ' || number from bench.people`,
    `insert into public.workspaces (id, name, slug) select bench.id('workspace', t), 'Tenant ' || t, 'tenant-' || t from generate_series(1, ${tenants}) t`,
    `insert into public.workspace_members (workspace_id, user_id, role)
      select workspace_id, user_id, case when row_number() over (partition by tenant order by number) = 2 then 'owner' else 'member' end from bench.people`,
    `insert into public.connections (id, workspace_id, owner_id, channel, provider, address, own_addresses, display_name)
      select connection_id, workspace_id, user_id, 'email', 'gmail', 'p' || number || '@bench.test', array['p' || number || '@bench.test'], 'Person ' || number from bench.people`,
    // conversation n: its tenant by Zipf over conversations, in it every third to the first member
    `create table bench.conversations as
      with ranges as (select tenant, min(number) as first, max(number) as last from bench.people group by tenant)
      select c.n, p.* from (
        select n, case when n % 3 = 0 then r.first else r.first + (hashint8(n)::bigint & 2147483647) % (r.last - r.first + 1) end as number
        from generate_series(1, ${conversations}) n
        join lateral (select tenant from bench.people where number = 1 + (n * 7919) % ${people}) t on true
        join ranges r on r.tenant = t.tenant) c join bench.people p using (number)`,
    `insert into public.contacts (id, workspace_id, owner_id, display_name, display_name_source, first_seen_at, last_seen_at)
      select distinct on (number, n % 50) bench.id('contact', number * 50 + n % 50), workspace_id, user_id,
        (array['Anna', 'Bob', 'Carla', 'David', 'Elif', 'Farid', 'Greta', 'Hugo'])[1 + n % 8] || ' ' || initcap(substr(md5((n % 50 * 31)::text), 1, 7)), 'header', now(), now()
      from bench.conversations`,
    `insert into public.contact_methods (workspace_id, owner_id, contact_id, kind, value)
      select distinct on (number, n % 50) workspace_id, user_id, bench.id('contact', number * 50 + n % 50), 'email', 'c' || n % 50 || '-' || number || '@customer' || n % 50 || '.test'
      from bench.conversations`,
    `insert into public.conversations (id, workspace_id, owner_id, connection_id, is_shared, contact_id, subject, subject_base, participant_addresses, status,
        snoozed_until, archived_at, is_starred, unread_count, tags, message_count, attachment_count, preview, priority, automatic_kind, last_message_at,
        last_inbound_at, last_outbound_at, is_automated, waiting_on, waiting_since)
      select bench.id('conversation', n), workspace_id, user_id, connection_id, n % 20 = 7, bench.id('contact', number * 50 + n % 50),
        'Offer ' || n, 'offer ' || n, array['c' || n % 50 || '-' || number || '@customer' || n % 50 || '.test'],
        case when n % 101 = 1 then 'snoozed' when n % 11 = 2 then 'resolved' else 'open' end, case when n % 101 = 1 then now() + interval '1 day' end,
        case when n % 7 = 3 then now() end, n % 89 = 5, (n % 13 = 4)::int, case when n % 53 = 8 then array['deal'] else '{}' end, 4, (n % 17 = 6)::int,
        'Could you send the offer', (array['normal', 'normal', 'normal', 'low', 'high'])[1 + n % 5], case when n % 9 = 1 then 'mailing_list' else 'human' end,
        now() - (n % 500000) * interval '1 minute', now() - (n % 500000) * interval '1 minute', now() - (n % 500000 + 60) * interval '1 minute', n % 9 = 1,
        (array['nobody', 'nobody', 'them', 'us', 'nobody', 'nobody', 'nobody', 'nobody'])[1 + n % 8], now() - interval '2 days'
      from bench.conversations`,
    `create function bench.words(n bigint) returns text language sql immutable as $$
      select string_agg('w' || floor(exp(((hashint8(n * 31 + i)::bigint & 65535) / 65536.0) * 9))::text || 'x', ' ') from generate_series(1, 18) i $$`,
    `insert into public.messages (id, workspace_id, owner_id, connection_id, conversation_id, is_shared, provider_message_id, internet_message_id, direction,
        sender_address, sender_name, recipients, subject, sent_at, text_full, text_new, expects_reply, importance_score, content_hash, expires_at, read_at)
      select bench.id('message', n * 4 + m), workspace_id, user_id, connection_id, bench.id('conversation', n), n % 20 = 7, 'm' || n * 4 + m, '<' || n * 4 + m || '@bench.test>',
        case when m % 2 = 0 then 'inbound' else 'outbound' end,
        case when m % 2 = 0 then 'c' || n % 50 || '-' || number || '@customer' || n % 50 || '.test' else 'p' || number || '@bench.test' end, null, '[]',
        'Offer ' || n, now() - (n % 500000 + m * 10) * interval '1 minute', '', bench.words(n * 4 + m), m = 0, 0.5, 'x', now() + interval '30 days', now()
      from bench.conversations, generate_series(0, 3) m`,
    `insert into public.attachments (workspace_id, owner_id, message_id, is_shared, part_id, file_name, content_type, byte_count, content_hash)
      select workspace_id, user_id, bench.id('message', n * 4), n % 20 = 7, '2', 'offer.pdf', 'application/pdf', 3, 'x' from bench.conversations where n % 17 = 6`,
    `insert into public.activity_events (workspace_id, occurred_at, owner_id, is_shared, kind, conversation_id)
      select workspace_id, now() - (n % 500000) * interval '1 minute', user_id, n % 20 = 7, (array['message_received', 'message_sent', 'starred'])[1 + n % 3], bench.id('conversation', n)
      from bench.conversations`,
    `insert into public.tags (workspace_id, owner_id, name) select workspace_id, user_id, 'deal' from bench.people`,
    `insert into public.nudges (workspace_id, owner_id, connection_id, conversation_id, is_shared, step, status, tone, recipient_address, body, due_at, why)
      select workspace_id, user_id, connection_id, bench.id('conversation', n), n % 20 = 7, 1, 'drafted', 'warm', 'c@customer.test', 'Any news?', now(), '{}'
      from bench.conversations where n % 8 = 2`,
    `insert into public.nudge_events (workspace_id, owner_id, nudge_id, is_shared, to_status, draft_version)
      select workspace_id, owner_id, id, is_shared, 'drafted', 1 from public.nudges`,
  ];
}
