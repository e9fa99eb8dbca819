/**
 * `npm run bench:inbox`: what row level security costs (B5): every page, count and search a person can ask for, as that person
 * and as the owner of the tables, on 1,000,000 messages of 500 tenants. `-- --quick` with a tenth of it. Exit code 1 when a bar does
 * not hold. Ratios of statements that follow each other decide, never absolute times.
 */
import { endpointsFor } from "../tests/bench/inbox/endpoints.ts";
import { generate } from "../tests/bench/inbox/generate.ts";
import { barOf, limitOf, measure } from "../tests/bench/inbox/measure.ts";
import { startBenchDatabase } from "../tests/bench/jobs/bench-database.ts";
import { type Bar, median, printBars, printTable } from "../tests/bench/jobs/figures.ts";

const isQuick = process.argv.includes("--quick");
const size = isQuick
  ? { tenants: 500, people: 1500, messages: 100_000 }
  : { tenants: 500, people: 5000, messages: 1_000_000 };
const rounds = isQuick ? 5 : 9;

const database = await startBenchDatabase("inbox", { shared_buffers: "512MB" });
const bars: Bar[] = [];
let strictCount = 0;
const client = await database.pool(1).connect();
try {
  console.log(`PostgreSQL ${database.version}, Node ${process.version}, loopback`);
  const began = performance.now();
  const viewers = await generate(client, size);
  console.log(
    `${size.messages} messages of ${size.tenants} tenants and ${size.people} people, made in ${
      ((performance.now() - began) / 1000).toFixed(0)
    } s`,
  );
  for (const viewer of viewers) {
    console.log(`\n${viewer.name}`);
    const table = [["statement", "rows", "ms", "ratio", "indexes"]];
    for (const endpoint of await endpointsFor(client, viewer)) {
      const measured = await measure(client, viewer, endpoint, rounds);
      if (measured.person === null) {
        table.push([endpoint.name, "-", "-", "-", "refused"]);
        continue;
      }
      const bar = barOf(viewer, measured);
      bars.push(bar);
      if (median(measured.ratios) <= limitOf(endpoint)) strictCount++;
      table.push([
        endpoint.name,
        String(measured.rows),
        measured.person.toFixed(2),
        bar.figure.split(" of ")[0]!,
        measured.indexes.join(" "),
      ]);
    }
    printTable(table);
  }
} finally {
  client.release(true);
  await database.stop();
}
const broken = bars.filter(({ holds }) => !holds);
console.log(
  `\nB5: ${
    bars.length - broken.length
  } of ${bars.length} statements hold their bar, ${strictCount} by the ratio alone`,
);
if (broken.length > 0 && !printBars(broken)) process.exitCode = 1;
