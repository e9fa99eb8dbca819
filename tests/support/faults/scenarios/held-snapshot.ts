/**
 * F14: a transaction stays open and holds xmin, so no row version that ended can be cleaned away; the queue must stay as fast.
 * The line is full from the start: what is measured is claiming and finishing. What a single enqueue takes is noted beside it.
 */
import {
  clearQueue,
  deadTupleCount,
  enqueue,
  prepareQueues,
  unfinishedCount,
} from "../queue-facts.ts";
import { type FaultReport, percentile } from "../report.ts";
import { startWorkers } from "../supervisor.ts";
import type { World } from "../world.ts";

export interface HeldSnapshotSize {
  /** Jobs in line at the start. */
  jobs: number;
  /** How long the transaction stays open under full load. */
  holdSeconds: number;
  /** Length of the two windows whose rates are compared. */
  windowSeconds: number;
}

const QUEUE = "snapshot";
const WORKSPACES = 4;
const PROBE_EVERY_MS = 50;
/** Fewer transactions than this prove nothing about a horizon that stands still. */
const TRANSACTIONS_NEEDED = 1_000;

export async function heldSnapshot(world: World, size: HeldSnapshotSize): Promise<FaultReport> {
  await prepareQueues(world.sql, [QUEUE]);
  const workspaces = await world.workspaces(WORKSPACES);
  const payload = { kind: "idle", ms: 0 };
  for (const workspace of workspaces) {
    await enqueue(world.sql, { queue: QUEUE, workspace, payload, count: size.jobs / WORKSPACES });
  }
  let ended = 0;
  const workers = await startWorkers(2, world.settings([QUEUE]), (_worker, message) => {
    if (message.type === "ended") ended++;
  });
  const watch = async (seconds: number) => {
    const before = ended;
    const since = performance.now();
    const enqueueTimes: number[] = [];
    while (performance.now() - since < seconds * 1_000) {
      const start = performance.now();
      await enqueue(world.sql, { queue: QUEUE, workspace: workspaces[0]!, payload, count: 1 });
      enqueueTimes.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, PROBE_EVERY_MS));
    }
    const rate = (ended - before) / (performance.now() - since) * 1_000;
    return { rate, enqueueMs: percentile(enqueueTimes, 0.5) };
  };
  const holder = await world.sql.reserve();
  try {
    await watch(2); // warm
    const baseline = await watch(size.windowSeconds);
    await holder`begin isolation level repeatable read`;
    await holder`select txid_current()`;
    const endedBefore = ended;
    await watch(Math.max(0, size.holdSeconds - size.windowSeconds));
    const held = await watch(size.windowSeconds);
    const dead = await deadTupleCount(world.sql);
    const [horizon] = await world.sql`
      select coalesce(max(age(backend_xmin)), 0)::int as age from pg_stat_activity where state = 'idle in transaction'`;
    return {
      fault: "F14",
      injected:
        `a transaction holds xmin for ${size.holdSeconds} s under full load (counted: transactions since)`,
      happened: horizon!.age,
      needed: TRANSACTIONS_NEEDED,
      figures: [
        {
          name: "rate against baseline",
          measured: held.rate / baseline.rate,
          limit: [">=", 0.8],
          needsAQuietMachine: true,
          n: ended - endedBefore,
        },
        {
          name: "jobs left in line at the end",
          measured: await unfinishedCount(world.sql, [QUEUE]),
          limit: [">=", 1],
          needsAQuietMachine: true,
          n: size.jobs,
        },
      ],
      notes: [
        `baseline ${baseline.rate.toFixed(0)} jobs/s, at the end ${
          held.rate.toFixed(0)
        }; ${dead} dead row versions`,
        `one enqueue beside it took ${baseline.enqueueMs.toFixed(1)} ms, at the end ${
          held.enqueueMs.toFixed(1)
        } ms (medians)`,
      ],
    };
  } finally {
    await holder`rollback`;
    holder.release();
    await workers.stop();
    await clearQueue(world.sql, QUEUE);
  }
}
