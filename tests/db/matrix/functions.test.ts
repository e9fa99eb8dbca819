/** SEC-1: every function of public, worker and private x role, really called. */
import { beforeAll, expect, test } from "vitest";
import { functions as expectations } from "./function-rights.ts";
import { attemptAs, databaseRole, type Person } from "./people.ts";
import { inTheWorld } from "./world.ts";

// One person for each database role: a function knows nothing finer until it runs.
const callers: Person[] = ["anon", "Cy", "worker"];

let names: string[];
const calls = new Map<string, Partial<Record<Person, string>>>();

beforeAll(async () => {
  await inTheWorld(async (sql) => {
    const functions = await sql<{ name: string; signature: string; call: string }[]>`
      select n.nspname || '.' || p.proname as name, p.oid::regprocedure::text as signature,
        format('select %I.%I(%s)', n.nspname, p.proname,
          (select string_agg(format('null::%s', t::regtype), ', ' order by place)
            from unnest(p.proargtypes) with ordinality a (t, place))) as call
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname in ('public', 'worker', 'private') order by 1, 2`;
    names = [...new Set(functions.map(({ name }) => name))];
    for (const caller of callers) {
      const outcomes = await attemptAs(sql, caller, functions.map(({ call }) => call));
      functions.forEach(({ signature }, place) => {
        calls.set(signature, { ...calls.get(signature), [caller]: outcomes[place]! });
      });
    }
  });
}, 120_000);

test("every function of public and worker has an expectation, and every expectation a function", () => {
  const named = Object.values(expectations).flat();
  expect(named.filter((name) => !names.includes(name))).toEqual([]);
  expect(names.filter((name) => !name.startsWith("private.") && !named.includes(name))).toEqual([]);
});

test("every function runs for whom it is meant, and for nobody else", () => {
  const surprises = [...calls].flatMap(([signature, outcomes]) =>
    callers.map((caller) => {
      const isAllowed = audienceOf(signature.split("(")[0]!).includes(databaseRole(caller));
      const hasRun = !/^42501 permission denied for (function|schema)/.test(outcomes[caller]!);
      return hasRun === isAllowed
        ? null
        : `${databaseRole(caller)} ${signature}: ${outcomes[caller]}`;
    })
  ).filter((line) => line !== null);
  console.log(`matrix of functions: ${calls.size * callers.length} cells, ${calls.size} functions`);
  expect(surprises).toEqual([]);
});

test("a function that runs for people answers missing arguments with a catalogued problem or nothing", () => {
  const strange = [...calls].filter(([signature]) => signature.startsWith("public."))
    .filter(([, outcomes]) => !/^(rows |PT4\d\d [a-z_]+$)/.test(outcomes.Cy!))
    .map(([signature, outcomes]) => `${signature}: ${outcomes.Cy}`);
  expect(strange).toEqual([]);
});

function audienceOf(name: string): string[] {
  const bare = name.includes(".") ? name : `public.${name}`;
  if (expectations.everybody.includes(bare)) return ["anon", "authenticated", "service_role"];
  if (expectations.people.includes(bare)) return ["authenticated"];
  if (expectations.worker.includes(bare)) return ["service_role"];
  return expectations.peopleAndWorker.includes(bare) ? ["authenticated", "service_role"] : [];
}
