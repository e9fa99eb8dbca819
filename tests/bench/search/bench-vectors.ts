/** B6: our vector search beside the plain exact scan of the workspace and an unfiltered HNSW over all rows. */
import type { PoolClient } from "pg";
import { type Bar, percentile, printTable } from "../jobs/figures.ts";
import { clustered, DIMENSIONS, sequence, SHARES } from "./load.ts";
import { timed } from "./timed.ts";

const K = 10;
const WARM = 5;

/** The workspaces that have grown get their graph, as the ticks would give it in the course of hours. */
export async function buildGraphs(client: PoolClient): Promise<void> {
  const begun = await client.query("select private.plan_graphs(now()) as count");
  let chunks = 0;
  for (let added = 1; added > 0;) {
    const { rows } = await client.query("select private.fill_graphs(now(), 2000) as added");
    chunks += added = rows[0].added;
  }
  console.log(`  ${begun.rows[0].count} graphs with ${chunks} chunks`);
  await client.query("select private.probe_graphs(now())");
}

export async function benchVectors(
  client: PoolClient,
  tenants: string[],
  queries: number,
): Promise<Bar[]> {
  await client.query(
    `create table bench_hnsw as select id, embedding::extensions.halfvec(1536) as embedding from public.embeddings`,
  );
  await client.query(
    "create index on bench_hnsw using hnsw (embedding extensions.halfvec_cosine_ops)",
  );
  await client.query("vacuum analyze bench_hnsw");
  const table = [[
    "share",
    "recall@10",
    "rows",
    "p50 ours",
    "exact",
    "hnsw",
    "p95 ours",
    "exact",
    "hnsw",
    "ratio p95",
  ]];
  const bars: Bar[] = [];
  for (const [at, tenant] of tenants.entries()) {
    const one = await benchTenant(client, tenant, sequence(7 + at), queries);
    const share = `${SHARES[at]! * 100} %`;
    const limit = Math.min(percentile(one.exact, 0.95), percentile(one.hnsw, 0.95));
    const ratio = percentile(one.ours, 0.95) / limit;
    const ways = [one.ours, one.exact, one.hnsw];
    table.push([
      share,
      one.recall.toFixed(3),
      one.missing === 0 ? "all" : `-${one.missing}`,
      ...[0.5, 0.95].flatMap((part) => ways.map((times) => percentile(times, part).toFixed(2))),
      ratio.toFixed(2),
    ]);
    const n = one.ours.length;
    bars.push(
      {
        name: `recall@10 in ${share} of the rows`,
        figure: `${one.recall.toFixed(3)} (n=${n})`,
        bar: ">= 0.97",
        holds: one.recall >= 0.97,
      },
      {
        name: `p95 in ${share} beside the faster of exact and HNSW`,
        figure: `${ratio.toFixed(2)} (n=${n})`,
        bar: "<= 2",
        holds: ratio <= 2,
      },
      {
        name: `rows returned in ${share}`,
        figure: one.missing === 0 ? "as many as asked for" : `${one.missing} missing`,
        bar: `all ${K}`,
        holds: one.missing === 0,
      },
    );
  }
  printTable(table);
  console.log(`  milliseconds; ${DIMENSIONS} dimensions, padded to 1536, for all three`);
  return bars;
}

async function benchTenant(
  client: PoolClient,
  tenant: string,
  random: () => number,
  queries: number,
) {
  const result = { ours: [], exact: [], hnsw: [] } as Record<"ours" | "exact" | "hnsw", number[]>;
  let [hits, wanted, missing] = [0, 0, 0];
  for (let query = 0; query < queries + WARM; query++) {
    const vector = clustered(random);
    const exact = await timed(() =>
      client.query(
        `select object_id from public.embeddings where workspace_id = $1 order by embedding operator(extensions.<=>) $2::extensions.halfvec limit ${K}`,
        [tenant, vector],
      )
    );
    const ours = await timed(() =>
      client.query(
        "select object_id from public.search_memory($1, null, query_embedding => $2, model => 'bench', max_count => $3)",
        [tenant, vector, K],
      )
    );
    const hnsw = await timed(() =>
      client.query(
        `select id from bench_hnsw order by embedding operator(extensions.<=>) $1::extensions.halfvec(1536) limit ${K}`,
        [vector],
      )
    );
    if (query < WARM) continue;
    result.ours.push(ours.ms);
    result.exact.push(exact.ms);
    result.hnsw.push(hnsw.ms);
    const right = new Set(exact.value.rows.map((row) => row.object_id));
    wanted += right.size;
    hits += ours.value.rows.filter((row) => right.has(row.object_id)).length;
    missing += right.size - ours.value.rows.length;
  }
  return { ...result, recall: hits / wanted, missing };
}
