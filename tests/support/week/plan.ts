/** What happens in a simulated week: traffic by the hours people keep, and faults, each by the seed alone. */
import type {
  Fault,
  FaultScope,
} from "../../../scripts/local/emulators/google-lab/faults/fault.ts";
import { createRandom, type Random } from "../../../scripts/local/emulators/google-lab/random.ts";

export interface WeekSize {
  mailboxes: number;
  /** May end within a day. */
  days: number;
  /** Things that happen to one mailbox in a day, whole or not. */
  perDay: number;
  /** After the last fault: what was missed must be found by then. */
  quietDays: number;
}

export interface TrafficMoment {
  at: number;
  /** Number of the mailbox. */
  mailbox: number;
  kind: "mail" | "calendar";
}

export type Blow =
  | { kind: "fault"; fault: Fault & FaultScope }
  /** Gmail forgets the watch without a word. */
  | { kind: "watch_lost" }
  /** Calendar's channels end before their time. */
  | { kind: "channels_end" }
  /** The person takes the permission away. */
  | { kind: "revoked" };

export interface BlowMoment {
  at: number;
  mailbox: number;
  blow: Blow;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const CALENDAR_SHARE = 0.2;

export function planTraffic(seed: string, start: number, size: WeekSize): TrafficMoment[] {
  const moments: TrafficMoment[] = [];
  for (let mailbox = 0; mailbox < size.mailboxes; mailbox++) {
    const random = createRandom(`${seed}/traffic/${mailbox}`);
    for (let day = 0; day < size.days; day++) {
      for (let count = 0; count < size.perDay; count++) {
        // most of it within twelve hours; a day that is not whole ends sooner
        const length = Math.min(1, size.days - day) * 24;
        const hour = random.next() * (random.next() < 0.9 ? Math.min(12, length) : length);
        moments.push({
          at: start + day * DAY_MS + Math.floor(hour * 60) * MINUTE_MS,
          mailbox,
          kind: random.next() < CALENDAR_SHARE ? "calendar" : "mail",
        });
      }
    }
  }
  return moments.sort((a, b) => a.at - b.at || a.mailbox - b.mailbox);
}

type MakeBlow = (random: Random, now: number) => Blow;
const fault =
  (make: (random: Random, now: number) => Fault & FaultScope): MakeBlow => (random, now) => ({
    kind: "fault",
    fault: make(random, now),
  });
const API = /^(gmail|calendar)\.(?!push)/;
const RETRY_AFTERS = ["seconds", "date", "garbage", "message", "absent"] as const;

/** Every kind once at least; the order of one day is the seed's. */
const BLOWS: MakeBlow[] = [
  // ten minutes of a broken API
  fault((random, now) => ({
    kind: "status",
    status: random.pick([500, 502, 503]),
    operation: API,
    times: Infinity,
    until: now + 10 * MINUTE_MS,
  })),
  ...RETRY_AFTERS.map((retryAfter) =>
    fault((random) => ({
      kind: "rate_limited",
      retryAfter,
      status: random.pick([429, 403] as const),
      seconds: random.pick([1, 60, 600]),
      operation: API,
      times: random.between(1, 3),
    }))
  ),
  fault((random) => ({
    kind: "reset",
    when: random.pick(["before", "after"] as const),
    operation: API,
    times: 2,
  })),
  fault((random) => ({
    kind: "silence",
    when: random.pick(["before", "after"] as const),
    operation: API,
  })),
  fault(() => ({ kind: "slow", bytesPerSecond: 1, operation: API })),
  fault(() => ({ kind: "delay", milliseconds: 300, operation: API })),
  fault(() => ({ kind: "truncate", operation: API, times: 2 })),
  fault(() => ({ kind: "garbage", operation: API })),
  fault(() => ({ kind: "redirect", operation: API })),
  fault(() => ({ kind: "huge", bytes: 60_000_000, operation: API })),
  fault(() => ({ kind: "expire_token", operation: API })),
  fault(() => ({ kind: "rotate_refresh_token" })),
  fault(() => ({ kind: "expire_history" })),
  fault(() => ({ kind: "expire_sync_token" })),
  ...["gmail.push", "calendar.push"].flatMap((operation) => [
    fault((random) => ({ kind: "drop", operation, times: random.between(1, 5) })),
    fault((random) => ({ kind: "duplicate", copies: random.between(1, 9), operation, times: 3 })),
    fault((random) => ({
      kind: "delay_push",
      milliseconds: random.between(1, 120) * MINUTE_MS,
      operation,
      times: 3,
    })),
    fault(() => ({ kind: "reorder", operation, times: 2 })),
  ]),
  fault(() => ({ kind: "history_back", operation: "gmail.push", times: 3 })),
  () => ({ kind: "watch_lost" }),
  () => ({ kind: "channels_end" }),
];
/** In the middle of a list: what was read is stored, the rest must follow after the reconnect. */
const REVOCATIONS: MakeBlow[] = [
  fault(() => ({ kind: "revoke_token", operation: API, skip: 1 })),
  fault(() => ({ kind: "invalid_grant" })),
  () => ({ kind: "revoked" }),
];

export function planBlows(seed: string, start: number, size: WeekSize): BlowMoment[] {
  const moments: BlowMoment[] = [];
  for (let mailbox = 0; mailbox < size.mailboxes; mailbox++) {
    const random = createRandom(`${seed}/blows/${mailbox}`);
    for (let day = 0; day < size.days; day++) {
      const add = (make: MakeBlow) => {
        const minutes = Math.min(1, size.days - day) * 12 * 60;
        const at = start + day * DAY_MS + random.between(10, minutes) * MINUTE_MS;
        moments.push({ at, mailbox, blow: make(random, at) });
      };
      // a third of all kinds a day, so that most mailboxes meet all of them in a week
      for (const make of BLOWS) if (random.next() < 0.3) add(make);
      if ((mailbox + day) % 5 === 0) add(random.pick(REVOCATIONS));
    }
  }
  return moments.sort((a, b) => a.at - b.at || a.mailbox - b.mailbox);
}
