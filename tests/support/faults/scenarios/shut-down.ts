/** F3: SIGTERM with jobs in flight, as at a deployment: what is held ends or goes back at once; no lease has to run out. */
import {
  enqueue,
  jobFacts,
  leasedCount,
  prepareQueues,
  shorten,
  unfinishedCount,
} from "../queue-facts.ts";
import { type FaultReport, percentile } from "../report.ts";
import { startWorkers } from "../supervisor.ts";
import { until, type World } from "../world.ts";

export interface ShutDownSize {
  rounds: number;
}

const QUEUE = "shutdown";
const WORKERS = 2;
const JOBS = 40;
/** Longer than a worker may take to end: they cannot be waited for, they must be handed back. */
const LONG_MS = 30_000;
const SHORT_MS = 300;
const LIMIT_SECONDS = 10;

export async function shutDown(world: World, { rounds }: ShutDownSize): Promise<FaultReport> {
  await prepareQueues(world.sql, [QUEUE]);
  const endTimes: number[] = [];
  const resumes: number[] = [];
  let heldAtSignal = 0;
  let leftLeased = 0;
  for (let round = 0; round < rounds; round++) {
    const isLong = round % 2 === 0;
    const payload = { kind: "idle", ms: isLong ? LONG_MS : SHORT_MS };
    await enqueue(world.sql, { queue: QUEUE, workspace: null, payload, count: JOBS });
    const first = await startWorkers(WORKERS, world.settings([QUEUE]));
    await until(
      10,
      "jobs in flight",
      () => Promise.resolve(first.workers().map(({ open }) => open.size)),
      (sizes) => sizes.every((size) => size > 0),
    );
    heldAtSignal += first.workers().reduce((sum, { open }) => sum + open.size, 0);
    endTimes.push(
      ...await Promise.all(first.workers().map((worker) => first.end(worker, "SIGTERM"))),
    );
    leftLeased += await leasedCount(world.sql, [QUEUE]);
    // what went back need not be long again, and is claimed without waiting for a lease
    await shorten(world.sql, QUEUE, SHORT_MS);
    const since = Date.now();
    let claimedAt = 0;
    const second = await startWorkers(WORKERS, world.settings([QUEUE]), (_worker, message) => {
      if (message.type === "claimed") claimedAt ||= Date.now();
    });
    await until(
      20,
      "jobs after the shutdown",
      () => unfinishedCount(world.sql, [QUEUE]),
      (count) => count === 0,
    );
    if (claimedAt > 0) resumes.push(claimedAt - since);
    await second.stop();
  }
  const facts = await jobFacts(world.sql, [QUEUE]);
  return {
    fault: "F3",
    injected: `SIGTERM to ${WORKERS} workers with jobs in flight, ${rounds} times`,
    happened: heldAtSignal,
    needed: rounds * WORKERS,
    figures: [
      {
        name: "slowest end in seconds",
        measured: percentile(endTimes, 1) / 1_000,
        limit: ["<=", LIMIT_SECONDS],
        n: endTimes.length,
      },
      {
        name: "jobs left to wait for the end of a lease",
        measured: leftLeased,
        limit: ["=", 0],
        n: heldAtSignal,
      },
      {
        name: "jobs not done afterwards",
        measured: rounds * JOBS - facts.filter(({ state }) => state === "done").length,
        limit: ["=", 0],
        n: rounds * JOBS,
      },
      {
        name: "jobs charged an attempt for it",
        measured: facts.filter(({ attempts }) => attempts > 1).length,
        limit: ["=", 0],
        n: facts.length,
      },
    ],
    notes: [
      `${heldAtSignal} jobs in flight; slowest first claim of the next worker ${
        (percentile(resumes, 1) / 1_000).toFixed(2)
      } s`,
    ],
  };
}
