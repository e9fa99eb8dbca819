/**
 * Two weeks of follow-ups by a database whose clock is up to ten minutes off and never the same way twice: every step once, none
 * left out, none at night. Everything between is the product's: planner, gate, send path.
 */
import type { Sql } from "postgres";
import { createRandom } from "../../../scripts/local/emulators/google-lab/random.ts";
import { startTestDatabase } from "../database.ts";
import { MOVED_CLOCK } from "../week/moved-clock.ts";
import type { Figure } from "./report.ts";
import { wallClock } from "./send-windows.ts";

const ZONES = [
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "Asia/Kolkata",
  "Pacific/Auckland",
];
const STEPS = 3;
const WAIT_HOURS = 72;
const DAYS = 14;
const TICK_MS = 30 * 60_000;
const SKEW_MS = 10 * 60_000;
const MINUTE_MS = 60_000;
const [OPENS, CLOSES] = [7 * 60, 20 * 60];

interface Sent {
  conversation: string;
  step: number;
  zone: string;
  at: number;
}

export async function playFollowUps(weeks: string[], conversations: number) {
  const database = await startTestDatabase({ first: MOVED_CLOCK });
  const { sql } = database;
  try {
    await sql`select tests.cast_of_acme(), tests.connection('ada', mailbox => 'f11@acme.test')`;
    await sql`
      update public.workspaces set autopilot_mode = 'autonomous', default_wait_hours = ${WAIT_HOURS}, max_nudges = ${STEPS},
        quiet_hours_start = '20:00', quiet_hours_end = '07:00', touch_gap_hours = 0`;
    let skewed = 0;
    const sent: Sent[] = [];
    for (const [place, week] of weeks.entries()) {
      const random = createRandom(`f11/${week}`);
      const start = Date.parse(`${week}T06:00Z`);
      await setClock(sql, start);
      await askCustomers(sql, place, conversations);
      for (let tick = 0; tick * TICK_MS < DAYS * 24 * 60 * MINUTE_MS; tick++) {
        await setClock(sql, start + tick * TICK_MS + random.between(-SKEW_MS, SKEW_MS));
        skewed++;
        sent.push(...await sendDue(sql));
      }
    }
    const steps = Map.groupBy(sent, ({ conversation }) => conversation);
    const expected = weeks.length * conversations;
    const count = (wanted: (steps: number[]) => boolean) =>
      [...steps.values()].filter((list) => wanted(list.map(({ step }) => step))).length;
    const atNight = sent.filter(({ zone, at }) => {
      const { minutes } = wallClock(zone).read(at);
      return minutes < OPENS || minutes >= CLOSES;
    });
    return {
      skewed,
      figures: [
        {
          name: "follow-ups with a step sent twice",
          measured: count((list) => new Set(list).size < list.length),
          limit: ["=", 0],
          n: expected,
        },
        {
          name: "follow-ups with a step left out or out of order",
          measured: expected - count((list) => list.join() === "1,2,3"),
          limit: ["=", 0],
          n: expected,
        },
        { name: "steps sent at night", measured: atNight.length, limit: ["=", 0], n: sent.length },
      ] satisfies Figure[],
    };
  } finally {
    await database.stop();
  }
}

async function setClock(sql: Sql, moment: number): Promise<void> {
  await sql`
    select setval('moved_clock.ahead',
      (extract(epoch from ${new Date(
    moment,
  )}::timestamptz - pg_catalog.real_clock_timestamp()) * 1000)::bigint)`;
}

/** Questions of Ada's to customers in all zones, asked within the last hours. */
async function askCustomers(sql: Sql, week: number, count: number): Promise<void> {
  await sql`
    select tests.deliver((select id from public.connections where address = 'f11@acme.test'), (
      select jsonb_agg(tests.own_mail('f11-' || ${week} || '-' || i, jsonb_build_object('sender_address', 'f11@acme.test',
        'recipients', jsonb_build_array(jsonb_build_object('kind', 'to', 'name', 'Customer',
          'address', 'c' || i || '@customer' || ${week} || '-' || i || '.test')),
        'sent_at', now() - i * interval '37 minutes')))
      from generate_series(1, ${count}) i), now())`;
  await sql`
    update public.contacts c set time_zone = (${ZONES}::text[])[1 + (substring(m.value from '^c(\\d+)@')::integer % ${ZONES.length})]
    from public.contact_methods m where m.contact_id = c.id and m.value like ${`c%@customer${week}-%`}`;
}

/** One look of the planner and one of the sender. */
async function sendDue(sql: Sql): Promise<Sent[]> {
  await sql`select private.plan_nudges(now())`;
  await sql`
    select worker.save_nudge_draft(n.id, n.draft_version, '{"body": "Any news?", "is_from_own_words": true}', jsonb_build_object('action', 'draft_nudge',
      'provider', 'offline', 'model', 'rules', 'is_offline', true, 'prompt_version', '1', 'outcome', 'ok'))
    from public.nudges n where n.status = 'pending'`;
  const queued = await sql`
    select o.id, n.conversation_id as conversation, n.step, c.time_zone as zone from public.outbound_messages o
    join public.nudges n on n.outbound_message_id = o.id join public.contacts c on c.id = n.contact_id
    where o.state = 'queued' order by o.id`;
  const sent: Sent[] = [];
  for (const { id, conversation, step, zone } of queued) {
    const [row] =
      await sql`select worker.begin_send(${id}) ->> 'decision' as decision, now() as at`;
    if (row!.decision !== "send") continue;
    await sql`
      select worker.finish_send(o.id, 'sent-' || o.id, c.provider_thread_id, tests.own_mail('sent-' || o.id, jsonb_build_object(
        'sender_address', 'f11@acme.test', 'internet_message_id', o.internet_message_id, 'in_reply_to', m.internet_message_id,
        'references', jsonb_build_array(m.internet_message_id), 'subject', o.subject, 'sent_at', now(),
        'recipients', jsonb_build_array(jsonb_build_object('kind', 'to', 'name', 'Customer', 'address', o.recipient_address)))))
      from public.outbound_messages o join public.conversations c on c.id = o.conversation_id
      join public.messages m on m.id = o.reply_to_message_id where o.id = ${id}`;
    sent.push({ conversation, step, zone, at: (row!.at as Date).getTime() });
  }
  return sent;
}
