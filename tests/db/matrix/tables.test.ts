/** SEC-1: every table x verb x column x person, executed against a seeded row and compared. */
import { beforeAll, expect, test } from "vitest";
import {
  type Expectation,
  refusedForEverybody,
  tables as expectations,
  type Variant,
} from "./expectations.ts";
import { attemptAs, attemptAsOwner, databaseRole, everybody, type Person } from "./people.ts";
import { findRow, isOurs, readTables, statementsFor, type Table } from "./rows.ts";
import { inTheWorld } from "./world.ts";

interface Cell {
  table: string;
  variant: Variant;
  verb: string;
  statement: string;
  /** As the owner of the tables. */
  control: string;
  outcomes: Partial<Record<Person, string>>;
}

let tables: Table[];
let cells: Cell[];
let unseeded: string[];
let grants: { table: string; role: string; privilege: string; column: string | null }[];

beforeAll(async () => {
  await inTheWorld(async (sql) => {
    tables = await readTables(sql);
    cells = [];
    unseeded = [];
    for (const table of tables) {
      for (const variant of variantsOf(expectations[table.name])) {
        const row = await findRow(sql, table, variant);
        if (!row) unseeded.push(`${table.name} (${variant})`);
        else {
          for (const [verb, statement] of statementsFor(table, row)) {
            const place = { table: table.name, variant, verb };
            cells.push({ ...place, statement, control: "", outcomes: {} });
          }
        }
      }
    }
    const statements = cells.map(({ statement }) => statement);
    const controls = await attemptAsOwner(sql, statements);
    cells.forEach((cell, place) => cell.control = controls[place]!);
    for (const person of everybody) {
      const outcomes = await attemptAs(sql, person, statements);
      cells.forEach((cell, place) => cell.outcomes[person] = outcomes[place]!);
    }
    grants = await sql`
      select n.nspname || '.' || c.relname as table, r.rolname as role, p.privilege, a.attname as column
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      cross join unnest(array['anon', 'authenticated', 'service_role']) r (rolname)
      cross join unnest(array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN']) p (privilege)
      left join pg_attribute a on p.privilege in ('INSERT', 'UPDATE', 'REFERENCES')
        and a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where n.nspname in ('public', 'private', 'worker') and c.relkind in ('r', 'p', 'v', 'm', 'f')
        and case when a.attname is null then has_table_privilege(r.rolname, c.oid, p.privilege)
          else has_column_privilege(r.rolname, c.oid, a.attnum, p.privilege) end`;
  });
}, 120_000);

test("every table has an expectation, and every expectation a table", () => {
  expect(Object.keys(expectations).sort()).toEqual(tables.map(({ name }) => name).sort());
});

test("every expected variant has a row", () => {
  expect(unseeded).toEqual([]);
});

test("every statement works for the owner of the tables, so that only rights can refuse it", () => {
  const broken = cells.filter(({ table }) => isOurs(table)).filter((cell) => {
    const rule = refusedForEverybody[`${cell.table} ${cell.verb.split(" ")[0]}`];
    return read(cell, cell.control) !== "yes" && !(rule && cell.control.startsWith(rule));
  });
  expect(broken.map((cell) => `${nameOf(cell)}: ${cell.control}`)).toEqual([]);
});

test("every cell is as expected", () => {
  const surprises = cells.flatMap((cell) =>
    everybody.map((person) => {
      const expected = audienceOf(expectations[cell.table]!, cell).includes(person);
      const found = read(cell, cell.outcomes[person]!);
      if (found === (expected ? "yes" : "no")) return null;
      return `${person} ${nameOf(cell)}: ${found}`;
    })
  ).filter((line) => line !== null);
  console.log(
    `matrix of tables: ${cells.length * everybody.length} cells, ${tables.length} tables`,
  );
  expect(surprises).toEqual([]);
}, 30_000);

test("nothing but what the expectations name is granted", () => {
  const named = tables.flatMap(({ name }) =>
    Object.entries(expectations[name]?.change ?? {}).flatMap(([column, audience]) =>
      [...new Set(Object.values(audience).flat().map(databaseRole))].map((role) =>
        `${role} UPDATE ${name}.${column}`
      )
    )
  );
  const found = grants.map(({ table, role, privilege, column }) =>
    `${role} ${privilege} ${table}${column ? `.${column}` : ""}`
  );
  expect(found.sort()).toEqual(named.sort());
});

function variantsOf(expectation: Expectation | undefined): Variant[] {
  return Object.keys(expectation?.read ?? {}) as Variant[];
}

function audienceOf(expectation: Expectation, { verb, variant }: Cell): Person[] {
  if (verb === "read") return expectation.read[variant] ?? [];
  if (verb === "insert" || verb === "delete" || verb === "truncate") return expectation[verb] ?? [];
  const column = verb.replace("update ", "");
  if (expectation.insert && !expectation.change) return expectation.insert;
  return expectation.change?.[column]?.[variant] ?? [];
}

/** yes, no, or the error that is neither. */
function read(cell: Cell, outcome: string): string {
  if (/^rows [1-9]/.test(outcome) || cell.verb === "truncate" && outcome === "rows 0") return "yes";
  if (outcome === "rows 0" || outcome.startsWith("42501 ")) return "no";
  // A view of an extension takes no such statement from anybody.
  return !isOurs(cell.table) && outcome === cell.control ? "no" : outcome;
}

function nameOf({ table, variant, verb }: Cell): string {
  return `${verb} ${table} (${variant})`;
}
