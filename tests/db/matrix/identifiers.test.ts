/** SEC-1: an answer never tells a stranger whether an id exists: unknown and foreign ids look the same. */
import { beforeAll, expect, test } from "vitest";
import type { TransactionSql } from "postgres";
import { attemptAs, type Person } from "./people.ts";
import { inTheWorld } from "./world.ts";

/** Whom the ids are foreign to; everything else in a call is at home in their own workspace. */
const strangers: Partial<Record<Person, string>> = { Cy: "cy", Dan: "dan", Ben: "ben" };

/** Values of the arguments that are not ids. */
const plain: Record<string, string> = {
  role: "'member'",
  email: "'new@acme.test'",
  address: "'new@acme.test'",
  body: "'Hello'",
  draft_version: "1",
  version: "1",
  is_on: "true",
  name: "'Bob'",
  metric: "'received'",
  token: "'guess'",
  settings: "'{}'",
  words: "'offer'",
  kind: "'topic'",
  task: `'{"title": "Call Bob"}'`,
  changes: `'{"title": "Call Bob"}'`,
  outcome: "'kept'",
  preset: `'{"name": "New"}'`,
  corrections: `'{"priority": "low"}'`,
  tag: "'tag'",
  until: "now() + interval '1 day'",
  priority: "'low'",
  on_date: "'2031-02-02'",
  provider: "'google'",
  data: "'keep'",
  from_at: "now()",
  event: `'{"starts_at": "2031-01-01T10:00Z"}'`,
  response: "'accepted'",
  until_at: "now() + interval '2 days'",
  user_ids: "array[tests.id('ada')]",
  addresses: "array['bob@globex.test']",
};

interface Probe {
  /** Who calls what, and the parameter that varies. */
  call: string;
  foreign: string;
  unknown: string;
  owner: string;
}

const probes: Probe[] = [];
const missing: string[] = [];

beforeAll(async () => {
  await inTheWorld(async (sql) => {
    const ids = await idsOfAcme(sql);
    const acme = Object.fromEntries(Object.entries(ids).map(([key, id]) => [key, `'${id}'`]));
    const functions = await sql<{ name: string; required: { name: string; type: string }[] }[]>`
      select 'public.' || p.proname as name,
        (select coalesce(jsonb_agg(jsonb_build_object('name', a.name, 'type', a.type) order by place), '[]')
          from (select p.proargnames[place] as name, t::regtype::text as type, place
            from unnest(p.proargtypes) with ordinality x (t, place)) a
          where a.type ~ '^uuid' or a.place <= p.pronargs - p.pronargdefaults) as required
      from pg_proc p where p.pronamespace = 'public'::regnamespace order by 1`;
    for (const { name, required } of functions) {
      const parameters = required.filter(({ type }) => type.startsWith("uuid"));
      missing.push(
        ...required.map((parameter) => parameter.name).filter((it) =>
          !(it in ids) && !(it in plain)
        ),
      );
      for (const { name: parameter, type } of parameters) {
        const write = (id: string, as = type) =>
          as === "uuid[]" ? `array[${id}]::uuid[]` : `${id}::uuid`;
        const call = (id: string, home: Record<string, string>) => {
          const values = required.map((it) => {
            const own = it.type === "uuid[]" ? write(home[it.name]!, it.type) : home[it.name];
            return `${it.name} => ${it.name === parameter ? write(id) : plain[it.name] ?? own}`;
          });
          return `select coalesce(jsonb_agg(to_jsonb(r)), '[]') from ${name}(${
            values.join(", ")
          }) r`;
        };
        for (const [stranger, login] of Object.entries(strangers)) {
          const home = {
            ...acme,
            workspace_id:
              `(select workspace_id from public.workspace_members m join public.workspaces w
              on w.id = m.workspace_id where m.user_id = tests.id('${login}') and w.is_personal)`,
          };
          // Ben is at home in Acme: only what Ada keeps private is foreign to him.
          if (
            stranger === "Ben" &&
            !/^(connection|conversation|message|nudge|invitation|tag|calendar|event|note|entity|task|promise|suggestion|draft|tone_preset|prompt|proposal)_/
              .test(parameter)
          ) {
            continue;
          }
          const statements = [
            call(`'${ids[parameter]}'`, home),
            call(`'${neighbour(ids[parameter]!)}'`, home),
          ]
            .map((statement) => `select matrix.tell($call$${statement}$call$)`);
          const [foreign, unknown] = await attemptAs(sql, stranger as Person, statements);
          const keeper = /member|role|owner|counts|visibility|invitation|oauth_client/.test(name)
            ? "Fay"
            : "Ada";
          const [owner] = await attemptAs(sql, keeper, [
            `select matrix.tell($call$${call(`'${ids[parameter]}'`, acme)}$call$)`,
          ]);
          probes.push({
            call: `${stranger} ${name}(${parameter})`,
            foreign: foreign!,
            unknown: unknown!,
            owner: owner!,
          });
        }
      }
    }
  });
}, 120_000);

test("every parameter of every function has a value to try", () => {
  expect([...new Set(missing)]).toEqual([]);
});

test("unknown and foreign ids get the same answer", () => {
  const told = probes.filter(({ foreign, unknown }) => foreign !== unknown);
  console.log(`matrix of ids: ${probes.length} probes`);
  expect(told).toEqual([]);
});

test("the ids exist: whoever they belong to gets another answer", () => {
  const weak = probes.filter(({ foreign, owner }) => foreign === owner);
  expect(weak).toEqual([]);
});

/** An id that belongs to nothing and sorts where the given one does, so that a cursor by id finds the same. */
const neighbour = (id: string) => `${id.slice(0, -8)}ffffffff`;

async function idsOfAcme(sql: TransactionSql): Promise<Record<string, string>> {
  await sql.unsafe(`
    create function matrix.tell(statement text) returns void language plpgsql volatile as $$
    declare
      answer text; detail_text text; hint_text text;
    begin
      execute statement into answer;
      raise exception using errcode = 'ZZ001', message = answer;
    exception when others then
      get stacked diagnostics detail_text = pg_exception_detail, hint_text = pg_exception_hint;
      raise exception using errcode = 'ZZ002', message = concat_ws(' | ', sqlstate, sqlerrm, detail_text, hint_text);
    end $$;
    grant execute on function matrix.tell(text) to public`);
  const [row] = await sql`
    select n.workspace_id, n.connection_id, n.connection_id as connection_ids, n.conversation_id, n.conversation_id as conversation_ids,
      n.contact_id, n.id as nudge_id, n.conversation_id as before_id, tests.id('ben') as user_id,
      tests.id('ben') as new_owner_id, n.owner_id, n.owner_id as user_ids, n.id as after_id,
      (select e.calendar_id from public.calendar_events e where e.owner_id = tests.id('ada') and not e.is_shared
        and e.provider_event_id like 'meeting-%') as calendar_id,
      (select e.id from public.calendar_events e where e.owner_id = tests.id('ada') and not e.is_shared
        and e.provider_event_id like 'meeting-%') as event_id,
      (select id from public.workspace_invitations where email = 'gil@acme.test') as invitation_id,
      (select id from public.tasks x where x.owner_id = n.owner_id and not x.is_shared limit 1) as task_id,
      (select id from public.event_suggestions x where x.owner_id = n.owner_id and not x.is_shared limit 1) as suggestion_id,
      (select id from public.promises x where x.owner_id = n.owner_id and not x.is_shared limit 1) as promise_id,
      (select id from public.notes x where x.owner_id = n.owner_id and not x.is_shared) as note_id,
      (select id from public.entities x where x.owner_id = n.owner_id and not x.is_shared) as entity_id,
      (select id from public.message_drafts x where x.owner_id = n.owner_id and not x.is_shared limit 1) as draft_id,
      (select id from public.tone_presets x where x.owner_id = n.owner_id and not x.is_shared) as tone_preset_id,
      (select id from public.tone_presets x where x.owner_id = n.owner_id and not x.is_shared) as tone_preset_ids,
      (select id from public.messages m where m.conversation_id = n.conversation_id limit 1) as message_id,
      (select id from public.tags where owner_id = n.owner_id and not is_shared) as tag_id,
      (select id from public.proposals where owner_id = n.owner_id order by kind limit 1) as proposal_id,
      (select id from public.proposals where owner_id = n.owner_id order by 1 desc limit 1) as before_proposal_id,
      (select id from public.prompts where owner_id = n.owner_id order by 1 desc limit 1) as prompt_id,
      (select id from public.prompts where owner_id = n.owner_id order by 1 desc limit 1) as before_prompt_id,
      (select id from public.summaries where owner_id = n.owner_id order by 1 desc limit 1) as before_summary_id,
      j.id as job_id, j.id as before_job_id, j.batch_id,
      (select id from public.notifications where owner_id = tests.id('ada') order by 1 desc limit 1) as notification_ids,
      (select id from public.notifications where owner_id = tests.id('ada') order by 1 desc limit 1) as before_notification_id
    from public.nudges n, private.jobs j where n.owner_id = tests.id('ada') and not n.is_shared
      and j.batch_id is not null order by j.id desc limit 1`;
  return row as unknown as Record<string, string>;
}
