/** F11: clocks that are ten minutes off, days of 23 and 25 hours, and the 29th of February. */
import { createPushVerifier } from "../../../../functions/_shared/adapters/google-pubsub/verify-push.ts";
import {
  type GoogleLab,
  startGoogleLab,
} from "../../../../scripts/local/emulators/google-lab/lab.ts";
import type { FaultReport, Figure } from "../report.ts";
import { playFollowUps } from "../skewed-follow-ups.ts";
import { compareWindows } from "../send-windows.ts";
import type { World } from "../world.ts";

export interface SkewedClocksSize {
  /** Pairs of zone and date. */
  windows: number;
  /** First days of two weeks each. */
  weeks: string[];
  conversations: number;
}

export async function skewedClocks(world: World, size: SkewedClocksSize): Promise<FaultReport> {
  const signatures = await skewTokens();
  const attempts = await skewAttempts(world);
  const steps = await playFollowUps(size.weeks, size.conversations);
  const windows = await compareWindows(world.sql, size.windows);
  return {
    fault: "F11",
    injected: `clocks off by up to 10 min, the weeks of ${
      size.weeks.join(", ")
    } and ${size.windows} days in their zones`,
    happened: signatures.skewed + steps.skewed + windows.changes,
    needed: signatures.skewed + 1,
    figures: [...signatures.figures, ...attempts, ...steps.figures, ...windows.figures],
  };
}

const SUBSCRIPTION = {
  endpoint: "http://localhost/gmail-webhook",
  audience: "https://skew.test/gmail",
  serviceAccount: "push@skew.iam.gserviceaccount.com",
};
const HOUR = 3_600;

/** Minutes the sender's clock is ahead of ours, minutes until the token ends by ours, and whether it is to be taken. */
const TOKENS: [ahead: number, endsIn: number, isGood: boolean][] = [
  [0, 60, true],
  [4, 64, true],
  [-4, 56, true],
  [-10, 50, true],
  [10, 70, false],
  [6, 66, false],
  [-64, -4, true],
  [-66, -6, false],
  [-70, -10, false],
];

/** Pub/Sub's tokens: five minutes of tolerance, both ways. */
async function skewTokens() {
  const lab = await startGoogleLab();
  try {
    const verify = createPushVerifier({
      jwksUrl: `${lab.url}/oauth2/v3/certs`,
      audience: SUBSCRIPTION.audience,
      serviceAccount: SUBSCRIPTION.serviceAccount,
    });
    let wrong = 0;
    for (const [ahead, endsIn, isGood] of TOKENS) {
      if (await isTaken(lab, verify, ahead, endsIn) !== isGood) wrong++;
    }
    return {
      skewed: TOKENS.length - 1,
      figures: [{
        name: "tokens judged wrongly",
        measured: wrong,
        limit: ["=", 0],
        n: TOKENS.length,
      }] satisfies Figure[],
    };
  } finally {
    await lab.close();
  }
}

async function isTaken(
  lab: GoogleLab,
  verify: ReturnType<typeof createPushVerifier>,
  ahead: number,
  endsIn: number,
): Promise<boolean> {
  const now = Math.floor(Date.now() / 1_000);
  const claims = { iat: now + ahead * 60, exp: now + endsIn * 60 };
  if (claims.exp - claims.iat !== HOUR) throw new Error("A token of Google lasts an hour");
  const authorization = lab.pubsub.authorization(SUBSCRIPTION, { claims });
  const data = btoa('{"emailAddress":"skew@acme.test","historyId":1}');
  const verdict = await verify({
    method: "POST",
    url: new URL(SUBSCRIPTION.endpoint),
    headers: new Headers({ authorization }),
    body: new TextEncoder().encode(JSON.stringify({ message: { messageId: "skew", data } })),
  });
  return verdict.verdict === "accepted";
}

/** Attempts to connect end after ten minutes by the database's clock, and happen once whatever a clock says. */
async function skewAttempts({ sql }: World): Promise<Figure[]> {
  const outcomes: Record<string, boolean> = {};
  for (
    const [name, returned, again] of [
      ["within", 9.9, 10.5],
      ["late", 10.1, 10.2],
      ["back", -10, -9],
    ] as const
  ) {
    const hash = Buffer.from(name.padEnd(32, "-")).toString("hex");
    await sql`
      select worker.start_oauth(tests.id('ada'), tests.id('acme'), 'google', array['mail'], 'https://app.test', 'client', null,
        ${hash}, 'c', 'n', 'k', now())`;
    const back = (minutes: number) =>
      sql`select worker.return_oauth(${hash}, 'google', true, now() + ${minutes} * interval '1 minute') as answer`
        .then(([row]) => !(row!.answer as { problem?: string }).problem, () => false);
    outcomes[name] = await back(returned);
    outcomes[`${name} again`] = await back(again);
  }
  const wanted = {
    within: true,
    "within again": false,
    late: false,
    "late again": false,
    back: true,
    "back again": false,
  };
  const wrong = Object.entries(wanted).filter(([name, is]) => outcomes[name] !== is);
  return [{
    name: "attempts to connect judged wrongly",
    measured: wrong.length,
    limit: ["=", 0],
    n: Object.keys(wanted).length,
  }];
}
