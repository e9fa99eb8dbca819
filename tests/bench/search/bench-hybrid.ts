/** B7: hybrid search beside full text alone and vectors alone, on known items. */
import type { PoolClient } from "pg";
import {
  HASH_MODEL,
  hashVector,
} from "../../../functions/_shared/adapters/offline/hash-embedder.ts";
import { type Bar, percentile, printTable } from "../jobs/figures.ts";
import { loadMail, vectorText } from "./load.ts";
import { type Question, questions } from "./queries.ts";
import { timed } from "./timed.ts";

/** Full text without the arm for misspelled names; the others are doors of ours, whose times are compared. */
const WAYS = ["hybrid", "words and names", "full text", "meaning"] as const;
type Way = (typeof WAYS)[number];
const SQL: Record<Way, string> = {
  "hybrid": "select object_id from public.search_memory($1, $2, $3, model => $4, max_count => 5)",
  "words and names":
    "select object_id from public.search_memory($1, $2, null, model => $4, max_count => 5) where $3::text <> ''",
  "full text":
    `select w.object_id from private.search_by_words($1, auth.uid(), false, $2, null, null, null, null, 5) w
    where w.arm = 'words' and $3::text <> '' and $4::text <> '' order by w.weight desc, w.object_id limit 5`,
  "meaning":
    "select object_id from public.search_memory($1, null, $3, model => $4, max_count => 5) where $2::text <> ''",
};

export async function benchHybrid(client: PoolClient): Promise<Bar[]> {
  const { workspace, ids } = await loadMail(client);
  console.log(`  ${ids.size} mails`);
  const times = Object.fromEntries(WAYS.map((way) => [way, [] as number[]])) as Record<
    Way,
    number[]
  >;
  const scored: (Question & { hit: Record<Way, boolean> })[] = [];
  for (const question of questions()) {
    const vector = vectorText(hashVector(question.query));
    const hit = {} as Record<Way, boolean>;
    for (const way of WAYS) {
      const { ms, value } = await timed(() =>
        client.query(SQL[way], [workspace, question.query, vector, HASH_MODEL])
      );
      times[way].push(ms);
      hit[way] = value.rows.some((row) =>
        question.relevant.some((id) => ids.get(id) === row.object_id)
      );
    }
    scored.push({ ...question, hit });
  }
  const share = (of: typeof scored, way: Way) =>
    of.filter(({ hit }) => hit[way]).length / of.length;
  const kinds = [...new Set(scored.map(({ set }) => set))];
  /** Each kind alike: six tenths of the questions repeat words of the mail, which every way finds. */
  const shareByKind = (of: typeof scored, way: Way) =>
    kinds.reduce((sum, kind) => sum + share(of.filter(({ set }) => set === kind), way), 0) /
    kinds.length;
  const sets = [...kinds, "mixed", "mixed, held out", "kinds alike", "kinds alike, held out"];
  const table = [["hit@5", "n", ...WAYS]];
  const bars: Bar[] = [];
  for (const set of sets) {
    const isMixed = !kinds.includes(set);
    const of = scored.filter((one) =>
      isMixed ? !set.endsWith("held out") || one.half !== "development" : one.set === set
    );
    const part = set.startsWith("kinds") ? shareByKind : share;
    table.push([set, `${of.length}`, ...WAYS.map((way) => part(of, way).toFixed(3))]);
    const above = part(of, "hybrid") - Math.max(part(of, "full text"), part(of, "meaning"));
    const bar = isMixed ? 0.05 : -0.01;
    bars.push({
      name: `hit@5 above the better arm, ${set}`,
      figure: `${above.toFixed(3)} (n=${of.length})`,
      bar: `>= ${bar}`,
      holds: above >= bar - 1e-9,
    });
  }
  printTable(table);
  const p95 = (way: Way) => percentile(times[way].slice(20), 0.95);
  printTable([
    ["ms", ...WAYS],
    ["p50", ...WAYS.map((way) => percentile(times[way].slice(20), 0.5).toFixed(2))],
    ["p95", ...WAYS.map((way) => p95(way).toFixed(2))],
  ]);
  const time = p95("hybrid") / (p95("words and names") + p95("meaning"));
  bars.push({
    name: "p95 beside the sum of the arms",
    figure: `${time.toFixed(2)} (n=${scored.length})`,
    bar: "<= 1.2",
    holds: time <= 1.2,
  });
  return bars;
}
