/** F2: kill -9 at random during mixed jobs: every job ends once, and every effect happens once. */
import { type ApprovedSend, approveSends, countSends, sendStates } from "../approved-sends.ts";
import type { JobKind } from "../handle-job.ts";
import { invariantFigure } from "../invariants.ts";
import {
  enqueue,
  type JobFact,
  jobFacts,
  prepareQueues,
  setPaused,
  unfinishedCount,
} from "../queue-facts.ts";
import type { FaultReport } from "../report.ts";
import { startWorkers, type Supervisor } from "../supervisor.ts";
import { until, type World } from "../world.ts";

export interface KillMixedSize {
  jobs: number;
  kills: number;
}

const OWN_QUEUES = ["mixed-mail", "mixed-sync", "mixed-report"];
const ALL_QUEUES = [...OWN_QUEUES, "send-nudge"];
/** Shares of all jobs; what is left are outbox sends. */
const SHARES: [JobKind, number][] = [
  ["instant", 0.6],
  ["slow", 0.1],
  ["flaky", 0.15],
  ["broken", 0.05],
  ["hopeless", 0.05],
];
const OWN_MAX_ATTEMPTS = 6;
const SLOW_MS = 150;
const WORKSPACES = 8;

interface Expected {
  kindOf: Map<string, JobKind>;
  sends: ApprovedSend[];
}

export async function killMixed(world: World, size: KillMixedSize): Promise<FaultReport> {
  await prepareQueues(world.sql, OWN_QUEUES, OWN_MAX_ATTEMPTS);
  await setPaused(world.sql, ALL_QUEUES, true);
  const expected = await fill(world, size.jobs);
  const supervisor = await startWorkers(3, world.settings(ALL_QUEUES));
  let held: number[];
  try {
    await setPaused(world.sql, ALL_QUEUES, false);
    held = await killAtRandom(world, supervisor, size);
    await until(
      300,
      "unfinished jobs",
      () => unfinishedCount(world.sql, ALL_QUEUES),
      (count) => count === 0,
    );
  } finally {
    await supervisor.stop();
  }
  return await judge(world, size, expected, held);
}

async function fill(world: World, jobs: number): Promise<Expected> {
  const workspaces = await world.workspaces(WORKSPACES);
  const kindOf = new Map<string, JobKind>();
  const places = OWN_QUEUES.flatMap((queue) =>
    workspaces.map((workspace) => ({ queue, workspace }))
  );
  for (const [kind, share] of SHARES) {
    const total = Math.round(jobs * share);
    for (const [index, place] of places.entries()) {
      const count = Math.floor((total + index) / places.length);
      const ids = await enqueue(world.sql, { ...place, payload: { kind, ms: SLOW_MS }, count });
      for (const id of ids) kindOf.set(id, kind);
    }
  }
  return { kindOf, sends: await approveSends(world.sql, "f2", jobs - kindOf.size) };
}

/** Spread over the whole run by how much is done, each at a random moment and a random worker. Answers how many jobs each held. */
async function killAtRandom(
  world: World,
  supervisor: Supervisor,
  { jobs, kills }: KillMixedSize,
): Promise<number[]> {
  const held: number[] = [];
  for (let number = 1; number <= kills; number++) {
    const mark = jobs * (1 - number / (kills + 2));
    await until(
      120,
      "jobs before the next kill",
      () => unfinishedCount(world.sql, ALL_QUEUES),
      (left) => left <= mark,
    );
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 50));
    const busy = await until(
      60,
      "a busy worker",
      () => Promise.resolve(supervisor.workers().filter(({ open }) => open.size > 0)),
      (found) => found.length > 0,
    );
    const victim = busy[Math.floor(Math.random() * busy.length)]!;
    held.push((await supervisor.kill(victim)).length);
  }
  return held;
}

async function judge(
  world: World,
  size: KillMixedSize,
  { kindOf, sends }: Expected,
  held: number[],
): Promise<FaultReport> {
  const { effects, mails } = await world.effects.counts();
  const facts = await jobFacts(world.sql, ALL_QUEUES);
  const own = facts.filter(({ id }) => kindOf.has(id));
  const seen = new Set(own.map(({ id }) => id));
  const wanted = (kind: JobKind) => kind === "broken" || kind === "hopeless" ? 0 : 1;
  const wrongEnd = ({ id, state }: JobFact) =>
    state !== (wanted(kindOf.get(id)!) === 1 ? "done" : "dead");
  const wrongEffects = [...kindOf].filter(([id, kind]) => (effects.get(id) ?? 0) !== wanted(kind));
  const { lost, doubled } = countSends(sends, mails);
  const states = await sendStates(world.sql, sends);
  const invariants = await invariantFigure(world.sql);
  const total = kindOf.size + sends.length;
  return {
    fault: "F2",
    injected: `${held.length} random kill -9 during ${total} mixed jobs`,
    happened: held.filter((count) => count > 0).length,
    needed: size.kills,
    figures: [
      {
        name: "jobs missing or in two final states",
        measured: kindOf.size - seen.size + (own.length - seen.size),
        limit: ["=", 0],
        n: kindOf.size,
      },
      {
        name: "jobs with a wrong end",
        measured: own.filter(wrongEnd).length,
        limit: ["=", 0],
        n: own.length,
      },
      {
        name: "jobs with a missing or second effect",
        measured: wrongEffects.length,
        limit: ["=", 0],
        n: kindOf.size,
      },
      {
        name: "mails lost or sent twice",
        measured: lost + doubled,
        limit: ["=", 0],
        n: sends.length,
      },
      {
        name: "sends not recorded as sent",
        measured: sends.length - (states.sent ?? 0),
        limit: ["=", 0],
        n: sends.length,
      },
      {
        name: "jobs with more attempts than allowed",
        measured: facts.filter(({ attempts, maxAttempts }) => attempts > maxAttempts).length,
        limit: ["=", 0],
        n: facts.length,
      },
      invariants,
    ],
    notes: [
      `${held.reduce((sum, count) => sum + count, 0)} jobs were in the hands of the killed`,
      ...invariants.broken.slice(0, 5),
    ],
  };
}
