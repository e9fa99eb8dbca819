/** SEC-1: no row of one tenant can point at a row of another, not even written by the owner of the tables. */
import { beforeAll, expect, test } from "vitest";
import { uncheckedForeignKeys } from "./expectations.ts";
import { attemptAs, attemptAsOwner, everybody } from "./people.ts";
import { inTheWorld } from "./world.ts";

interface ForeignKey {
  name: string;
  child: string;
  parent: string;
  /** Columns that point, without workspace_id: child column -> parent column. */
  columns: Record<string, string>;
  /** Whether the child says itself to which tenant it belongs, or by more than one key. */
  has_a_tenant: boolean;
}

/** What else has to change, so that no unique index is first to refuse. */
const alongside: Record<string, string> = {
  attachments: "part_id = 'new', ",
  message_draft_versions: "version = 9, ",
  nudges: "status = 'cancelled', status_reason = 'resolved', ",
  mailbox_audits: "on_date = '2031-02-02', ",
  "private.sync_cursors": "stream = 'else', ",
  sync_failures: "provider_message_id = 'new', ",
  sync_gaps: "closed_at = now(), ",
};

const crossings: { key: ForeignKey; control: string; owner: string; people: string[] }[] = [];

beforeAll(async () => {
  await inTheWorld(async (sql) => {
    // Keys into workspaces say which tenant a row belongs to, keys into profiles name a person:
    // neither points at a tenant's row.
    const keys = await sql<ForeignKey[]>`
      select f.conname as name, f.conrelid::regclass::text as child, f.confrelid::regclass::text as parent,
        (select jsonb_object_agg(a.attname, b.attname) from unnest(f.conkey, f.confkey) k (own, other)
          join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.own
          join pg_attribute b on b.attrelid = f.confrelid and b.attnum = k.other
          where a.attname not in ('workspace_id', 'owner_id')) as columns,
        exists (select 1 from pg_attribute a where a.attrelid = f.conrelid and a.attname = 'workspace_id')
          or (select count(*) > 1 from pg_constraint o where o.contype = 'f' and o.conrelid = f.conrelid) as has_a_tenant
      from pg_constraint f
      where f.contype = 'f' and f.connamespace in ('public'::regnamespace, 'private'::regnamespace)
        and f.confrelid not in ('public.workspaces'::regclass, 'public.profiles'::regclass,
          'auth.users'::regclass, 'private.queues'::regclass, 'private.notification_kinds'::regclass)
      order by 1`;
    for (const key of keys) {
      const acme = await rowOf(key.child, "tests.id('ada')");
      const elsewhere = await rowOf(key.parent, "tests.id('cy')");
      const point = (to: (own: string, other: string) => string) =>
        `update ${key.child} set ${alongside[key.child] ?? ""}${
          Object.entries(key.columns).map(([own, other]) => `${own} = ${to(own, other)}`).join(", ")
        } where ${acme}`;
      const stay = point((own) => own);
      const cross = point((_, other) => `(select ${other} from ${key.parent} where ${elsewhere})`);
      const [control, owner] = await attemptAsOwner(sql, [stay, cross]);
      const people = [];
      for (const person of everybody) people.push((await attemptAs(sql, person, [cross]))[0]!);
      crossings.push({ key, control: control!, owner: owner!, people });
    }

    /** A condition for one row of a table in the workspace of a person who owns rows there. */
    async function rowOf(table: string, owner: string): Promise<string> {
      const columns = await sql`
        select attname from pg_attribute where attrelid = ${table}::regclass and attnum > 0`;
      const has = (column: string) => columns.some(({ attname }) => attname === column);
      const mine = has("owner_id")
        ? `owner_id = ${owner}`
        : has("workspace_id")
        ? `workspace_id in (select workspace_id from public.conversations where owner_id = ${owner})`
        : has("connection_id")
        ? `connection_id in (select id from public.connections where owner_id = ${owner})`
        : has("message_id")
        ? `message_id in (select id from public.messages where owner_id = ${owner})`
        : `invitation_id in (select i.id from public.workspace_invitations i
            where i.workspace_id in (select workspace_id from public.conversations where owner_id = ${owner}))`;
      return `ctid = (select min(ctid) from ${table} where ${mine})`;
    }
  });
}, 120_000);

test("every foreign key has rows on both sides to try it with", () => {
  expect(crossings.length).toBeGreaterThan(10);
  const broken = crossings.filter(({ control }) => control !== "rows 1");
  expect(broken.map(({ key, control }) => `${key.name}: ${control}`)).toEqual([]);
});

test("the composite keys refuse the other tenant's row, even from the owner of the tables", () => {
  // A row without a tenant of its own belongs to whatever it points at.
  const crossed = crossings.filter(({ key, owner }) =>
    key.has_a_tenant && !owner.startsWith("23503 ")
  );
  expect(crossed.map(({ key, owner }) => `${key.name}: ${owner}`)).toEqual(
    Object.keys(uncheckedForeignKeys).map((name) => `${name}: rows 1`),
  );
});

test("no role can even try", () => {
  const tried = crossings.flatMap(({ key, people }) =>
    people.map((outcome, place) => `${everybody[place]} ${key.name}: ${outcome}`)
      .filter((line) => !/: (42501 |rows 0)/.test(line))
  );
  console.log(`matrix of foreign keys: ${crossings.length * (everybody.length + 1)} cells`);
  expect(tried).toEqual([]);
});
