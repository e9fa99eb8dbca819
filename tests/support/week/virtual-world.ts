/**
 * The product's functions over a real database and the lab, all on one clock that goes where nobody works. It moves the clock,
 * the timers and the network of the whole process, so it wants one of its own.
 */
import { join } from "node:path";
import type { Sql } from "postgres";
import {
  type GoogleLab,
  type LabOptions,
  startGoogleLab,
} from "../../../scripts/local/emulators/google-lab/lab.ts";
import { functionsEnvironment } from "../../../scripts/local/functions-process.ts";
import { makeSecrets, type StackSecrets } from "../../../scripts/local/secrets.ts";
import { startTestDatabase } from "../database.ts";
import { directRpc } from "../faults/direct-client.ts";
import { type Doors, openDoors } from "./doors.ts";
import { moveClock, MOVED_CLOCK, type WeekClock } from "./moved-clock.ts";
import { replaceNetwork } from "./network.ts";
import { hurryRests } from "./rests.ts";

export interface VirtualWorld {
  sql: Sql;
  lab: GoogleLab;
  clock: WeekClock;
  doors: Doors;
  keys: StackSecrets;
  /** Real ones since the world began. */
  seconds(): number;
  /** Until nothing is due: what was pushed is delivered, what is due is worked on. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface VirtualWorldOptions extends Omit<LabOptions, "standsAt"> {
  startsAt: number;
  /** A call that gets no answer is given up after this many real milliseconds. */
  patienceMs: number;
  /** For the functions, over what the stack sets. */
  env?: Record<string, string>;
}

/** Nothing listens there: see network.ts. */
const PROJECT_URL = "http://project.test";
const ROOT = join(import.meta.dirname, "../../..");
/** A moment has an end: jobs that come back at once for ever are a defect. */
const MAX_ROUNDS = 100;
const PUSH_AUDIENCE = "https://week.test/gmail-webhook";
const PUSH_ACCOUNT = "push@week.iam.gserviceaccount.com";

export async function openVirtualWorld(options: VirtualWorldOptions): Promise<VirtualWorld> {
  const { startsAt, patienceMs, env, ...labOptions } = options;
  const elapsed = performance.now.bind(performance);
  const began = elapsed();
  const database = await startTestDatabase({ first: MOVED_CLOCK });
  const { sql } = database;
  const lab = await startGoogleLab({ ...labOptions, standsAt: new Date(startsAt) });
  const giveUp = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = (milliseconds) => giveUp(Math.min(milliseconds, patienceMs));
  const clock = await moveClock(sql, lab.clock);
  const keys = makeSecrets();
  Object.assign(process.env, functionsEnvironment(ROOT, PROJECT_URL, database.url, keys), {
    GOOGLE_API_BASE_URL: `${lab.url}/`,
    GOOGLE_OAUTH_BASE_URL: `${lab.url}/`,
    GOOGLE_CLIENT_ID: lab.clients[0]!.clientId,
    GOOGLE_CLIENT_SECRET: lab.clients[0]!.clientSecret,
    GMAIL_PUBSUB_TOPIC: "projects/week/topics/gmail",
    GMAIL_PUSH_AUDIENCE: PUSH_AUDIENCE,
    GMAIL_PUSH_SERVICE_ACCOUNT: PUSH_ACCOUNT,
    GOOGLE_JWKS_URL: `${lab.url}/oauth2/v3/certs`,
    ...env,
  });
  const doors = await openDoors(sql, keys.workerKey);
  const rests = hurryRests(clock, () => network.isBusy());
  const network = replaceNetwork({
    projectUrl: PROJECT_URL,
    rpc: directRpc(database.url),
    webhooks: doors.webhooks,
    beforeCall: clock.catchUp,
    onQuiet: rests.look,
  });
  lab.pubsub.subscribe({
    endpoint: `${PROJECT_URL}/functions/v1/gmail-webhook`,
    audience: PUSH_AUDIENCE,
    serviceAccount: PUSH_ACCOUNT,
  });
  return {
    sql,
    lab,
    clock,
    doors,
    keys,
    seconds: () => (elapsed() - began) / 1000,
    async settle() {
      for (let round = 0;; round++) {
        await lab.pubsub.settled();
        await sql`select private.sweep(now())`;
        if (!await doors.workDue()) break;
        if (round === MAX_ROUNDS) throw new Error(`Work without end: ${await doors.due()}`);
      }
      await clock.catchUp();
    },
    async close() {
      network.restore();
      rests.restore();
      await lab.close();
      await database.stop();
    },
  };
}
