/** One simulated week, with or without faults, over the product's own functions and a real database. */
import { join } from "node:path";
import { rm } from "node:fs/promises";
import postgres from "postgres";
import type { FaultKind } from "../../../scripts/local/emulators/google-lab/faults/fault.ts";
import { startGoogleLab } from "../../../scripts/local/emulators/google-lab/lab.ts";
import { createRandom } from "../../../scripts/local/emulators/google-lab/random.ts";
import { createTraffic } from "../../../scripts/local/emulators/google-lab/traffic/traffic.ts";
import { functionsEnvironment } from "../../../scripts/local/functions-process.ts";
import { freePort } from "../../../scripts/local/ports.ts";
import { startPostgres } from "../../../scripts/local/postgres.ts";
import { startStack } from "../../../scripts/local/stack.ts";
import { reachableFolder } from "../../../scripts/local/unprivileged.ts";
import { openDoors } from "./doors.ts";
import { installMovedClock, moveClock } from "./moved-clock.ts";
import { connectPeople, reconnect } from "./people.ts";
import { type BlowMoment, planBlows, planTraffic, type WeekSize } from "./plan.ts";
import { compareWithProvider, type Difference } from "./provider-compare.ts";
import { startSchedules } from "./schedules.ts";
import { readState, type WeekState } from "./state-hash.ts";

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
/** A moment has an end: jobs that come back at once for ever are a defect. */
const MAX_ROUNDS = 100;

export async function runWeek(options: WeekOptions): Promise<WeekResult> {
  const { seed, say, hasFaults } = options;
  const began = performance.now();
  const endings: (() => Promise<unknown>)[] = [];
  const giveUp = AbortSignal.timeout;
  AbortSignal.timeout = (milliseconds) =>
    giveUp.call(AbortSignal, Math.min(milliseconds, PATIENCE_MS));
  try {
    // named as test databases are, so that the next of them clears away what a killed run left
    const name = `${process.pid}-${crypto.randomUUID().slice(0, 8)}`;
    const dataDir = reachableFolder(join(import.meta.dirname, "../../../.local/tests", name));
    const server = await startPostgres({
      dataDir,
      port: 0,
      settings: {
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "cron.launch_active_jobs": "off",
      },
    });
    endings.push(
      () => rm(dataDir, { recursive: true, force: true }),
      () => rm(`${dataDir}.log`, { force: true }),
      server.stop,
    );
    await installMovedClock(server.url);
    const stack = await startStack({
      engine: "external",
      externalUrl: server.url,
      emulators: false,
      functions: false,
      seed: false,
      cron: false,
    });
    endings.push(stack.stop);
    const sql = postgres(server.url, { max: 4, onnotice: () => {} });
    endings.push(() => sql.end({ timeout: 2 }));
    const lab = await startGoogleLab({ seed, standsAt: new Date(START) });
    endings.push(lab.close);
    const clock = await moveClock(sql, lab.clock);

    const port = await freePort();
    const projectUrl = `http://127.0.0.1:${port}`;
    Object.assign(process.env, functionsEnvironment(dataDir, projectUrl, server.url, stack.keys), {
      GOOGLE_API_BASE_URL: `${lab.url}/`,
      GOOGLE_OAUTH_BASE_URL: `${lab.url}/`,
      GOOGLE_CLIENT_ID: lab.clients[0]!.clientId,
      GOOGLE_CLIENT_SECRET: lab.clients[0]!.clientSecret,
      ...pushEnvironment(lab.url),
    });
    const doors = await openDoors(sql, stack, port);
    endings.push(doors.close);
    lab.pubsub.subscribe({
      endpoint: `${projectUrl}/functions/v1/gmail-webhook`,
      audience: PUSH_AUDIENCE,
      serviceAccount: PUSH_ACCOUNT,
    });

    const connected = await connectPeople(sql, stack, lab, options.mailboxes);
    const traffic = createTraffic(lab, createRandom(`${seed}/traffic`));
    const schedules = startSchedules(sql, clock.now());
    const plan = planTraffic(seed, START, options);
    const blows = hasFaults ? planBlows(seed, START, options) : [];
    const actions: Record<string, number> = {};
    const end = START + (options.days + options.quietDays) * DAY_MS;
    let saidDay = -1;

    let revokedCount = 0;
    let reconnectCount = 0;
    /** Owners answer the product's notice two hours later. */
    const answerNotices = async () => {
      const asked = await sql`
        select id from public.connections where status = 'error' and updated_at < now() - interval '2 hours'`;
      for (const { id } of asked) {
        const one = connected.find(({ connectionId }) => connectionId === id);
        if (one) await reconnect(sql, stack, lab, one);
        reconnectCount++;
      }
    };

    const strike = ({ blow, mailbox: number }: BlowMoment) => {
      const one = connected[number]!;
      const { address } = one.mailbox;
      switch (blow.kind) {
        case "fault":
          return void lab.faults.add({ ...blow.fault, mailbox: address });
        case "watch_lost":
          one.mailbox.watch = null;
          return;
        case "channels_end":
          return lab.channels.expire(address);
        case "revoked":
          revokedCount++;
          return lab.grants.revokeAll(address);
      }
    };

    while (clock.now() < end) {
      if (options.isStopped()) throw new Error("The simulated week was stopped");
      const now = clock.now();
      while (blows.length > 0 && blows[0]!.at <= now) strike(blows.shift()!);
      while (plan.length > 0 && plan[0]!.at <= now) {
        const { mailbox, kind } = plan.shift()!;
        const name = traffic[kind](connected[mailbox]!.mailbox);
        actions[name] = (actions[name] ?? 0) + 1;
      }
      if (plan.length === 0 && blows.length === 0) lab.faults.clear();
      await answerNotices();
      await schedules.runUntil(now);
      for (let round = 0;; round++) {
        await lab.pubsub.settled();
        await sql`select private.sweep(now())`;
        if (!await doors.workDue()) break;
        if (round === MAX_ROUNDS) throw new Error(`Work without end: ${await doors.due()}`);
      }
      const due = await doors.nextDue();
      const next = Math.min(
        now + STEP_MS,
        end,
        plan[0]?.at ?? Infinity,
        blows[0]?.at ?? Infinity,
        // a second at least, so that a job that is due again at once cannot hold the clock
        Math.max(due ?? Infinity, now + 1_000),
      );
      await clock.moveTo(next);
      const day = Math.floor((next - START) / DAY_MS);
      if (day > saidDay) {
        saidDay = day;
        say(
          `day ${day + 1}: ${lab.requests.count()} requests, ${
            ((performance.now() - began) / 1000).toFixed(0)
          } s`,
        );
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
      seconds: (performance.now() - began) / 1000,
    };
  } finally {
    AbortSignal.timeout = giveUp;
    while (endings.length > 0) await endings.pop()!().catch(() => {});
  }
}

const PUSH_AUDIENCE = "https://week.test/gmail-webhook";
const PUSH_ACCOUNT = "push@week.iam.gserviceaccount.com";

function pushEnvironment(labUrl: string): Record<string, string> {
  return {
    GMAIL_PUBSUB_TOPIC: "projects/week/topics/gmail",
    GMAIL_PUSH_AUDIENCE: PUSH_AUDIENCE,
    GMAIL_PUSH_SERVICE_ACCOUNT: PUSH_ACCOUNT,
    GOOGLE_JWKS_URL: `${labUrl}/oauth2/v3/certs`,
  };
}
