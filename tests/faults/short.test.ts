/** The fault suite in small; `npm run faults` is the same code at full size. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { CATALOGUE } from "../support/faults/catalogue.ts";
import { formatReport, holdsOnABusyMachine } from "../support/faults/report.ts";
import { startWorld, type World } from "../support/faults/world.ts";

/** One for all, in the order of the catalogue: the run that restarts the server is the last. */
let world: World;
const SWEEP_SECONDS = 1;

beforeAll(async () => {
  world = await startWorld(SWEEP_SECONDS);
});
afterAll(() => world?.stop());

test.each(CATALOGUE.map((run) => [run.faults.join(" "), run.title, run] as const))(
  "OPS-1 FUP-4 %s %s",
  async (_faults, _title, { run }) => {
    for (const report of await run(world, "short")) {
      console.info(formatReport(report));
      expect(holdsOnABusyMachine(report), formatReport(report)).toBe(true);
    }
  },
);
