/** Times each statement as the person and as the owner of the tables, in turn, and reads its plans. */
import type pg from "pg";
import { type Bar, median, pairwise, spread } from "../jobs/figures.ts";
import type { Endpoint } from "./endpoints.ts";
import type { Viewer } from "./generate.ts";

export interface Measured {
  endpoint: Endpoint;
  /** Milliseconds, median of the rounds; null when the person may not call it. */
  person: number | null;
  /** The same as the owner of the tables. */
  owner: number;
  /** As the person / as the owner, each pair measured one after the other. */
  ratios: number[];
  rows: number;
  /** What the plans of the person's statement do wrong. */
  faults: string[];
  /** Indexes the plans use. */
  indexes: string[];
}

export async function measure(
  client: pg.PoolClient,
  viewer: Viewer,
  endpoint: Endpoint,
  rounds: number,
): Promise<Measured> {
  const run = async (isPerson: boolean) => {
    await client.query("begin");
    await client.query("select set_config('request.jwt.claims', $1, true)", [
      JSON.stringify({ sub: viewer.user, role: "authenticated" }),
    ]);
    if (isPerson) await client.query("set local role authenticated");
    try {
      const began = performance.now();
      const { rowCount } = await client.query(isPerson ? endpoint.asPerson : endpoint.asOwner);
      return { milliseconds: performance.now() - began, rows: rowCount ?? 0 };
    } finally {
      await client.query("rollback");
    }
  };
  let rows = 0;
  try {
    rows = (await run(true)).rows;
  } catch (error) {
    // a refusal with a slug is an answer as well; anything else is a fault
    if (!(error as { code?: string }).code?.startsWith("PT")) throw error;
    return { endpoint, person: null, owner: 0, ratios: [], rows, faults: [], indexes: [] };
  }
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push((await run(true)).milliseconds);
    theirs.push((await run(false)).milliseconds);
  }
  const plans = await plansOf(client, () => run(true));
  return {
    endpoint,
    person: median(ours),
    owner: median(theirs),
    ratios: pairwise(ours, theirs),
    rows,
    faults: faultsIn(plans, await definers(client)),
    indexes: [
      ...new Set(
        [...plans.matchAll(/(?:using|Bitmap Index Scan on) (\w+_idx)/g)].map(([, name]) => name!),
      ),
    ],
  };
}

/** The plans of a statement and of everything inside its functions, as auto_explain logs them. */
async function plansOf(client: pg.PoolClient, run: () => Promise<unknown>): Promise<string> {
  let plans = "";
  const listen = (notice: { message?: string }) => plans += `${notice.message ?? ""}\n`;
  client.on("notice", listen);
  await client.query(
    `load 'auto_explain'; set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on;
    set auto_explain.log_level = 'notice'; set client_min_messages = 'notice'`,
  );
  await run();
  await client.query("set auto_explain.log_min_duration = -1");
  client.off("notice", listen);
  return plans;
}

/** Names of the functions that run as their owner: asked for every row, they are the tax that grows with the table. */
async function definers(client: pg.PoolClient): Promise<RegExp> {
  const { rows } = await client.query(
    "select distinct proname from pg_proc where prosecdef and pronamespace in ('private'::regnamespace, 'worker'::regnamespace)",
  );
  return new RegExp(
    `\\b(private|worker)\\.(${
      rows.map(({ proname }) => proname).join("|")
    })\\(|\\bauth\\.uid\\(|current_setting\\(`,
  );
}

/** A function asked for every row, or a scan of a whole table that holds other tenants' rows. */
function faultsIn(plans: string, definer: RegExp): string[] {
  const lines = plans.split("\n");
  const perRow = lines.filter((line) =>
    /^\s*(Filter|Index Cond|Recheck Cond|Join Filter|Hash Cond):/.test(line) &&
    definer.test(line)
  ).map((line) => `asks for every row: ${line.trim().slice(0, 120)}`);
  const scans = lines.filter((line) => /Seq Scan on (messages|conversations)\b/.test(line))
    .map((line) => `reads the whole table: ${line.trim().slice(0, 80)}`);
  const again = lines.filter((line, place) =>
    /^\s*SubPlan/.test(line) &&
    /my_\w*ids/.test(lines.slice(place + 1, place + 4).join("\n"))
  ).map(() => "asks a set of ids for every row");
  return [...new Set([...perRow, ...scans, ...again])];
}

/**
 * Asking who is there costs the same for one row as for a million: below this many milliseconds of difference it is no tax that
 * grows, and the ratio of two short times says nothing.
 */
export const CONSTANT = 0.3;

export function limitOf({ kind }: Endpoint): number {
  return kind === "count" ? 2 : 1.3;
}

export function barOf(viewer: Viewer, measured: Measured): Bar {
  const { endpoint, person, owner, ratios, faults } = measured;
  const limit = limitOf(endpoint);
  return {
    name: `${viewer.name}: ${endpoint.name}`,
    figure: faults.length > 0 ? faults.join("; ") : `${spread(ratios)} of ${owner.toFixed(2)} ms`,
    bar: `<= ${limit} or + ${CONSTANT} ms`,
    holds: faults.length === 0 && (median(ratios) <= limit || person! - owner <= CONSTANT),
  };
}
