/** One simulated week, with or without faults, over the product's own functions and a real database. */
import type { FaultKind } from "../../../scripts/local/emulators/google-lab/faults/fault.ts";
import { createRandom } from "../../../scripts/local/emulators/google-lab/random.ts";
import { createTraffic } from "../../../scripts/local/emulators/google-lab/traffic/traffic.ts";
import { connectPeople, reconnect } from "./people.ts";
import { type BlowMoment, planBlows, planTraffic, type WeekSize } from "./plan.ts";
import { compareWithProvider, type Difference } from "./provider-compare.ts";
import { readSchedules } from "./schedules.ts";
import { readState, type WeekState } from "./state-hash.ts";
import { openVirtualWorld } from "./virtual-world.ts";

export interface WeekResult {
  state: WeekState;
  /** Which of the product's workers took part. */
  workers: string[];
  compared: number;
  differences: Difference[];
  /** How often each thing happened to mail and calendar. */
  actions: Record<string, number>;
  faults: Partial<Record<FaultKind, number>>;
  /** How often a permission was taken away, and how often an owner was asked to give it again. */
  revokedCount: number;
  reconnectCount: number;
  requestCount: number;
  refusedCount: number;
  /** Calls made while an answer had asked to wait. */
  earlyCount: number;
  deadJobs: { queue: string; error: string; count: number }[];
  pushCount: number;
  seconds: number;
}

export interface WeekOptions extends WeekSize {
  seed: string;
  hasFaults: boolean;
  say: (line: string) => void;
  /** Asked between two moments: ends the run in order. */
  isStopped: () => boolean;
}

/** A Monday, seven in the morning. */
const START = Date.UTC(2026, 10, 2, 7);
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** The longest step, so that polls and renewals come when they should. */
const STEP_MS = 15 * MINUTE_MS;
/** A call that gets no answer is given up sooner than in production, or the week would take one. */
const PATIENCE_MS = 700;

export async function runWeek(options: WeekOptions): Promise<WeekResult> {
  const { seed, say, hasFaults, mailboxes } = options;
  const world = await openVirtualWorld({ seed, startsAt: START, patienceMs: PATIENCE_MS });
  const { sql, lab, clock, doors, keys, seconds } = world;
  try {
    const connected = await connectPeople(sql, keys, lab, mailboxes);
    const traffic = createTraffic(lab, createRandom(`${seed}/traffic`));
    const schedules = await readSchedules(sql, clock.now());
    const actions: Record<string, number> = {};
    const end = START + (options.days + options.quietDays) * DAY_MS;

    let revokedCount = 0;
    const strike = ({ blow, mailbox: number }: BlowMoment) => {
      const { mailbox } = connected[number]!;
      switch (blow.kind) {
        case "fault":
          return void lab.faults.add({ ...blow.fault, mailbox: mailbox.address });
        case "watch_lost":
          mailbox.watch = null;
          return;
        case "channels_end":
          return lab.channels.expire(mailbox.address);
        case "revoked":
          revokedCount++;
          return lab.grants.revokeAll(mailbox.address);
      }
    };
    // The lab's clock knows what will happen, so that each thing happens at its moment, however long the one before took.
    const planned: number[] = [];
    const plan = (at: number, happen: () => void) => {
      planned.push(at);
      lab.clock.at(at, happen);
    };
    const blows = hasFaults ? planBlows(seed, START, options) : [];
    for (const blow of blows) plan(blow.at, () => strike(blow));
    for (const { at, mailbox, kind } of planTraffic(seed, START, options)) {
      plan(at, () => {
        const name = traffic[kind](connected[mailbox]!.mailbox);
        actions[name] = (actions[name] ?? 0) + 1;
      });
    }
    planned.sort((one, other) => one - other);
    plan(planned.at(-1)!, () => lab.faults.clear());

    let reconnectCount = 0;
    /** Owners answer the product's notice two hours later. */
    const answerNotices = async () => {
      const asked = await sql`
        select id from public.connections where status = 'error' and updated_at < now() - interval '2 hours'`;
      for (const { id } of asked) {
        const one = connected.find(({ connectionId }) => connectionId === id);
        if (one) await reconnect(sql, keys, lab, one);
        reconnectCount++;
      }
    };

    let saidDay = -1;
    while (clock.now() < end) {
      if (options.isStopped()) throw new Error("The simulated week was stopped");
      await answerNotices();
      await schedules.runUntil(clock.now());
      await world.settle();
      const now = clock.now();
      // a second at least, so that a job that is due again at once cannot hold the clock
      const due = Math.max(await doors.nextDue() ?? Infinity, now + 1_000);
      const next = planned.find((at) => at > now) ?? end;
      await clock.moveTo(Math.min(now + STEP_MS, end, due, next));
      const day = Math.floor((clock.now() - START) / DAY_MS);
      if (day > saidDay) {
        saidDay = day;
        say(`day ${day + 1}: ${lab.requests.count()} requests, ${seconds().toFixed(0)} s`);
      }
    }

    const { compared, differences } = await compareWithProvider(sql, connected, doors.workers);
    const deadJobs = await sql`
      select queue, coalesce(last_error::text, '') as error, count(*)::int as count from private.jobs
      where state = 'dead' group by 1, 2`;
    const counts = lab.faults.counts();
    return {
      state: await readState(sql, new Date(START), new Date(end + 14 * DAY_MS)),
      workers: doors.workers,
      compared,
      differences,
      actions,
      faults: counts,
      revokedCount: revokedCount + (counts.revoke_token ?? 0) + (counts.invalid_grant ?? 0),
      reconnectCount,
      requestCount: lab.requests.count(),
      refusedCount: lab.requests.count({ status: 429 }),
      earlyCount: lab.requests.early().length,
      deadJobs: [...deadJobs] as unknown as WeekResult["deadJobs"],
      pushCount: lab.pubsub.deliveries().length + lab.channels.deliveries().length,
      seconds: seconds(),
    };
  } finally {
    await world.close();
  }
}
