/** One first sync as a process of its own; prints what it took. */
import type { GmailQuotaName } from "../../../functions/_shared/domain/limits/gmail-quota.ts";
import {
  bodyOf,
  BUILT_IN_BODIES,
  OWN_ADDRESS,
  syntheticMails,
} from "../../support/synthetic-mails.ts";
import { connectPeople } from "../../support/week/people.ts";
import { readSchedules } from "../../support/week/schedules.ts";
import { openVirtualWorld } from "../../support/week/virtual-world.ts";
import { bytesOf, filesIn, hasCorpora } from "../../evals/mail/corpora.ts";

export interface FirstSyncOptions {
  quota: GmailQuotaName;
  count: number;
}

export interface FirstSync {
  /** On the virtual clock, from the moment of connecting until everything is stored. */
  seconds: number;
  /** Until the newest 250 can be seen. */
  newestSeconds: number;
  isNewestFirst: boolean;
  stored: number;
  requests: number;
  units: number;
  refused: number;
  realSeconds: number;
}

/** The sweep looks so often for jobs whose moment has come (migration 0900). */
const SWEEP_MS = 4_000;
const NEWEST = 250;

const { quota, count }: FirstSyncOptions = JSON.parse(process.argv[2]!);
const print = console.log;
console.log = () => {};

const isMail = (path: string) => !path.endsWith(".json");
const bodies = hasCorpora ? filesIn("mime", isMail).map(bytesOf).map(bodyOf) : BUILT_IN_BODIES;
const mails = syntheticMails(bodies, count, 9).map((raw) => ({ raw, at: dateOf(raw) }));

const startsAt = mails.at(-1)!.at.getTime() + 3_600_000;
const world = await openVirtualWorld({
  seed: "first-sync",
  startsAt,
  patienceMs: 30_000,
  quotaProfile: quota === "since_2026_05" ? "2026" : "before-2026",
  env: { GMAIL_QUOTA: quota },
});
const { sql, lab, clock, doors, keys } = world;
const [person] = await connectPeople(sql, keys, lab, 1);
const { mailbox, connectionId } = person!;
await sql`
  update public.connections set own_addresses = own_addresses || ${OWN_ADDRESS}::text where id = ${connectionId}`;
for (const { raw, at } of mails) {
  const isOurs = /^From: Ada /.test(Buffer.from(raw.subarray(0, 20)).toString("latin1"));
  mailbox.receive(raw, { at, labelIds: isOurs ? ["SENT"] : ["INBOX"] });
}

const connectedAt = new Date(clock.now());
// as link_account() does
await sql`select private.start_mail_sync(${connectionId}, ${connectedAt})`;
const schedules = await readSchedules(sql, connectedAt.getTime());
for (;;) {
  await schedules.runUntil(clock.now());
  await world.settle();
  const [{ isDone }] = await sql`
    select coalesce(bool_and(backfill_state = 'done'), false) as "isDone" from private.sync_cursors where stream = 'mail'` as [
    { isDone: boolean },
  ];
  if (isDone) break;
  const due = await doors.nextDue() ?? clock.now();
  const sweep = connectedAt.getTime() +
    Math.ceil((due - connectedAt.getTime()) / SWEEP_MS) * SWEEP_MS;
  await clock.moveTo(Math.max(sweep, clock.now() + SWEEP_MS));
}

const [facts] = await sql`
  with first as (select m.received_at, m.created_at from public.messages m order by m.created_at, m.received_at desc limit ${NEWEST})
  select (select count(*)::int from public.messages) as stored,
    (select extract(epoch from max(s.backfilled_at) - ${connectedAt}::timestamptz)::float from private.sync_cursors s) as seconds,
    (select extract(epoch from max(f.created_at) - ${connectedAt}::timestamptz)::float from first f) as "newestSeconds",
    (select min(f.received_at) from first f)
      >= (select m.received_at from public.messages m order by m.received_at desc offset ${
  Math.min(NEWEST, count) - 1
} limit 1) as "isNewestFirst"`;
const calls = lab.requests.list({ operation: /^gmail\./ });
const result: FirstSync = {
  ...facts as Pick<FirstSync, "seconds" | "newestSeconds" | "isNewestFirst" | "stored">,
  requests: calls.length,
  units: calls.reduce((sum, { units }) => sum + units, 0),
  refused: lab.requests.count({ status: 429 }) + lab.requests.count({ status: 403 }),
  realSeconds: world.seconds(),
};
print(JSON.stringify(result));
await world.close();
process.exit(0);

function dateOf(raw: Uint8Array): Date {
  return new Date(/^Date: (.+)$/m.exec(Buffer.from(raw).toString("latin1"))![1]!);
}
