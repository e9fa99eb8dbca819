/** B1: how fast a full queue is emptied, one by one and fifty at once, beside what people would use otherwise. */
import type { BenchDatabase } from "./bench-database.ts";
import { benchBacklog } from "./backlog.ts";
import { type Contender, graphile, ours, pgBoss, pgmq, raw } from "./contenders.ts";
import { type Bar, median, pairwise, printTable, ratioBar } from "./figures.ts";

export interface DrainSize {
  rounds: number;
  /** Jobs of a run that claims one at a time, and fifty. */
  single: number;
  batched: number;
  /** What lies in the queue and in its log when it is full. */
  waiting: number;
  finished: number;
}

export async function benchDrain(database: BenchDatabase, size: DrainSize): Promise<Bar[]> {
  const contenders = [
    await ours(database),
    await raw(database),
    await graphile(database),
    await pgmq(database),
    await pgBoss(database),
  ];
  const rates = new Map<string, number[]>();
  const key = (contender: Contender, batch: number) => `${contender.name} ${batch}`;
  for (const batch of [1, 50]) {
    for (let round = 0; round <= size.rounds; round++) {
      for (const contender of contenders) {
        // pg-boss one by one takes ten times as long as the others; a rate needs no more than this
        const wanted = batch === 1 ? size.single : size.batched;
        const isSlow = batch === 1 && contender.name.startsWith("pg-boss");
        const count = round === 0 ? 1000 : isSlow ? Math.min(wanted, 2000) : wanted;
        await contender.enqueue(count);
        const startedAt = performance.now();
        await contender.drain(batch, count);
        const rate = count / (performance.now() - startedAt) * 1000;
        if (round === 0) continue; // warms connections and plans up
        rates.set(key(contender, batch), [...rates.get(key(contender, batch)) ?? [], rate]);
      }
    }
  }
  const [mine, limit, peer] = contenders as [Contender, Contender, Contender];
  const of = (contender: Contender, batch: number) => rates.get(key(contender, batch))!;
  printTable([
    ["queue", "claim 1, jobs/s", "of raw", "claim 50, jobs/s", "of raw"],
    ...contenders.map((each) => [
      each.name,
      ...[1, 50].flatMap((batch) => [
        median(of(each, batch)).toFixed(0),
        median(pairwise(of(each, batch), of(limit, batch))).toFixed(2),
      ]),
    ]),
  ]);
  console.log(
    `  10 loops, n=${size.single} and ${size.batched} jobs, ${size.rounds} rounds of all in turn; ours with 20 tenants, keys, slots, log`,
  );
  const backlog = await benchBacklog(database, contenders[0]!, { ...size, jobs: size.single });
  for (const contender of contenders) await contender.stop();
  return [
    ratioBar("B1 claim 1 / graphile-worker", pairwise(of(mine, 1), of(peer, 1)), ">=", 0.8),
    ratioBar("B1 claim 1 / raw", pairwise(of(mine, 1), of(limit, 1)), ">=", 0.45),
    ratioBar("B1 claim 50 / raw", pairwise(of(mine, 50), of(limit, 50)), ">=", 0.35),
    ...backlog,
  ];
}
