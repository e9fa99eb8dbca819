/** Mail that arrives twice, in halves, or through two accounts at once (FUP-4, ING). */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Item, ownMail, replyTo, store } from "./story.ts";
import { overlap, type Race, startRace, untilBlocked } from "./two-connections.ts";

let race: Race;

beforeAll(async () => {
  race = await startRace();
  await race.sql`select tests.connection('ada', mailbox => 'ada@second.test')`;
}, 120_000);

afterAll(() => race?.stop());

test("two batches with the halves of one exchange make one conversation, in both orders", async () => {
  for (const isQuestionFirst of [true, false]) {
    const thread = `halves-${isQuestionFirst}`;
    const halves: Item[] = [ownMail(thread), replyTo(thread)];
    if (!isQuestionFirst) halves.reverse();
    const [early, late] = await overlap(
      race,
      (sql) => store(sql, [halves[0]!]),
      (sql) => store(sql, [halves[1]!]),
    );
    expect(late).toMatchObject([{ outcome: "stored", conversation_id: early[0]!.conversation_id }]);
  }
});

test("the same batch twice at once stores everything once", async () => {
  const batch = [ownMail("same-1"), replyTo("same-1"), ownMail("same-2")];
  const [early, late] = await overlap(race, (sql) => store(sql, batch), (sql) => store(sql, batch));
  expect(early.map(({ outcome }) => outcome)).toEqual(["stored", "stored", "stored"]);
  expect(late).toMatchObject(Array(3).fill({ outcome: "duplicate" }));
});

test("two accounts of one person meet the same new contact at once: both mails are stored", async () => {
  const from = { sender_address: "nina@globex.test", sender_name: "Nina" };
  const mail = (reference: string): Item => ({ own: false, reference, changes: from });
  await race.first.sql`begin`;
  const [early] = await store(race.first.sql, [mail("nina-1")]);
  const late = store(race.second.sql, [mail("nina-2")], "ada@second.test");
  await untilBlocked(race, race.second, race.first);
  await race.first.sql`commit`;
  expect(early!.outcome).toBe("stored");
  expect((await late)[0]!.outcome).toBe("stored");
  const [row] = await race.sql`
    select count(*)::int as contacts from public.contact_methods where value = 'nina@globex.test'`;
  expect(row!.contacts).toBe(1);
});

test("a batch that meets a verb over the same two conversations in the other order loses nothing", async () => {
  const [one] = await store(race.sql, [ownMail("order-1")]);
  const [two] = await store(race.sql, [ownMail("order-2")]);
  const [low, high] = [one!.conversation_id, two!.conversation_id].sort();
  const [lowMail, highMail] = low === one!.conversation_id
    ? ["order-1", "order-2"]
    : ["order-2", "order-1"];
  // The verb holds the lower conversation, the batch begins with the higher one.
  await race.first.sql`begin`;
  await race.first.sql`select id from public.conversations where id = ${low!} for update`;
  const batch = store(race.second.sql, [replyTo(highMail), replyTo(lowMail)]);
  await untilBlocked(race, race.second, race.first);
  const verb = race.first.sql`select id from public.conversations where id = ${high!} for update`
    .then(() => race.first.sql`commit`, () => race.first.sql`rollback`);
  const [results] = await Promise.all([batch, verb]);
  expect(results.map(({ outcome }) => outcome)).toEqual(["stored", "stored"]);
});
