/** F13: the database goes away in four ways while jobs and sends arrive at a steady rate; workers must outlive it and catch up. */
import { startArrivals } from "../arrivals.ts";
import { type ApprovedSend, approveSends, countSends, sendStates } from "../approved-sends.ts";
import {
  exhaustConnections,
  restartServer,
  stallStatements,
  terminateSessions,
} from "../break-database.ts";
import { invariantFigure } from "../invariants.ts";
import { jobFacts, prepareQueues, unfinishedCount } from "../queue-facts.ts";
import type { FaultReport, Figure } from "../report.ts";
import { startWorkers } from "../supervisor.ts";
import { until, type World } from "../world.ts";

export interface BrokenDatabaseSize {
  /** How long sessions are ended and connections held. */
  seconds: number;
  /** Within which the work of that time must be done. */
  recoverySeconds: number;
  /** Approved before each of the four faults. */
  sends: number;
}

const QUEUE = "steady";
const RATE = 50;
const STATEMENT_TIMEOUT_MS = 1_000;

export async function brokenDatabase(world: World, size: BrokenDatabaseSize): Promise<FaultReport> {
  await prepareQueues(world.sql, [QUEUE]);
  // commits that were answered survive a restart in production too
  await world.sql`alter database postgres set synchronous_commit = on`;
  const failures = new Map<string, number>();
  let ended = 0;
  const sent: ApprovedSend[] = [];
  const supervisor = await startWorkers(
    2,
    world.settings([QUEUE, "send-nudge"], { statementTimeoutMs: STATEMENT_TIMEOUT_MS }),
    (_worker, message) => {
      if (message.type === "ended" && message.outcome === "done") ended++;
      if (message.type === "failed") {
        failures.set(message.slug, (failures.get(message.slug) ?? 0) + 1);
      }
    },
  );
  const arrivals = startArrivals(world.database.url, QUEUE, RATE);
  const figures: Figure[] = [];
  const happened: string[] = [];
  let count = 0;
  const suffer = async (name: string, least: number, hurt: () => Promise<number>) => {
    sent.push(...await approveSends(world.sql, `f13-${happened.length}`, size.sends));
    const times = await hurt();
    const before = { arrived: arrivals.ids().length, ended };
    await new Promise((resolve) => setTimeout(resolve, size.recoverySeconds * 1_000));
    const arrived = arrivals.ids().length - before.arrived;
    figures.push({
      name: `recovery after ${name}`,
      measured: (ended - before.ended) / arrived,
      limit: [">=", 0.95],
      needsAQuietMachine: true,
      n: arrived,
    });
    happened.push(`${name} ${times}`);
    if (times >= least) count++;
  };
  try {
    await suffer("a restart", 1, () => restartServer(world));
    await suffer("ended sessions", size.seconds, () => terminateSessions(world, size.seconds));
    await suffer("refused connections", 50, () => exhaustConnections(world, size.seconds / 3));
    await suffer("statement timeouts", 1, async () => {
      const timeouts = () => failures.get("sqlstate_57014") ?? 0;
      const before = timeouts();
      await stallStatements(world, 5 * STATEMENT_TIMEOUT_MS / 1_000);
      return timeouts() - before;
    });
    arrivals.stop();
    await until(
      60,
      "unfinished jobs",
      () => unfinishedCount(world.sql, [QUEUE, "send-nudge"]),
      (left) => left === 0,
    );
  } finally {
    arrivals.stop();
    await supervisor.stop();
  }
  const facts = await jobFacts(world.sql, [QUEUE]);
  const { mails, effects } = await world.effects.counts();
  const { lost, doubled } = countSends(sent, mails);
  const states = await sendStates(world.sql, sent);
  const invariants = await invariantFigure(world.sql);
  const known = new Set(facts.map(({ id }) => id));
  const missing = arrivals.ids().filter((id) => !known.has(id));
  const done = facts.filter(({ state }) => state === "done");
  return {
    fault: "F13",
    injected: `database faults (${happened.join(", ")}) under ${RATE} jobs/s`,
    happened: count,
    needed: 4,
    figures: [
      ...figures,
      {
        name: "worker processes that exited",
        measured: supervisor.unexpectedExits(),
        limit: ["=", 0],
        n: 2,
      },
      {
        name: "jobs lost or not done",
        measured: missing.length + facts.length - done.length,
        limit: ["=", 0],
        n: facts.length,
      },
      {
        name: "jobs with a missing or second effect",
        measured: done.filter(({ id }) => effects.get(id) !== 1).length,
        limit: ["=", 0],
        n: done.length,
      },
      {
        name: "mails lost, doubled or not recorded",
        measured: lost + doubled + sent.length - (states.sent ?? 0),
        limit: ["=", 0],
        n: sent.length,
      },
      invariants,
    ],
    notes: [
      `failed calls: ${[...failures].map(([slug, times]) => `${slug} x${times}`).join(", ")}`,
      ...invariants.broken.slice(0, 5),
    ],
  };
}
