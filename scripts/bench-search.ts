/**
 * `npm run bench:search`: vector search beside the plain exact scan and an unfiltered HNSW (B6), and hybrid search beside its arms on
 * known items (B7), on a private PostgreSQL. `-- --rows=300000` for more than a hundred thousand vectors, `-- --only=B7` for one,
 * `-- --corpora DIR` for real mail around the items. Exit code 1 when a bar does not hold.
 */
import { startBenchDatabase } from "../tests/bench/jobs/bench-database.ts";
import { printBars } from "../tests/bench/jobs/figures.ts";
import { benchHybrid } from "../tests/bench/search/bench-hybrid.ts";
import { benchVectors, buildGraphs } from "../tests/bench/search/bench-vectors.ts";
import { loadVectors } from "../tests/bench/search/load.ts";
import { useCorpora } from "../tests/evals/mail/corpora.ts";

const place = process.argv.indexOf("--corpora");
if (place > 0) useCorpora(process.argv[place + 1]!);
const option = (name: string) =>
  process.argv.find((it) => it.startsWith(`--${name}=`))?.slice(name.length + 3);
const rows = Number(option("rows") ?? 100_000);
const only = option("only");
const database = await startBenchDatabase("search", {
  shared_buffers: "2GB",
  maintenance_work_mem: "2GB",
  fsync: "off",
});
const pool = database.pool(1);
const bars = [];
const client = await pool.connect();
try {
  if (only !== "B7") {
    console.log(`PostgreSQL ${database.version}, ${rows} vectors, one connection on loopback`);
    const tenants = await loadVectors(client, rows);
    console.log("\nB6 vector search");
    await buildGraphs(client);
    bars.push(...await benchVectors(client, tenants, 100));
  }
  if (only !== "B6") {
    console.log("\nB7 hybrid search");
    bars.push(...await benchHybrid(client));
  }
} finally {
  client.release();
  await database.stop();
}
console.log("");
if (!printBars(bars)) process.exitCode = 1;
