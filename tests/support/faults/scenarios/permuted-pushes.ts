/**
 * F8 at a mailbox: a thousand things happen to it while its pushes come late, doubled, not at all, in any order and with places
 * that go back, and Gmail forgets stretches of its history. What is stored in the end is what the mailbox holds.
 */
import { createHash } from "node:crypto";
import { createPushInbox } from "../../../../functions/_shared/adapters/supabase/gmail-pushes.ts";
import type { StoredMessage } from "../../../../scripts/local/emulators/google-lab/gmail/message.ts";
import type { GmailStore } from "../../../../scripts/local/emulators/google-lab/gmail/store.ts";
import {
  createRandom,
  type Random,
} from "../../../../scripts/local/emulators/google-lab/random.ts";
import {
  customerMail,
  type FollowedMailbox,
  type GoogleMailboxes,
  openGoogleMailboxes,
} from "../google-mailboxes.ts";
import type { FaultReport } from "../report.ts";
import type { World } from "../world.ts";

export interface PermutedPushesSize {
  events: number;
  seeds: number;
}

/** Every so many events are a new mail; the others change one. */
const MAIL_EVERY = 8;
/** How far a push may fall behind what it tells of, in events. */
const LATE = 200;
/** Runs of the worker between the events, and stretches of history that are forgotten. */
const RUNS = 12;
const GAPS = 2;

type Happening = (mailbox: FollowedMailbox) => void;

export async function permutedPushes(
  _world: World,
  size: PermutedPushesSize,
): Promise<FaultReport> {
  const google = await openGoogleMailboxes();
  try {
    const happenings = planEvents(createRandom("f8"), size.events);
    const inOrder = await play(google, happenings, null);
    const counts = { late: 0, back: 0, lost: 0, doubled: 0, gaps: 0 };
    let wrong = inOrder.isWhole ? 0 : 1;
    for (let seed = 1; seed <= size.seeds; seed++) {
      const end = await play(google, happenings, { random: createRandom(`f8/${seed}`), counts });
      if (end.hash !== inOrder.hash || !end.isWhole) wrong++;
    }
    return {
      fault: "F8g",
      injected: `${size.events} events of a mailbox, pushes ${
        Object.entries(counts).map(([kind, count]) => `${count} ${kind}`).join(", ")
      } in ${size.seeds} orders`,
      happened: Math.min(...Object.values(counts)),
      needed: size.seeds,
      figures: [{
        name: "orders that ended in another state than the run in order, or the mailbox",
        measured: wrong,
        limit: ["=", 0],
        n: size.seeds,
      }],
      notes: [`${inOrder.mails} mails left`],
    };
  } finally {
    await google.close();
  }
}

/** The same for every run: mails have ids of their own, and nothing is left to chance when they happen. */
function planEvents(random: Random, count: number): Happening[] {
  let mails = 0;
  return Array.from({ length: count }, (_, place): Happening => {
    if (place % MAIL_EVERY === 0) {
      const number = mails++;
      return ({ box }) => void box.receive(customerMail(number), { id: `mail${number}` });
    }
    const target = `mail${random.between(0, mails - 1)}`;
    // one in forty: most of what happens to a mail is undone again
    const change = random.between(1, 40) === 1 ? remove : random.pick(CHANGES);
    return ({ box: { gmail } }) => {
      const found = gmail.find(target);
      if (found) change(gmail, found);
    };
  });
}

type Change = (gmail: GmailStore, message: StoredMessage) => void;
const remove: Change = (gmail, message) => gmail.remove([message]);
const CHANGES: Change[] = [
  (gmail, message) => gmail.modify([message], [], ["UNREAD"]),
  (gmail, message) => gmail.modify([message], ["UNREAD"], []),
  (gmail, message) => gmail.modify([message], ["STARRED"], []),
  (gmail, message) => gmail.modify([message], [], ["STARRED"]),
  (gmail, message) => gmail.modify([message], [], ["INBOX"]),
  (gmail, message) => gmail.modify([message], ["INBOX"], ["TRASH"]),
  (gmail, message) => gmail.trash([message]),
];

interface Disorder {
  random: Random;
  counts: Record<"late" | "back" | "lost" | "doubled" | "gaps", number>;
}

interface Push {
  id: string;
  place: bigint;
  /** Number of the event it comes after. */
  due: number;
}

/** Everything happens to a new mailbox; answers what is stored of it in the end. */
async function play(google: GoogleMailboxes, happenings: Happening[], disorder: Disorder | null) {
  const mailbox = await google.connect(`f8-${crypto.randomUUID().slice(0, 8)}@acme.test`);
  const { history } = mailbox.box.gmail;
  const count = happenings.length;
  const moments = (howMany: number) =>
    new Set(
      Array.from({ length: howMany }, (_, part) =>
        disorder?.random.between(0, count - 1) ?? Math.floor((part + 1) * count / howMany) - 1),
    );
  const runs = moments(RUNS);
  const gaps = disorder ? moments(GAPS) : new Set();
  let waiting: Push[] = [];
  const places: bigint[] = [];
  for (const [number, happen] of happenings.entries()) {
    happen(mailbox);
    places.push(history.current());
    waiting.push(...pushesOf(mailbox, number, places, disorder));
    const due = waiting.filter((push) => push.due <= number);
    waiting = waiting.filter((push) => push.due > number);
    await deliver(google, mailbox, due);
    if (gaps.has(number) && disorder) {
      history.expire();
      disorder.counts.gaps++;
    }
    if (runs.has(number)) await google.work();
  }
  await deliver(google, mailbox, waiting);
  await google.work();
  // the poll, for what no push told of
  await google.ask(mailbox);
  await google.work();
  const end = await readEnd(google, mailbox);
  await google.sql`delete from public.connections where id = ${mailbox.id}`;
  return end;
}

function pushesOf(
  { id }: FollowedMailbox,
  number: number,
  places: bigint[],
  disorder: Disorder | null,
): Push[] {
  const push = { id: `${id}/${number}`, place: places.at(-1)!, due: number };
  if (!disorder) return [push];
  const { random, counts } = disorder;
  const chance = random.next();
  if (chance < 0.1) {
    counts.lost++;
    return [];
  }
  if (chance < 0.25) {
    counts.back++;
    push.place = random.pick(places);
  }
  push.due += random.between(0, LATE);
  if (push.due > number) counts.late++;
  if (chance < 0.9) return [push];
  counts.doubled++;
  return [push, { ...push, due: push.due + random.between(0, LATE) }];
}

async function deliver({ client }: GoogleMailboxes, { box }: FollowedMailbox, pushes: Push[]) {
  const inbox = createPushInbox(client);
  await Promise.all(pushes.map(({ id, place }) => {
    const data = btoa(`{"emailAddress":"${box.address}","historyId":${place}}`);
    const body = new TextEncoder().encode(JSON.stringify({ message: { messageId: id, data } }));
    return inbox.receive({
      provider: "gmail",
      queue: "sync-gmail",
      eventId: id,
      connectionId: null,
      headers: {},
      body,
    });
  }));
}

/** What a person sees, and whether it is what the mailbox shows. */
async function readEnd({ sql }: GoogleMailboxes, { id, box }: FollowedMailbox) {
  const rows = await sql`
    select m.provider_message_id as id, array_to_string(array(select unnest(m.labels) order by 1), ' ') as labels,
      m.read_at is not null as is_read, c.is_starred, c.archived_at is not null as is_archived, c.status, c.waiting_on,
      c.message_count, c.unread_count
    from public.messages m join public.conversations c on c.id = m.conversation_id
    where m.connection_id = ${id} and not private.is_thrown_away(m.removed_at, m.labels) order by m.provider_message_id`;
  const seen = rows.map((row) => `${row.id} ${row.labels}`);
  const shown = [...box.gmail.newest()].filter(({ labelIds }) => !labelIds.has("TRASH"))
    .map((message) => `${message.id} ${[...message.labelIds].sort().join(" ")}`);
  return {
    hash: createHash("sha256").update(JSON.stringify(rows)).digest("hex"),
    isWhole: seen.sort().join("\n") === shown.sort().join("\n"),
    mails: rows.length,
  };
}
