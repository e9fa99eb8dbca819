/** Every fault run with its two sizes: the one of `npm run faults`, and the short one of `npm test`. */
import type { FaultReport } from "./report.ts";
import { brokenDatabase } from "./scenarios/broken-database.ts";
import { brokenNetwork } from "./scenarios/broken-network.ts";
import { gmailPushes } from "./scenarios/gmail-pushes.ts";
import { heldSnapshot } from "./scenarios/held-snapshot.ts";
import { hugeMail } from "./scenarios/huge-mail.ts";
import { idempotency } from "./scenarios/idempotency.ts";
import { killMixed } from "./scenarios/kill-mixed.ts";
import { killSends } from "./scenarios/kill-sends.ts";
import { mutatedMail } from "./scenarios/mutated-mail.ts";
import { noisyTenant } from "./scenarios/noisy-tenant.ts";
import { outage } from "./scenarios/outage.ts";
import { permutedMail } from "./scenarios/permuted-mail.ts";
import { permutedPushes } from "./scenarios/permuted-pushes.ts";
import { promptInjection } from "./scenarios/prompt-injection.ts";
import { rateLimited } from "./scenarios/rate-limited.ts";
import { shutDown } from "./scenarios/shut-down.ts";
import { skewedClocks } from "./scenarios/skewed-clocks.ts";
import { tokenRefresh } from "./scenarios/token-refresh.ts";
import { webhooks } from "./scenarios/webhooks.ts";
import type { World } from "./world.ts";

export type FaultSize = "full" | "short";

export interface FaultRun {
  /** The faults it reports, as in the catalogue of faults. */
  faults: string[];
  title: string;
  run(world: World, size: FaultSize): Promise<FaultReport[]>;
}

function entry<Size>(
  faults: string[],
  title: string,
  run: (world: World, size: Size) => Promise<FaultReport | FaultReport[]>,
  sizes: Record<FaultSize, Size>,
): FaultRun {
  return { faults, title, run: async (world, size) => [await run(world, sizes[size])].flat() };
}

export const CATALOGUE: FaultRun[] = [
  entry(["F26"], "the same wish fifty times at once", idempotency, {
    full: { rounds: 50 },
    short: { rounds: 2 },
  }),
  entry(["F7", "F8"], "webhooks repeated and in any order", webhooks, {
    full: { events: 20, seeds: 100 },
    short: { events: 2, seeds: 1 },
  }),
  entry(["F7", "F8"], "mail repeated and in any order", permutedMail, {
    full: { threads: 105, seeds: 100 },
    short: { threads: 12, seeds: 5 },
  }),
  entry(["F7"], "pushes of Gmail, the same a hundred times at once", gmailPushes, {
    full: { pushes: 20 },
    short: { pushes: 2 },
  }),
  entry(["F8"], "pushes of Gmail in any order, and history that is forgotten", permutedPushes, {
    full: { events: 1_000, seeds: 100 },
    short: { events: 200, seeds: 2 },
  }),
  entry(["F4"], "a provider that refuses for the rate", rateLimited, {
    full: {
      wishes: [
        ["seconds", 1],
        ["seconds", 60],
        ["seconds", 3_600],
        ["date", 120],
        ["message", 60],
        ["absent", 10],
        ["garbage", 10],
      ],
      mails: 200,
    },
    short: { wishes: [["seconds", 60], ["garbage", 2]], mails: 80 },
  }),
  entry(["F5"], "a provider that is down for ten minutes", outage, {
    full: { statuses: [500, 502, 503], mails: 60 },
    short: { statuses: [503], mails: 20 },
  }),
  entry(["F6"], "answers that never come, never end or cannot be trusted", brokenNetwork, {
    full: { timeoutMs: null, hangMs: 25_000, hanging: 8, well: 12 },
    short: { timeoutMs: 1_000, hangMs: 8_000, hanging: 5, well: 4 },
  }),
  entry(
    ["F11"],
    "clocks that are off, days of 23 and 25 hours, the 29th of February",
    skewedClocks,
    {
      full: {
        windows: 400,
        weeks: ["2026-03-01", "2026-03-22", "2026-10-18", "2028-02-22"],
        conversations: 40,
      },
      short: { windows: 40, weeks: ["2026-10-22"], conversations: 5 },
    },
  ),
  entry(["F12"], "tokens that end, rotate or are revoked", tokenRefresh, {
    full: { rounds: 20 },
    short: { rounds: 3 },
  }),
  entry(["F15"], "mails of any size", hugeMail, {
    full: {},
    short: { only: ["50 MB of attachment", "1,000 nested multiparts", "10,000 attachments"] },
  }),
  entry(["F16"], "damaged mail", mutatedMail, {
    full: { inputs: 100_000, stored: 2_000 },
    short: { inputs: 2_000, stored: 100 },
  }),
  entry(["F25"], "mails that give orders to a model", promptInjection, {
    full: { tenants: 6, step: 1, askEvery: 1 },
    short: { tenants: 3, step: 8, askEvery: 2 },
  }),
  entry(["F3"], "SIGTERM with jobs in flight", shutDown, {
    full: { rounds: 20 },
    short: { rounds: 1 },
  }),
  entry(["F32"], "one workspace with a mountain of jobs", noisyTenant, {
    full: { jobs: 100_000, seconds: 30 },
    short: { jobs: 10_000, seconds: 2 },
  }),
  entry(["F14"], "a transaction that holds xmin", heldSnapshot, {
    full: { jobs: 600_000, holdSeconds: 60, windowSeconds: 10 },
    short: { jobs: 45_000, holdSeconds: 2, windowSeconds: 1 },
  }),
  entry(["F2"], "kill -9 at random during 5,000 mixed jobs", killMixed, {
    full: { jobs: 5_000, kills: 30 },
    short: { jobs: 200, kills: 4 },
  }),
  entry(["F1"], "kill -9 between acceptance and commit", killSends, {
    full: { sendsPerPoint: 50, perWave: 2 },
    short: { sendsPerPoint: 1, perWave: 1 },
  }),
  entry(["F13"], "a database that goes away", brokenDatabase, {
    full: { seconds: 30, recoverySeconds: 10, sends: 30 },
    short: { seconds: 1, recoverySeconds: 2, sends: 3 },
  }),
];

/** The line of the issue itself: too long for the short run, which has F2 already. */
export const FULL_ONLY: FaultRun[] = [
  entry(["F2"], "kill -9 at random during 10,000 mixed jobs", killMixed, {
    full: { jobs: 10_000, kills: 30 },
    short: { jobs: 10_000, kills: 30 },
  }),
];
