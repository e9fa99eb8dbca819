/** F4: a provider that refuses for the rate, whatever it says about when to come back. */
import type { RetryAfter } from "../../../../scripts/local/emulators/google-lab/faults/fault.ts";
import {
  customerMail,
  type FollowedMailbox,
  type GoogleMailboxes,
  openGoogleMailboxes,
} from "../google-mailboxes.ts";
import { earlyCalls } from "../record-calls.ts";
import type { FaultReport } from "../report.ts";
import type { World } from "../world.ts";

export interface RateLimitedSize {
  /** What the refusals say, and for how many seconds the provider refuses. */
  wishes: [RetryAfter, number][];
  /** Mails in the mailbox that is refused, and in each of the others. */
  mails: number;
}

const OTHERS = 3;
/** Nothing waits longer than this for a refusal of an hour to be over. */
const PATIENCE_MS = 2 * 3_600_000;

export async function rateLimited(_world: World, size: RateLimitedSize): Promise<FaultReport> {
  const google = await openGoogleMailboxes();
  try {
    const others = [];
    for (let other = 0; other < OTHERS; other++) {
      others.push(await google.connect(`other${other}@acme.test`));
    }
    const minimal = await callsOf(google, await google.connect("calm@acme.test"), size.mails);
    const found: Awaited<ReturnType<typeof strike>>[] = [];
    for (const [place, [wish, seconds]] of size.wishes.entries()) {
      const struck = await google.connect(`struck${place}@acme.test`);
      found.push(await strike({ google, others, struck, minimal }, wish, seconds, size.mails));
    }
    const sum = (pick: (one: typeof found[number]) => number) =>
      found.reduce((total, one) => total + pick(one), 0);
    const rates = found.flatMap(({ rates }) => rates);
    return {
      fault: "F4",
      injected: `429 in ${size.mails} mails, Retry-After ${
        size.wishes.map(([wish, seconds]) => `${wish} ${seconds} s`).join(", ")
      }`,
      happened: sum(({ refused }) => refused),
      needed: size.wishes.length,
      figures: [
        {
          name: "calls before Retry-After, tolerance 0",
          measured: sum(({ early }) => early),
          limit: ["=", 0],
          n: sum(({ calls }) => calls),
        },
        {
          name: "most calls, as a multiple of those without refusals",
          measured: Math.max(...found.map(({ calls }) => calls / minimal)),
          limit: ["<=", 1.1],
          n: found.length,
        },
        {
          name: "mails that were not stored, or twice",
          measured: sum(({ missing }) => missing),
          limit: ["=", 0],
          n: size.mails * found.length,
        },
        {
          name: "calls of the other mailboxes beside those without the fault",
          measured: sum(({ othersBeside }) => othersBeside),
          limit: ["=", 0],
          n: found.length * OTHERS,
        },
        {
          name: "the other mailboxes' rate off that without the fault, median",
          measured: Math.abs(median(rates) - 1),
          limit: ["<=", 0.1],
          needsAQuietMachine: true,
          n: rates.length,
        },
      ],
    };
  } finally {
    await google.close();
  }
}

interface Scene {
  google: GoogleMailboxes;
  others: FollowedMailbox[];
  struck: FollowedMailbox;
  minimal: number;
}

async function strike(
  { google, others, struck }: Scene,
  wish: RetryAfter,
  seconds: number,
  mails: number,
) {
  const baseline = await feedOthers(google, others, mails);
  const began = google.calls.length;
  google.lab.faults.add({
    kind: "rate_limited",
    retryAfter: wish,
    seconds,
    mailbox: struck.box.address,
    operation: "gmail.messages.get",
    skip: 5,
    times: Infinity,
    until: google.now() + seconds * 1_000,
  });
  await fill(google, struck, mails);
  await google.work({ isOneRun: true });
  // in the middle of its pause, when that is long enough to have one
  const isPaused = seconds >= 60;
  const during = isPaused ? await feedOthers(google, others, mails) : null;
  const end = google.now() + PATIENCE_MS;
  while (await google.storedCount(struck) < mails && google.now() < end) {
    await google.moveOn(60_000);
    await google.work();
  }
  google.lab.faults.clear();
  const own = google.calls.slice(began).filter(({ account }) => account === struck.id);
  return {
    calls: own.length,
    refused: own.filter(({ status }) => status === 429).length,
    early: earlyCalls(own).length,
    missing: Math.abs(mails - await google.storedCount(struck)),
    othersBeside: during ? Math.abs(during.calls - baseline.calls) : 0,
    rates: during ? [baseline.ms / during.ms] : [],
  };
}

async function fill({ ask }: GoogleMailboxes, mailbox: FollowedMailbox, count: number) {
  for (let number = 0; number < count; number++) mailbox.box.receive(customerMail(number));
  await ask(mailbox);
}

/** Mails for everybody else; how many calls and how long they take until all are stored. */
async function feedOthers(google: GoogleMailboxes, others: FollowedMailbox[], mails: number) {
  const began = google.calls.length;
  for (const other of others) {
    const from = await google.storedCount(other);
    for (let number = 0; number < mails; number++) other.box.receive(customerMail(from + number));
    await google.ask(other);
  }
  const since = performance.now();
  await google.work();
  const ms = performance.now() - since;
  const ids = others.map(({ id }) => id);
  return {
    ms,
    calls: google.calls.slice(began).filter(({ account }) => ids.includes(account)).length,
  };
}

async function callsOf(google: GoogleMailboxes, mailbox: FollowedMailbox, mails: number) {
  const began = google.calls.length;
  await fill(google, mailbox, mails);
  await google.work();
  return google.calls.length - began;
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}
