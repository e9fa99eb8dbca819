/** F26: the same wish fifty times at once is one job, one outbound message, one effect. */
import { draftNudges } from "../approved-sends.ts";
import {
  clearQueue,
  enqueueKeyed,
  jobFacts,
  prepareQueues,
  unfinishedCount,
} from "../queue-facts.ts";
import type { FaultReport } from "../report.ts";
import { startWorkers } from "../supervisor.ts";
import { until, type World } from "../world.ts";
import postgres from "postgres";

export interface IdempotencySize {
  rounds: number;
}

const AT_ONCE = 50;
const QUEUE = "keyed";
const LONG_KEY = "k".repeat(256);

export async function idempotency(world: World, { rounds }: IdempotencySize): Promise<FaultReport> {
  await prepareQueues(world.sql, [QUEUE]);
  const crowd = postgres(world.database.url, { max: AT_ONCE, onnotice: () => {} });
  const deadlocksBefore = await deadlocks(world);
  const wrong = { jobs: 0, approvals: 0, answers: 0, mails: 0 };
  const outbound: string[] = [];
  try {
    // every connection is open before the first race
    await Promise.all(Array.from({ length: AT_ONCE }, () => crowd`select pg_sleep(0.2)`));
    for (let round = 0; round < rounds; round++) {
      wrong.jobs += await raceOneKey(world, crowd, round === 0 ? LONG_KEY : `key-${round}`);
      const approval = await raceOneApproval(world, crowd, `f26-${round}`);
      wrong.approvals += approval.outboundIds.length === 1 ? 0 : 1;
      wrong.answers += approval.unexpected;
      outbound.push(...approval.outboundIds);
    }
  } finally {
    await crowd.end({ timeout: 2 });
  }
  const supervisor = await startWorkers(2, world.settings(["send-nudge"]));
  try {
    await until(
      60,
      "sends",
      () => unfinishedCount(world.sql, ["send-nudge"]),
      (count) => count === 0,
    );
  } finally {
    await supervisor.stop();
  }
  const { mails } = await world.effects.counts();
  const ids = await world.sql`
    select internet_message_id as id from public.outbound_messages where id = any (${outbound})`;
  wrong.mails = ids.filter(({ id }) => mails.get(id) !== 1).length;
  return {
    fault: "F26",
    injected: `the same enqueue and the same approval ${AT_ONCE} times at once`,
    happened: rounds * 2 * AT_ONCE,
    needed: rounds * 2 * AT_ONCE,
    figures: [
      { name: "keys with other than one job", measured: wrong.jobs, limit: ["=", 0], n: rounds },
      {
        name: "approvals with other than one outbound message",
        measured: wrong.approvals,
        limit: ["=", 0],
        n: rounds,
      },
      {
        name: "answers other than approved or already approved",
        measured: wrong.answers,
        limit: ["=", 0],
        n: rounds * AT_ONCE,
      },
      {
        name: "approvals with other than one mail",
        measured: wrong.mails,
        limit: ["=", 0],
        n: ids.length,
      },
      {
        name: "deadlocks",
        measured: await deadlocks(world) - deadlocksBefore,
        limit: ["=", 0],
        n: rounds * 2,
      },
    ],
  };
}

/** 1 when the key did not end as one job, which every caller was told of. */
async function raceOneKey(world: World, crowd: postgres.Sql, key: string): Promise<number> {
  const ids = await Promise.all(
    Array.from({ length: AT_ONCE }, () => enqueueKeyed(crowd, QUEUE, key)),
  );
  const jobs = await jobFacts(world.sql, [QUEUE]);
  await clearQueue(world.sql, QUEUE);
  return jobs.length === 1 && ids.every((id) => id === jobs[0]!.id) ? 0 : 1;
}

async function raceOneApproval(world: World, crowd: postgres.Sql, label: string) {
  const drafted = await draftNudges(world.sql, label, 3);
  const { sender, nudges: [nudge] } = drafted.find(({ nudges }) => nudges.length > 0)!;
  const answers = await Promise.all(
    Array.from({ length: AT_ONCE }, () =>
      crowd.begin(async (transaction) => {
        await transaction`
        select set_config('request.jwt.claims', json_build_object('sub', tests.id(${sender}), 'role', 'authenticated')::text, true)`;
        await transaction`select public.approve_nudge(${nudge!}, 1)`;
        return "approved";
      }).catch((error: Error) => error.message)),
  );
  const rows = await world.sql`
    select o.id from public.outbound_messages o join public.nudges n using (conversation_id) where n.id = ${nudge!}`;
  const others = answers.filter((answer) =>
    answer !== "approved" && answer !== "nudge_already_approved"
  );
  const approved = answers.filter((answer) => answer === "approved").length;
  return {
    outboundIds: rows.map(({ id }) => id as string),
    unexpected: others.length + Math.abs(approved - 1),
  };
}

async function deadlocks(world: World): Promise<number> {
  await world.sql`select pg_stat_force_next_flush()`;
  const [row] = await world
    .sql`select deadlocks::int as count from pg_stat_database where datname = current_database()`;
  return row!.count;
}
