/**
 * `npm run bench:search`: vector search beside the plain exact scan and an unfiltered HNSW (B6), and hybrid search beside its arms on
 * the labelled queries (B7), on a private PostgreSQL. `-- --rows=100000` for more than twenty thousand vectors. Exit code 1
 * when a bar does not hold.
 */
import { startBenchDatabase } from "../tests/bench/jobs/bench-database.ts";
import { printBars } from "../tests/bench/jobs/figures.ts";
import { benchHybrid, benchVectors } from "../tests/bench/search/bench-search.ts";
import { loadVectors } from "../tests/bench/search/load.ts";

const argument = process.argv.find((it) => it.startsWith("--rows="))?.slice(7);
const rows = Number(argument ?? 20_000);
const database = await startBenchDatabase("search", { shared_buffers: "512MB", fsync: "off" });
const pool = database.pool(1);
const bars = [];
const client = await pool.connect();
try {
  console.log(`PostgreSQL ${database.version}, ${rows} vectors, one connection on loopback`);
  const tenants = await loadVectors(client, rows);
  console.log("\nB6 vector search");
  bars.push(...await benchVectors(client, tenants, 43));
  console.log("\nB7 hybrid search");
  bars.push(...await benchHybrid(client));
} finally {
  client.release();
  await database.stop();
}
console.log("");
if (!printBars(bars)) process.exitCode = 1;
