/** F32: one workspace enqueues a mountain; everybody else waits as if it were not there. */
import { clearQueue, enqueue, prepareQueues, unfinishedCount } from "../queue-facts.ts";
import { type FaultReport, percentile } from "../report.ts";
import { startWorkers } from "../supervisor.ts";
import type { World } from "../world.ts";

export interface NoisyTenantSize {
  jobs: number;
  /** How long others are watched, idle and beside the mountain. */
  seconds: number;
}

const QUEUE = "noisy";
const QUIET_WORKSPACES = 5;
const QUIET_EVERY_MS = 50;
const JOB_MS = 5;
/** Committed one after another: workers see the mountain grow. */
const CHUNK = 2_000;

export async function noisyTenant(world: World, size: NoisyTenantSize): Promise<FaultReport> {
  await prepareQueues(world.sql, [QUEUE]);
  const [loud, ...quiet] = await world.workspaces(QUIET_WORKSPACES + 1);
  let waits: number[] = [];
  let loudDone = 0;
  const workers = await startWorkers(2, world.settings([QUEUE]), (_worker, message) => {
    if (message.type !== "claimed") return;
    for (const { waitedMs } of message.jobs) {
      if (waitedMs === null) loudDone++;
      else waits.push(waitedMs);
    }
  });
  const listen = async () => {
    waits = [];
    const end = Date.now() + size.seconds * 1_000;
    for (let turn = 0; Date.now() < end; turn++) {
      const workspace = quiet[turn % quiet.length]!;
      await enqueue(world.sql, {
        queue: QUEUE,
        workspace,
        payload: { kind: "idle", ms: JOB_MS },
        count: 1,
      });
      await new Promise((resolve) => setTimeout(resolve, QUIET_EVERY_MS));
    }
    return waits;
  };
  try {
    await listen(); // warm
    const idle = await listen();
    const pile = async () => {
      for (let done = 0; done < size.jobs; done += CHUNK) {
        await pileUp(world, loud!, Math.min(CHUNK, size.jobs - done));
      }
    };
    const [beside] = await Promise.all([listen(), pile()]);
    const left = await unfinishedCount(world.sql, [QUEUE]);
    const idleP95 = percentile(idle, 0.95);
    return {
      fault: "F32",
      injected: `one workspace enqueues ${size.jobs} jobs beside ${QUIET_WORKSPACES} quiet ones`,
      happened: loudDone + left,
      needed: size.jobs,
      figures: [
        {
          name: "p95 wait of the others against idle",
          measured: percentile(beside, 0.95) / idleP95,
          limit: ["<=", 2],
          needsAQuietMachine: true,
          n: beside.length,
        },
        {
          name: "longest wait of the others in seconds",
          measured: percentile(beside, 1) / 1_000,
          limit: ["<=", 5],
          n: beside.length,
        },
        {
          name: "jobs of the mountain done meanwhile",
          measured: loudDone,
          limit: [">=", 100],
          needsAQuietMachine: true,
          n: size.jobs,
        },
        // a mountain that was gone before the end would prove nothing
        {
          name: "jobs of the mountain left at the end",
          measured: left,
          limit: [">=", 1],
          needsAQuietMachine: true,
          n: size.jobs,
        },
      ],
      notes: [
        `idle p95 ${idleP95.toFixed(0)} ms (n=${idle.length}), beside ${
          percentile(beside, 0.95).toFixed(0)
        } ms; ${loudDone} loud jobs done meanwhile`,
      ],
    };
  } finally {
    await workers.stop();
    await clearQueue(world.sql, QUEUE);
  }
}

/** Jobs without the moment in their payload: their waits are not watched. */
async function pileUp(world: World, workspace: string, count: number): Promise<void> {
  await world.sql`
    select count(private.enqueue(${QUEUE}, ${workspace}, jsonb_build_object('kind', 'idle', 'ms', ${JOB_MS}::int)))
    from generate_series(1, ${count})`;
}
