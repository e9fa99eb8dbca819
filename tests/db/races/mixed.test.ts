/** A hundred rounds of everything at once: no deadlock, no mail sent after a stored reply, nothing twice. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { approve, askAndDraft, beginSend, finishSend, ownMail, replyTo, store } from "./story.ts";
import { type Race, startRace } from "./two-connections.ts";

let race: Race;

beforeAll(async () => {
  race = await startRace();
}, 120_000);

afterAll(() => race?.stop());

test("FUP-4 100 rounds of replies, sends, verbs, ticks and settings at once", async () => {
  const problems: string[] = [];
  for (let round = 0; round < 100; round++) {
    const threads = [`a${round}`, `b${round}`];
    const outbound: string[] = [];
    for (const thread of threads) {
      outbound.push(await approve(race.sql, await askAndDraft(race.sql, thread)));
    }
    const ids = (await race.sql`
      select conversation_id as id from public.outbound_messages where id = any (${outbound})`)
      .map(({ id }) => id);
    const events = shuffled(round, [
      (sql) => store(sql, [replyTo(threads[1]!), replyTo(threads[0]!)]),
      (sql) => store(sql, [ownMail(`c${round}`), replyTo(threads[0]!)]),
      ...outbound.map((id, place) => async (sql: typeof race.sql) => {
        if ((await beginSend(sql, id)).decision === "send") {
          await finishSend(sql, id, threads[place]!);
        }
      }),
      (sql) => sql`select public.star_conversations(${ids})`,
      (sql) => sql`select private.plan_nudges(now() + interval '2 hours')`,
      (sql) => sql`select private.settle_outbox(now())`,
      (sql) =>
        sql`update public.workspaces set default_wait_hours = ${
          32 + round % 2
        } where slug = 'acme'`,
      (sql) =>
        sql`select public.suppress_address((select id from public.workspaces where slug = 'acme'), 'nobody@globex.test')`,
    ]);
    const run = async (sql: typeof race.sql, mine: typeof events) => {
      for (const event of mine) {
        await event(sql).then(
          (answer: unknown) => problems.push(...failedIn(answer)),
          (error: Error & { code?: string; detail?: string; where?: string }) =>
            problems.push(
              `${round}: ${error.code} ${error.message} ${error.detail} ${error.where}`,
            ),
        );
      }
    };
    const half = events.length / 2;
    await Promise.all([
      run(race.first.sql, events.slice(0, half)),
      run(race.second.sql, events.slice(half)),
    ]);
  }
  expect(problems).toEqual([]);

  // Ids tell the order in which rows were written; both are written under the conversation's lock.
  const [facts] = await race.sql`
    select count(*) filter (where o.state = 'sent')::int as sent,
      count(*) filter (where o.state = 'cancelled')::int as cancelled,
      count(*) filter (where o.state not in ('sent', 'cancelled'))::int as others,
      count(*) filter (where exists (select 1 from public.nudge_events e join public.nudges n on n.id = e.nudge_id
        join public.messages m on m.conversation_id = o.conversation_id and m.provider_message_id like 'reply-%'
        where n.outbound_message_id = o.id and e.to_status = 'sending' and m.id < e.id))::int as begun_after_a_reply,
      count(*) filter (where o.state = 'sent' and 1 <> (select count(*) from public.messages m
        where m.internet_message_id = o.internet_message_id))::int as not_stored_once
    from public.outbound_messages o`;
  expect(facts).toMatchObject({ others: 0, begun_after_a_reply: 0, not_stored_once: 0 });
  // Both outcomes happened, or the rounds raced nothing.
  expect(facts!.sent).toBeGreaterThan(5);
  expect(facts!.cancelled).toBeGreaterThan(5);
}, 60_000);

/** A message a batch could not store, which store_messages() answers instead of raising. */
function failedIn(answer: unknown): string[] {
  return Array.isArray(answer) && answer.some((result) => result?.outcome === "failed")
    ? [JSON.stringify(answer)]
    : [];
}

type Event = (sql: Race["sql"]) => PromiseLike<unknown> & { then: Promise<unknown>["then"] };

/** The same order for the same round, so that a failure comes again. */
function shuffled(seed: number, events: Event[]): Event[] {
  let state = seed * 2654435761 + 1;
  return events.map((event) => {
    state = Math.imul(state ^ (state >>> 15), 2246822519) >>> 0;
    return { event, place: state };
  }).sort((a, b) => a.place - b.place).map(({ event }) => event);
}
