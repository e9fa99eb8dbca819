/**
 * What F7 and F8 ask of webhooks, asked of mail: the same mail a hundred times at once is one row, and mail that arrives in any
 * order leaves the same state.
 */
import { createHash } from "node:crypto";
import type { ISql, Sql } from "postgres";
import { type FaultReport, percentile } from "../report.ts";
import type { World } from "../world.ts";

export interface PermutedMailSize {
  threads: number;
  seeds: number;
}

const MAILS_PER_THREAD = 10;
const BATCH = 50;

interface Mail {
  own: boolean;
  reference: string;
  changes: Record<string, unknown>;
}

/** A question and answers in turn; half of the threads end with us, half with them. */
function threadMails(thread: number): Mail[] {
  const customer = `customer${thread}@globex${thread}.test`;
  const idOf = (place: number) =>
    `<p${thread}-${place}@${place % 2 === 0 ? "acme" : "globex"}.test>`;
  const count = MAILS_PER_THREAD - thread % 2;
  return Array.from({ length: count }, (_, place) => ({
    own: place % 2 === 0,
    reference: `p${thread}-${place}`,
    changes: {
      internet_message_id: idOf(place),
      in_reply_to: place === 0 ? null : idOf(place - 1),
      references: Array.from({ length: place }, (_, earlier) => idOf(earlier)),
      subject: place === 0 ? `Offer ${thread}` : `Re: Offer ${thread}`,
      subject_base: `offer ${thread}`,
      sent_at: new Date(Date.UTC(2026, 5, 1, 8, thread % 60) + place * 3_600_000).toISOString(),
      expects_reply: place % 3 !== 2,
      content_hash: `hash-${thread}-${place}`,
      ...(place % 2 === 0
        ? { recipients: [{ kind: "to", address: customer, name: `Customer ${thread}` }] }
        : { sender_address: customer, sender_name: `Customer ${thread}` }),
    },
  }));
}

export async function permutedMail(world: World, size: PermutedMailSize): Promise<FaultReport[]> {
  const mails = Array.from({ length: size.threads }, (_, thread) => threadMails(thread)).flat();
  const inOrder = await stateAfter(world.sql, mails);
  let different = 0;
  for (let seed = 1; seed <= size.seeds; seed++) {
    const hash = await stateAfter(world.sql, shuffled(mails, seed));
    if (hash !== inOrder) different++;
  }
  return [await sameMailAtOnce(world), {
    fault: "F8m",
    injected: `${mails.length} mails of ${size.threads} threads in ${size.seeds} random orders`,
    happened: size.seeds,
    needed: size.seeds,
    figures: [{
      name: "orders that left another state",
      measured: different,
      limit: ["=", 0],
      n: size.seeds,
    }],
  }];
}

/** Stores the mails in this order, in a transaction that is undone; answers the hash of what they left. */
async function stateAfter(sql: Sql, mails: Mail[]): Promise<string> {
  let hash = "";
  const undone = new Error("undone");
  await sql.begin(async (transaction) => {
    for (let start = 0; start < mails.length; start += BATCH) {
      await store(transaction, mails.slice(start, start + BATCH));
      // as autovacuum would: plans made for empty tables read all of them for every mail
      if (start % (4 * BATCH) === 0) {
        await transaction`analyze public.messages, public.conversations, private.conversation_keys`;
      }
    }
    hash = await stateHash(transaction);
    throw undone;
  }).catch((error) => {
    if (error !== undone) throw error;
  });
  return hash;
}

async function store(sql: ISql, mails: Mail[]): Promise<string[]> {
  const [row] = await sql`
    select worker.store_messages((select id from public.connections where address = 'ada@acme.test'),
      (select jsonb_agg(case when (i ->> 'own')::boolean then tests.own_mail(i ->> 'reference', i -> 'changes')
        else tests.mail(i ->> 'reference', i -> 'changes') end) from jsonb_array_elements(${
    sql.json(mails as never)
  }) i),
      '2026-06-04T12:00:00Z') as results`;
  return (row!.results as { outcome: string }[]).map(({ outcome }) => outcome);
}

/** Everything people see, without ids and moments of storing: conversations, their messages in order, nudges and contacts. */
async function stateHash(sql: ISql): Promise<string> {
  const rows = await sql`
    select c.subject, c.status, c.waiting_on, c.waiting_since, c.waiting_evidence, c.message_count, c.unread_count, c.last_message_at,
      c.last_inbound_at, c.last_outbound_at, c.is_automated, c.is_broadcast, c.next_check_at,
      (select array_agg(a order by a) from unnest(c.participant_addresses) a) as participants,
      (select m.provider_message_id from public.messages m where m.id = c.head_message_id) as head,
      (select jsonb_agg(jsonb_build_array(m.provider_message_id, m.read_at is null) order by m.sent_at, m.provider_message_id)
        from public.messages m where m.conversation_id = c.id) as messages,
      (select jsonb_agg(jsonb_build_array(n.step, n.recipient_address, n.due_at, b.provider_message_id) order by n.due_at)
        from public.nudges n left join public.messages b on b.id = n.basis_message_id
        where n.conversation_id = c.id and n.status <> 'cancelled') as nudges,
      (select k.display_name from public.contacts k where k.id = c.contact_id) as contact
    from public.conversations c`;
  const sorted = rows.map((row) => JSON.stringify(row)).sort();
  return createHash("sha256").update(sorted.join("\n")).digest("hex");
}

/** Fisher-Yates with a linear congruential generator (Numerical Recipes): the same seed, the same order. */
function shuffled(mails: Mail[], seed: number): Mail[] {
  const result = [...mails];
  let state = seed;
  for (let place = result.length - 1; place > 0; place--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = state % (place + 1);
    [result[place], result[other]] = [result[other]!, result[place]!];
  }
  return result;
}

const AT_ONCE = 100;

async function sameMailAtOnce(world: World): Promise<FaultReport> {
  const mail = threadMails(10_000).slice(0, 1);
  const times: number[] = [];
  const outcomes = (await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    const since = performance.now();
    const outcome = await store(world.sql, mail);
    times.push(performance.now() - since);
    return outcome;
  }))).flat();
  const [row] = await world.sql`
    select count(*)::int as count from public.messages where provider_message_id = ${
    mail[0]!.reference
  }`;
  const good = outcomes.filter((outcome) => outcome === "stored" || outcome === "duplicate");
  return {
    fault: "F7m",
    injected: `the same mail ${AT_ONCE} times at once through store_messages()`,
    happened: outcomes.length,
    needed: AT_ONCE,
    figures: [
      { name: "rows", measured: row!.count, limit: ["=", 1], n: AT_ONCE },
      {
        name: "answers other than stored or duplicate",
        measured: outcomes.length - good.length,
        limit: ["=", 0],
        n: AT_ONCE,
      },
    ],
    notes: [`p95 ${percentile(times, 0.95).toFixed(0)} ms`],
  };
}
