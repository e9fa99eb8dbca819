/**
 * `npm run faults`: every fault of the queue, the outbox and the inbox at full size, one line each: what was injected and how
 * often it really happened, every acceptance figure with what was measured. `--only F2` runs one. Exit code 1 when a figure is
 * not met or a fault did not happen.
 */
import { CATALOGUE, FULL_ONLY } from "../tests/support/faults/catalogue.ts";
import { formatReport, verdictOf } from "../tests/support/faults/report.ts";
import { startWorld } from "../tests/support/faults/world.ts";

const place = process.argv.indexOf("--only");
const only = place < 0 ? null : process.argv[place + 1]?.toUpperCase();
const runs = [...CATALOGUE, ...FULL_ONLY].filter(({ faults }) => !only || faults.includes(only));
if (runs.length === 0) {
  const known = [...new Set(CATALOGUE.flatMap(({ faults }) => faults))].join(", ");
  console.error(`Cannot run ${only}: it is not a fault of this suite. Choose one of: ${known}`);
  process.exit(1);
}

let failures = 0;
for (const { title, run } of runs) {
  const since = performance.now();
  // a database of its own: what one fault leaves behind must not help or hurt the next
  const world = await startWorld();
  try {
    for (const report of await run(world, "full")) {
      if (verdictOf(report) !== "pass") failures++;
      console.log(formatReport(report));
    }
  } catch (error) {
    failures++;
    console.log(`FAIL    ${title}: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await world.stop();
  }
  console.log(`        (${title}: ${((performance.now() - since) / 1_000).toFixed(0)} s)`);
}
console.log(failures === 0 ? "Every fault was survived" : `${failures} not met`);
process.exit(failures === 0 ? 0 : 1);
