/** B6: our vector search beside the plain exact scan and an unfiltered HNSW. B7: hybrid search beside its arms. */
import type { PoolClient } from "pg";
import { hashVector } from "../../../functions/_shared/adapters/offline/hash-embedder.ts";
import { HALVES, labelled } from "../../evals/labelled.ts";
import type { QueryCase } from "../../evals/score-retrieval.ts";
import { type Bar, percentile, printTable } from "../jobs/figures.ts";
import { clustered, DIMENSIONS, loadMail, sequence, SHARES, vectorText } from "./load.ts";

const K = 10;

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const since = performance.now();
  const value = await work();
  return { ms: performance.now() - since, value };
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
  await client.query("analyze bench_hnsw");
  const rows = [[
    "share",
    "recall@10",
    "rows",
    "ours p50",
    "ours p95",
    "exact p95",
    "hnsw p95",
    "ratio p95",
  ]];
  const bars: Bar[] = [];
  for (const [at, tenant] of tenants.entries()) {
    const random = sequence(7 + at);
    const [ours, exact, hnsw]: [number[], number[], number[]] = [[], [], []];
    let hits = 0;
    let wanted = 0;
    let least = Infinity;
    for (let query = 0; query < queries; query++) {
      const vector = clustered(random);
      const truth = await timed(() =>
        client.query(
          `select object_id from public.embeddings where workspace_id = $1 order by embedding operator(extensions.<=>) $2::extensions.halfvec limit ${K}`,
          [tenant, vector],
        )
      );
      const found = await timed(() =>
        client.query(
          "select object_id from public.search_memory($1, null, query_embedding => $2, model => 'bench', max_count => $3)",
          [tenant, vector, K],
        )
      );
      const raw = await timed(() =>
        client.query(
          `select id from bench_hnsw order by embedding operator(extensions.<=>) $1::extensions.halfvec(1536) limit ${K}`,
          [vector],
        )
      );
      if (query < 3) continue; // warm
      ours.push(found.ms);
      exact.push(truth.ms);
      hnsw.push(raw.ms);
      const right = new Set(truth.value.rows.map((row) => row.object_id));
      wanted += right.size;
      hits += found.value.rows.filter((row) => right.has(row.object_id)).length;
      least = Math.min(least, found.value.rows.length - right.size);
    }
    const share = `${SHARES[at]! * 100} %`;
    const recall = hits / wanted;
    const limit = Math.min(percentile(exact, 0.95), percentile(hnsw, 0.95));
    const ratio = percentile(ours, 0.95) / limit;
    rows.push([
      share,
      recall.toFixed(3),
      least === 0 ? "all" : `${least}`,
      ...[
        percentile(ours, 0.5),
        percentile(ours, 0.95),
        percentile(exact, 0.95),
        percentile(hnsw, 0.95),
        ratio,
      ]
        .map((value) => value.toFixed(2)),
    ]);
    bars.push(
      {
        name: `recall@10 in ${share} of the rows`,
        figure: `${recall.toFixed(3)} (n=${ours.length})`,
        bar: ">= 0.97",
        holds: recall >= 0.97,
      },
      {
        name: `p95 in ${share} beside the faster of exact and HNSW`,
        figure: `${ratio.toFixed(2)} (n=${ours.length})`,
        bar: "<= 2",
        holds: ratio <= 2,
      },
      {
        name: `rows returned in ${share}`,
        figure: least === 0 ? "as many as there are" : `${-least} missing`,
        bar: `all ${K}`,
        holds: least === 0,
      },
    );
  }
  printTable(rows);
  console.log(`  ${DIMENSIONS} dimensions, padded to 1536`);
  return bars;
}

export async function benchHybrid(client: PoolClient): Promise<Bar[]> {
  const { workspace, ids } = await loadMail(client);
  const ways = ["hybrid", "words", "meaning"] as const;
  const result = Object.fromEntries(ways.map((way) => [way, { hits: 0, times: [] as number[] }]));
  const cases = HALVES.flatMap((half) => labelled<QueryCase>("retrieval", half));
  for (const { query, relevant } of cases) {
    const vector = vectorText(hashVector(query));
    for (const way of ways) {
      const args = [workspace, way === "meaning" ? null : query, way === "words" ? null : vector];
      const { ms, value } = await timed(() =>
        client.query(
          "select object_id from public.search_memory($1, $2, $3, model => 'hash-v1', max_count => 5)",
          args,
        )
      );
      result[way]!.times.push(ms);
      if (value.rows.some((row) => relevant.some((id) => ids.get(id) === row.object_id))) {
        result[way]!.hits++;
      }
    }
  }
  const n = cases.length;
  const hit = (way: string) => result[way]!.hits / n;
  const p95 = (way: string) => percentile(result[way]!.times, 0.95);
  printTable([
    ["", "hit@5", "p50 ms", "p95 ms"],
    ...ways.map((
      way,
    ) => [
      way,
      hit(way).toFixed(3),
      percentile(result[way]!.times, 0.5).toFixed(2),
      p95(way).toFixed(2),
    ]),
  ]);
  const best = Math.max(hit("words"), hit("meaning"));
  const time = p95("hybrid") / (p95("words") + p95("meaning"));
  return [
    {
      name: "hit@5 above the better arm",
      figure: `${(hit("hybrid") - best).toFixed(3)} (n=${n})`,
      bar: ">= -0.01",
      holds: hit("hybrid") >= best - 0.01,
    },
    {
      name: "p95 beside the sum of the arms",
      figure: `${time.toFixed(2)} (n=${n})`,
      bar: "<= 1.2",
      holds: time <= 1.2,
    },
  ];
}
