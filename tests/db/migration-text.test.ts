/** What only the text of the migrations can tell. Each rule has a control that breaks it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const folder = join(import.meta.dirname, "../../migrations");
const names = readdirSync(folder).filter((name) => name.endsWith(".sql")).sort();
const migrations = names.map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
const all = migrations.map(({ text }) => text).join("\n");

describe("migrations", () => {
  test("are numbered, open with their purpose and stay short", () => {
    expect(names.filter((name) => !/^\d{4}_[a-z_]+\.sql$/.test(name))).toEqual([]);
    expect(filesWhere((text) => !/^-- \S/.test(text))).toEqual([]);
    expect(filesWhere((text) => text.split("\n").length > 250)).toEqual([]);
  });

  test.each([
    ["say what every index is for", indexesWithoutReason],
    ["say why a function is security definer", definersWithoutReason],
    ["say what people may do with every table", tablesWithoutGrantLine],
    ["state the volatility of every function", functionsWithoutVolatility],
  ])("%s", (_rule, offendersIn) => {
    expect(migrations.flatMap(({ text }) => offendersIn(text))).toEqual([]);
  });

  test("every problem that is raised is catalogued, every catalogued one is raised", () => {
    const raised = raisedSlugs(all);
    const catalogued = cataloguedSlugs(all);
    expect(raised.size).toBeGreaterThan(20);
    expect([...raised].filter((slug) => !catalogued.has(slug))).toEqual([]);
    expect([...catalogued].filter((slug) => !raised.has(slug))).toEqual([]);
  });
});

describe("controls", () => {
  test("an index without reason is found", () => {
    expect(indexesWithoutReason("create index a_b_idx on a (b);")).toEqual(["a_b_idx"]);
    expect(indexesWithoutReason("create unique index a_b_idx\n  on a (b) where c; -- for c"))
      .toEqual(
        [],
      );
  });

  test("a definer function without reason is found", () => {
    const body =
      "create function private.a() returns void\nlanguage sql security definer as $$ $$;";
    expect(definersWithoutReason(body)).toEqual(["private.a"]);
    expect(definersWithoutReason(`-- definer: needs to.\n${body}`)).toEqual([]);
    expect(definersWithoutReason(`-- definer: of another\n\n${body}`)).toEqual(["private.a"]);
  });

  test("a table without grant line is found", () => {
    const table = "create table public.a (\n  id uuid\n);";
    expect(tablesWithoutGrantLine(table)).toEqual(["public.a"]);
    expect(tablesWithoutGrantLine(`${table}\ngrant select on public.a to authenticated;`)).toEqual(
      [],
    );
  });

  test("a function without volatility is found", () => {
    const head = "create function private.a() returns text\nlanguage sql";
    expect(functionsWithoutVolatility(`${head}\nas $$ select 1 $$;`)).toEqual(["private.a"]);
    expect(functionsWithoutVolatility(`${head} stable\nas $$ select 1 $$;`)).toEqual([]);
  });

  test("slugs are read from calls and from the catalogue", () => {
    expect([...raisedSlugs("perform private.problem('a_b', 'more');")]).toEqual(["a_b"]);
    const choice = "perform private.problem(case when x then 'a' else 'b' end, 'c');";
    expect([...raisedSlugs(choice)]).toEqual(["a", "b"]);
    const rows =
      "insert into private.problems (slug, status, sentence, cure) values\n  ('a_b', 404,";
    expect([...cataloguedSlugs(rows)]).toEqual(["a_b"]);
  });
});

function filesWhere(isOffender: (text: string) => boolean): string[] {
  return migrations.filter(({ text }) => isOffender(text)).map(({ name }) => name);
}

function indexesWithoutReason(text: string): string[] {
  return [...text.matchAll(/^create (?:unique )?index (\w+)[^;]*;(.*)$/gm)]
    .filter(([, , rest]) => !/^ -- for \S/.test(rest!))
    .map(([, name]) => name!);
}

/** The note stands in the comment right above the function, or in its head. */
function definersWithoutReason(text: string): string[] {
  return functionHeads(text)
    .filter(({ head }) => /security definer/.test(head))
    .filter(({ head, above }) => !/-- definer: \S/.test(head) && !/-- definer: \S/.test(above))
    .map(({ name }) => name);
}

function functionsWithoutVolatility(text: string): string[] {
  return functionHeads(text)
    .filter(({ head }) => !/returns trigger/.test(head))
    .filter(({ head }) => !/\b(volatile|stable|immutable)\b/.test(head))
    .map(({ name }) => name);
}

function functionHeads(text: string): { name: string; head: string; above: string }[] {
  return [
    ...text.matchAll(/((?:^--.*\n)*)^create (?:or replace )?function ([\w.]+)([\s\S]*?)\bas \$/gm),
  ]
    .map(([, above, name, head]) => ({ name: name!, head: head!, above: above! }));
}

function tablesWithoutGrantLine(text: string): string[] {
  return [...text.matchAll(/^create table (public\.\w+)/gm)]
    .map(([, name]) => name!)
    .filter((name) =>
      !new RegExp(`^grant [^;]+ on ${name.replace(".", "\\.")} to `, "m").test(text)
    );
}

/** The first argument is a slug, or a case that chooses between slugs. */
function raisedSlugs(text: string): Set<string> {
  const calls = [...text.matchAll(/private\.problem\(([^;]*);/g)].map(([, given]) => given!);
  return new Set(
    calls.flatMap((given) => [...given.matchAll(/(?:^|then |else )'(\w+)'/g)].map((m) => m[1]!)),
  );
}

function cataloguedSlugs(text: string): Set<string> {
  const rows = [
    ...text.matchAll(/insert into private\.problems [^;]*?values\n([\s\S]*?)(?:;\n|$)/g),
  ];
  return new Set(
    rows.flatMap(([, body]) => [...body!.matchAll(/^\s+\('(\w+)', \d{3},/gm)].map((m) => m[1]!)),
  );
}
