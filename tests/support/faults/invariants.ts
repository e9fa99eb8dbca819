/** Looks for half-written state. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Sql } from "postgres";
import type { Figure } from "./report.ts";

/** Rows that break a rule of invariants.sql. `n` counts the rules. */
export async function invariantFigure(sql: Sql): Promise<Figure & { broken: string[] }> {
  const script = await readFile(join(import.meta.dirname, "invariants.sql"), "utf8");
  const results = await sql.unsafe(script).simple() as unknown as { rule: string; id: string }[][];
  const broken = results.flatMap((rows) => rows.map(({ rule, id }) => `${rule}: ${id}`));
  return {
    name: "rows that break an invariant",
    measured: broken.length,
    limit: ["=", 0],
    n: results.length,
    broken,
  };
}
