/** F5: a provider that is down for ten minutes, and then well. */
import {
  customerMail,
  type FollowedMailbox,
  type GoogleMailboxes,
  openGoogleMailboxes,
} from "../google-mailboxes.ts";
import type { FaultReport } from "../report.ts";
import type { World } from "../world.ts";

export interface OutageSize {
  statuses: number[];
  mails: number;
}

const OUTAGE_MS = 10 * 60_000;
const RECOVERY_MS = 60 * 60_000;
/** The schedule that rings for due work. */
const SWEEP_MS = 5_000;

export async function outage(_world: World, size: OutageSize): Promise<FaultReport> {
  const google = await openGoogleMailboxes();
  try {
    const found = [];
    for (const status of size.statuses) found.push(await goDown(google, status, size.mails));
    const [jobs] = await google.sql`
      select count(*) filter (where state = 'dead')::int as dead,
        count(*) filter (where run_at <= now() and state <> 'dead')::int as unfinished
      from private.jobs where queue = 'sync-gmail'`;
    const n = found.length;
    return {
      fault: "F5",
      injected: `${size.statuses.join(", ")} for 10 min of a mailbox with ${size.mails} new mails`,
      happened: found.reduce((sum, { failures }) => sum + failures, 0),
      needed: 3 * n,
      figures: [
        {
          name: "most failures before the circuit opened",
          measured: Math.max(...found.map(({ burst }) => burst)),
          limit: ["<=", 10],
          n,
        },
        {
          name: "shortest seconds between two probes",
          measured: Math.min(...found.map(({ shortestGapMs }) => shortestGapMs / 1_000)),
          limit: [">=", 30],
          n: found.reduce((sum, { probes }) => sum + probes, 0),
        },
        {
          name: "mails that were not stored, or twice",
          measured: found.reduce((sum, { missing }) => sum + missing, 0),
          limit: ["=", 0],
          n: n * size.mails,
        },
        { name: "dead jobs", measured: jobs!.dead, limit: ["=", 0], n },
        { name: "unfinished jobs", measured: jobs!.unfinished, limit: ["=", 0], n },
      ],
      notes: [
        `stored ${
          Math.max(...found.map(({ lateMs }) => lateMs / 1_000)).toFixed(0)
        } s after the end at the latest`,
      ],
    };
  } finally {
    await google.close();
  }
}

async function goDown(google: GoogleMailboxes, status: number, mails: number) {
  const mailbox = await google.connect(`down${status}@acme.test`);
  const began = google.calls.length;
  const wellAt = google.now() + OUTAGE_MS;
  google.lab.faults.add({
    kind: "status",
    status,
    mailbox: mailbox.box.address,
    times: Infinity,
    until: wellAt,
  });
  for (let number = 0; number < mails; number++) mailbox.box.receive(customerMail(number));
  await google.ask(mailbox);
  let openedAt = Infinity;
  while (await google.storedCount(mailbox) < mails && google.now() < wellAt + RECOVERY_MS) {
    await google.work();
    if (openedAt === Infinity && await isCircuitOpen(google, mailbox)) openedAt = google.now();
    await google.moveOn(SWEEP_MS);
  }
  const lateMs = google.now() - wellAt;
  await google.work();
  google.lab.faults.clear();
  const failed = google.calls.slice(began).filter((call) =>
    call.account === mailbox.id && call.status === status
  ).map(({ sentAt }) => sentAt);
  const probes = failed.filter((at) => at > openedAt);
  const before = failed.filter((at) => at <= openedAt);
  // the first probe comes after the failure that opened the circuit
  const gaps = probes.map((at, place) => at - (probes[place - 1] ?? before.at(-1)!));
  return {
    failures: failed.length,
    burst: before.length,
    probes: probes.length,
    shortestGapMs: Math.min(...gaps),
    missing: Math.abs(mails - await google.storedCount(mailbox)),
    lateMs,
  };
}

async function isCircuitOpen({ sql }: GoogleMailboxes, { id }: FollowedMailbox) {
  const [row] = await sql`
    select probe_at is not null as is_open from private.provider_limits where connection_id = ${id}`;
  return row!.is_open as boolean;
}
