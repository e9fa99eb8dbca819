/**
 * `npm run bench:jobs`: the job queue beside graphile-worker, pg-boss and pgmq (B1), from enqueue to start (B2), and
 * under chaos (B3), on a private PostgreSQL. `-- --quick` for a shorter run, `-- --only=B1` for one of them.
 * Ratios of runs that follow each other decide, never absolute times. Exit code 1 when a bar does not hold.
 */
import { startBenchDatabase } from "../tests/bench/jobs/bench-database.ts";
import { benchChaos } from "../tests/bench/jobs/chaos.ts";
import { benchDrain } from "../tests/bench/jobs/drain.ts";
import { printBars } from "../tests/bench/jobs/figures.ts";
import { benchLatency } from "../tests/bench/jobs/latency.ts";

const isQuick = process.argv.includes("--quick");
const only = process.argv.find((argument) => argument.startsWith("--only="))?.slice(7);
const database = await startBenchDatabase();
const bars = [];
try {
  console.log(`PostgreSQL ${database.version}, Node ${process.version}, fsync on, loopback`);
  if (!only || only === "B1") {
    console.log("\nB1 drain");
    const size = isQuick
      ? { rounds: 3, single: 3000, batched: 10_000, waiting: 10_000, finished: 100_000 }
      : { rounds: 3, single: 20_000, batched: 20_000, waiting: 100_000, finished: 1_000_000 };
    bars.push(...await benchDrain(database, size));
  }
  if (!only || only === "B2") {
    console.log("\nB2 enqueue to start");
    bars.push(...await benchLatency(database, { pairs: 3, loopSeconds: isQuick ? 5 : 60 }));
  }
  if (!only || only === "B3") {
    console.log("\nB3 chaos");
    bars.push(...await benchChaos(database, { seconds: isQuick ? 8 : 30 }));
  }
} finally {
  await database.stop();
}
console.log("");
if (!printBars(bars)) process.exitCode = 1;
