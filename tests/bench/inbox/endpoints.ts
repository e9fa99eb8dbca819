/**
 * Every statement a person lists, counts or searches with, from the catalogue: a page and a count of each table, and each
 * function that only reads. A function whose arguments are not known here is an error, so that none is forgotten.
 */
import type pg from "pg";
import type { Viewer } from "./generate.ts";

export interface Endpoint {
  name: string;
  kind: "statement" | "count";
  /** As the person, under row level security. */
  asPerson: string;
  /** The same as the owner of the tables, who names the tenant and the audience. */
  asOwner: string;
}

/** What list_conversations() is asked, one filter each and some together. */
const filters: Record<string, string> = {
  "as it opens": "",
  "page 5": "before_at => now() - interval '100 days', before_id => gen_random_uuid()",
  unread: "is_unread => true",
  starred: "is_starred => true",
  "needs reply": "needs_reply => true",
  "waiting on them": "waiting_on => 'them'",
  snoozed: "status => 'snoozed'",
  resolved: "status => 'resolved'",
  archived: "is_archived => true",
  everything: "status => 'any', is_archived => null",
  tag: "tag => 'deal'",
  contact: "contact_id => $contact",
  connection: "connection_id => $connection",
  priority: "priority => 'high'",
  "has attachment": "has_attachment => true",
  "automatic kind": "automatic_kind => 'mailing_list'",
  dates: "from_at => now() - interval '90 days', until_at => now() - interval '80 days'",
  mine: "audience => 'mine'",
  shared: "audience => 'shared'",
  "search a rare word": "search => 'w7001x'",
  "search a common word": "search => 'w2x'",
  "search a beginning": "search => 'w700'",
  "search a name": "search => 'Carla'",
  "search and tag": "search => 'w2x', tag => 'deal'",
};

/** Arguments of the other functions, by name. */
const values: Record<string, string> = {
  workspace_id: "$workspace",
  conversation_id: "$conversation",
  nudge_id: "$nudge",
  job_id: "gen_random_uuid()",
  batch_id: "gen_random_uuid()",
  user_ids: "array[$user]",
  metric: "'received'",
  from_at: "now() - interval '7 days'",
  until_at: "now()",
};

/** Functions that are asked in more than one way. */
const variants: Record<string, [label: string, more: string][]> = {
  list_conversations: Object.entries(filters),
  answer_metric:
    "received sent by_source by_sender by_day response_times top_contacts needing_reply unanswered_since waiting_on_them open_tasks promises nudges"
      .split(" ").map((
        metric,
      ) => [
        metric,
        `metric => '${metric}', from_at => now() - interval '7 days', until_at => now()`,
      ]),
};

export async function endpointsFor(client: pg.PoolClient, viewer: Viewer): Promise<Endpoint[]> {
  const { rows: [ids] } = await client.query(
    `select (select id from public.conversations where owner_id = $1 order by last_message_at desc limit 1) as conversation,
      (select id from public.contacts where owner_id = $1 limit 1) as contact,
      coalesce((select id from public.nudges where owner_id = $1 limit 1), gen_random_uuid()) as nudge,
      (select id from public.connections where owner_id = $1) as connection`,
    [viewer.user],
  );
  const fill = (text: string) =>
    text.replace(
      /\$(\w+)/g,
      (_, key) => `'${{ ...ids, workspace: viewer.workspace, user: viewer.user }[key]}'::uuid`,
    );
  return [...await tables(client, viewer), ...await functions(client, fill)];
}

async function tables(client: pg.PoolClient, viewer: Viewer): Promise<Endpoint[]> {
  const { rows } = await client.query(`
    select c.relname as name, (select string_agg(format('%I desc', a.attname), ', ' order by place)
        from unnest(i.indkey::int2[]) with ordinality k (number, place)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number) as newest,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'is_shared') as is_owned
    from pg_class c join pg_index i on i.indrelid = c.oid and i.indisprimary
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id')
      and has_table_privilege('authenticated', c.oid, 'select') order by 1`);
  const tenant = `workspace_id = '${viewer.workspace}'`;
  return rows.flatMap(({ name, newest, is_owned }): Endpoint[] => {
    const audience = is_owned ? ` and (owner_id = '${viewer.user}' or is_shared)` : "";
    const page = (where: string) =>
      `select * from public.${name} where ${where} order by ${newest} limit 50`;
    const count = (where: string) => `select count(*) from public.${name} where ${where}`;
    return [
      {
        name: `page of ${name}`,
        kind: "statement",
        asPerson: page(tenant),
        asOwner: page(tenant + audience),
      },
      // a person who names nothing counts all they may see
      {
        name: `count of ${name}`,
        kind: "count",
        asPerson: count("true"),
        asOwner: count(tenant + audience),
      },
    ];
  });
}

async function functions(
  client: pg.PoolClient,
  fill: (text: string) => string,
): Promise<Endpoint[]> {
  const { rows } = await client.query(`
    select p.proname as name, coalesce(array(select p.proargnames[place] from generate_series(1, p.pronargs - p.pronargdefaults) place), '{}') as required
    from pg_proc p where p.pronamespace = 'public'::regnamespace and p.provolatile <> 'v'
      and has_function_privilege('authenticated', p.oid, 'execute') order by 1`);
  return rows.flatMap(({ name, required }): Endpoint[] => {
    const unknown = required.filter((argument: string) => !(argument in values));
    if (unknown.length > 0) {
      throw new Error(`Cannot measure ${name}: no value for ${unknown.join(", ")} in endpoints.ts`);
    }
    return (variants[name] ?? [["", ""]]).map(([label, more]): Endpoint => {
      const given = required.filter((argument: string) => !more.startsWith(`${argument} =>`))
        .map((argument: string) => `${argument} => ${values[argument]}`);
      const statement = fill(
        `select * from public.${name}(${[...given, more].filter(Boolean).join(", ")})`,
      );
      return {
        name: label ? `${name}: ${label}` : name,
        kind: /count/.test(name) ? "count" : "statement",
        asPerson: statement,
        asOwner: statement,
      };
    });
  });
}
