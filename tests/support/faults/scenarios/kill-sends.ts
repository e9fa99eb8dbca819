/**
 * F1: kill -9 at every place between the claim of a send and its record. The send path, its SQL and its adapters are the
 * product's; the outside world counts what arrived. The kill points are spread over every wave, and a worker is killed as soon
 * as one of its sends stands at its point, so the others of its batch die wherever they are.
 */
import { type ApprovedSend, approveSends, countSends, sendStates } from "../approved-sends.ts";
import { invariantFigure } from "../invariants.ts";
import { KILL_POINTS, type KillPoint } from "../protocol.ts";
import { LEASE_SECONDS, leasedBy, setPaused, unfinishedCount } from "../queue-facts.ts";
import { type FaultReport, percentile } from "../report.ts";
import { type Listener, startWorkers, type WorkerProcess } from "../supervisor.ts";
import { until, type World } from "../world.ts";
import { holdConversations } from "../hold-conversations.ts";

export interface KillSendsSize {
  sendsPerPoint: number;
  /** Sends of one point under way at the same time: few, so that who comes back meets a free worker and not a backlog. */
  perWave: number;
}

/** Points after which nothing is leased any more, so no lease is waited for. */
const WITHOUT_LEASE: ReadonlySet<KillPoint> = new Set(["delayed", "done_after"]);
/** The rest of a batch may come to its own points; those that cannot in this time die elsewhere. */
const GATHER_MS = 1_500;
/** What the catalogue of faults asks for. */
const POINTS_NEEDED = 20;
/** A send that dies with its batch before its point may never come by there again: its point is tried anew. */
const EXTRA_WAVES = 10;
/** A claim that was on its way when its worker died has been carried out by then. */
const IN_FLIGHT_MS = 300;

export async function killSends(world: World, size: KillSendsSize): Promise<FaultReport> {
  const pending = new Map<string, KillPoint>();
  const died = new Map<string, { at: number; point: KillPoint }>();
  const kills = new Map<KillPoint, number>(KILL_POINTS.map((point) => [point, 0]));
  const resumes: number[] = [];
  const stalled = new Map<WorkerProcess, Map<string, KillPoint>>();
  const timers = new Map<WorkerProcess, NodeJS.Timeout>();
  const held = holdConversations(world.sql);
  let processKills = 0;
  let diedUnseen = 0;
  let failure: unknown = null;

  async function killNow(worker: WorkerProcess): Promise<void> {
    const sends = stalled.get(worker)!;
    stalled.delete(worker);
    clearTimeout(timers.get(worker));
    for (const [id, point] of sends) {
      pending.delete(id);
      kills.set(point, kills.get(point)! + 1);
      died.set(id, { at: Date.now(), point });
    }
    processKills++;
    await supervisor.kill(worker);
    const killedAt = Date.now();
    // only now may the server carry out what the dead worker asked for
    await Promise.all([...sends.keys()].map((id) => held.release(id)));
    await restamp(worker, killedAt, sends);
  }

  /** A send that came back to this worker without its telling, in the instant of the kill, has died once more. */
  async function restamp(
    worker: WorkerProcess,
    killedAt: number,
    known: Map<string, KillPoint>,
  ): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, IN_FLIGHT_MS));
    for (const { outboundId, leasedAt } of await leasedBy(world.sql, worker.runs)) {
      const death = died.get(outboundId);
      if (!death) continue; // told before: its return was measured
      death.at = Math.max(death.at, killedAt, leasedAt);
      if (!known.has(outboundId)) diedUnseen++;
    }
  }

  const kill = (worker: WorkerProcess) =>
    void (stalled.has(worker) && killNow(worker).catch((error) => failure ??= error));

  const listener: Listener = (worker, message) => {
    if (message.type === "question") {
      const { about, id, number } = message;
      if (about === "point") {
        return supervisor.answer(worker, { number, answer: pending.get(id) ?? null });
      }
      held.hold(id).then(
        () => supervisor.answer(worker, { number, answer: null }),
        (error) => failure ??= error,
      );
    }
    if (message.type === "claimed") {
      for (const { outboundId } of message.jobs) {
        const death = outboundId && died.get(outboundId);
        if (!death) continue;
        died.delete(outboundId);
        if (!WITHOUT_LEASE.has(death.point)) resumes.push(Date.now() - death.at);
      }
    }
    if (message.type === "stalled") {
      if (!stalled.has(worker)) {
        stalled.set(worker, new Map());
        timers.set(worker, setTimeout(() => kill(worker), GATHER_MS));
      }
      stalled.get(worker)!.set(message.id, message.point);
    }
    // nothing else of its batch is under way
    if (stalled.has(worker) && stalled.get(worker)!.size === worker.open.size) kill(worker);
  };

  // nothing is claimed before the first wave, so the listener always finds it
  const supervisor = await startWorkers(
    3,
    world.settings(["send-nudge"], { stalls: true }),
    listener,
  );
  const sends: ApprovedSend[] = [];
  const uncertain = { seen: 0 };
  async function playWave(label: string, points: KillPoint[]): Promise<void> {
    const wave = await approveWave(world, label, points, pending);
    sends.push(...wave);
    await until(90, "sends of a wave", async () => {
      if (failure) throw failure;
      const states = await sendStates(world.sql, wave);
      uncertain.seen = Math.max(uncertain.seen, states.uncertain ?? 0);
      const unfinished = await unfinishedCount(world.sql, ["send-nudge"]);
      const open = supervisor.workers().reduce((sum, worker) => sum + worker.open.size, 0);
      return { states, unfinished, open };
    }, ({ states, unfinished, open }) => states.sent === wave.length && unfinished + open === 0);
    pending.clear();
  }

  try {
    for (let done = 0; done < size.sendsPerPoint; done += size.perWave) {
      const perPoint = Math.min(size.perWave, size.sendsPerPoint - done);
      await playWave(`f1-${done}`, Array.from({ length: perPoint }, () => KILL_POINTS).flat());
    }
    for (let extra = 0; extra < EXTRA_WAVES; extra++) {
      const missed = KILL_POINTS.filter((point) => kills.get(point)! === 0);
      if (missed.length === 0) break;
      await playWave(`f1-extra-${extra}`, missed);
    }
  } finally {
    await supervisor.stop();
    await held.end();
  }

  const { mails } = await world.effects.counts();
  const { lost, doubled } = countSends(sends, mails);
  const invariants = await invariantFigure(world.sql);
  const states = await sendStates(world.sql, sends);
  const hits = [...kills.values()];
  return {
    fault: "F1",
    injected:
      `kill -9 of workers at ${KILL_POINTS.length} points of the send path x ${size.sendsPerPoint} sends, follow-ups and answers in turn`,
    happened: hits.reduce((sum, count) => sum + count, 0),
    needed: POINTS_NEEDED * size.sendsPerPoint,
    figures: [
      { name: "mails lost", measured: lost, limit: ["=", 0], n: sends.length },
      { name: "mails sent twice", measured: doubled, limit: ["=", 0], n: sends.length },
      {
        name: "sends not recorded as sent",
        measured: sends.length - (states.sent ?? 0),
        limit: ["=", 0],
        n: sends.length,
      },
      {
        name: "points never killed at",
        measured: hits.filter((count) => count === 0).length,
        limit: ["=", 0],
        n: hits.length,
      },
      {
        name: "slowest resume in seconds",
        measured: percentile(resumes, 1) / 1_000,
        limit: ["<=", LEASE_SECONDS + 5],
        n: resumes.length,
      },
      {
        name: "most sends parked as uncertain",
        measured: uncertain.seen,
        limit: [">=", 1],
        n: sends.length,
      },
      invariants,
    ],
    notes: [
      `${processKills} processes killed, ${diedUnseen} sends claimed in the instant of a kill`,
      `median resume ${(percentile(resumes, 0.5) / 1_000).toFixed(1)} s`,
      ...invariants.broken.slice(0, 5),
    ],
  };
}

async function approveWave(
  world: World,
  label: string,
  points: KillPoint[],
  pending: Map<string, KillPoint>,
): Promise<ApprovedSend[]> {
  // a worker could claim a send before its point is known: nothing is due until it is
  await setPaused(world.sql, ["send-nudge"], true);
  const wave = await approveSends(world.sql, label, points.length);
  for (const [place, { outboundId }] of wave.entries()) pending.set(outboundId, points[place]!);
  await setPaused(world.sql, ["send-nudge"], false);
  return wave;
}
