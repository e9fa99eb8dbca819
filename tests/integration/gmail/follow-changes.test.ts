/** Following a mailbox against the lab: changes both ways, forgotten history, and the proof (ING-1, INB-1, NEW-1, F8, F9). */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { LabMailbox } from "../../../scripts/local/emulators/google-lab/lab.ts";
import { gmailClient } from "../../emulators/gmail-client.ts";
import { ADA, customerMail, type GmailWorld, openGmailWorld } from "./world.ts";

let world: GmailWorld;
let id: string;
let box: LabMailbox;
let number = 0;
beforeAll(async () => void (world = await openGmailWorld()), 120_000);
afterAll(() => world?.close());
beforeEach(async () => {
  ({ id, box } = await world.connect(`box-${++number}@acme.test`));
});

const sync = async () => {
  await world.sql`select private.request_mail_job(${id}, 'sync')`;
  await world
    .sql`update private.jobs set run_at = now() where queue = 'sync-gmail' and connection_id = ${id} and state = 'waiting' and payload ->> 'kind' = 'sync'`;
  await world.work();
};
const conversation = async (subject: string) =>
  (await world
    .sql`select id, unread_count, is_starred, archived_at is not null as is_archived, archived_via, tags, message_count
    from public.conversations where connection_id = ${id} and subject = ${subject}`)[0];
const messageCount = async () =>
  (await world
    .sql`select count(*)::int as count from public.messages where connection_id = ${id} and removed_at is null`)[
      0
    ]!.count;
const gmail = () => gmailClient(world.lab.url, box.accessToken);
const labelsOf = async (messageId: string) =>
  ((await gmail().users.messages.get({ userId: "me", id: messageId, format: "minimal" })).data
    .labelIds ?? []).toSorted();

test(
  "ING-1 INB-1 what happens in Gmail happens here: new mail, read, star, archive, deletion, a sent draft",
  async () => {
    const first = box.receive(customerMail(1));
    await world.work();
    expect(await conversation("Order 1")).toMatchObject({ unread_count: 1, is_archived: false });
    const second = box.receive(customerMail(2));
    await gmail().users.messages.modify({
      userId: "me",
      id: first.id,
      requestBody: { removeLabelIds: ["UNREAD", "INBOX"], addLabelIds: ["STARRED"] },
    });
    const draft = await gmail().users.drafts.create({
      userId: "me",
      requestBody: {
        message: { raw: Buffer.from(customerMail(3, { From: box.address })).toString("base64url") },
      },
    });
    await sync();
    expect(await conversation("Order 1")).toMatchObject({
      unread_count: 0,
      is_starred: true,
      is_archived: true,
      archived_via: "provider",
    });
    expect(await conversation("Order 2")).toMatchObject({ unread_count: 1 });
    expect(await conversation("Order 3")).toBeUndefined();
    await gmail().users.drafts.send({ userId: "me", requestBody: { id: draft.data.id! } });
    await gmail().users.messages.delete({ userId: "me", id: second.id });
    await sync();
    expect(await conversation("Order 3")).toMatchObject({ message_count: 1 });
    const [sent] = await world
      .sql`select direction from public.messages where connection_id = ${id} and subject = 'Order 3'`;
    expect(sent!.direction).toBe("outbound");
    const visible = await world.as(
      ADA,
      (sql) =>
        sql`select subject from public.messages where connection_id = ${id} order by subject`,
    );
    expect(visible.map(({ subject }) => subject)).toEqual(["Order 1", "Order 3"]);
  },
  30_000,
);

test(
  "ING-1 spam is read only as the answer in a thread of ours, and mail taken out of spam is read",
  async () => {
    const asked = box.receive(customerMail(1));
    await world.work();
    box.receive(customerMail(8), { labelIds: ["SPAM"] });
    const junk = box.receive(customerMail(9), { labelIds: ["SPAM"] });
    box.receive(
      customerMail(7, {
        "In-Reply-To": "<order-1@globex.test>",
        References: "<order-1@globex.test>",
        Subject: "Re: Order 1",
      }),
      {
        labelIds: ["SPAM", "UNREAD"],
      },
    );
    await sync();
    expect(await messageCount()).toBe(2);
    expect(await conversation("Order 1")).toMatchObject({ unread_count: 1, message_count: 2 });
    await gmail().users.messages.modify({
      userId: "me",
      id: junk.id,
      requestBody: { removeLabelIds: ["SPAM"], addLabelIds: ["INBOX"] },
    });
    await sync();
    expect(await conversation("Order 9")).toMatchObject({ is_archived: false });
    expect(asked.id).not.toBe(junk.id);
  },
  30_000,
);

test("INB-1 what a person does here happens in Gmail, and its echo changes nothing", async () => {
  const one = box.receive(customerMail(1));
  const two = box.receive(customerMail(2));
  await world.work();
  const [a, b] = [await conversation("Order 1"), await conversation("Order 2")];
  await world.as(ADA, async (sql) => {
    await sql`select public.mark_conversations_read(array[${a!.id}, ${b!.id}]::uuid[])`;
    await sql`select public.star_conversations(array[${a!.id}]::uuid[])`;
    await sql`select public.archive_conversations(array[${b!.id}]::uuid[])`;
  });
  await world.work();
  expect(await labelsOf(one.id)).toEqual(["INBOX", "STARRED"]);
  expect(await labelsOf(two.id)).toEqual([]);
  // three verbs on two conversations: one call for each kind of change
  expect(
    world.lab.requests.count({ mailbox: box.address, operation: "gmail.messages.batchModify" }),
  ).toBe(2);
  await sync();
  expect(await conversation("Order 1")).toMatchObject({ is_starred: true, unread_count: 0 });
  expect(await conversation("Order 2")).toMatchObject({ is_archived: true, archived_via: "app" });
  const [waiting] = await world
    .sql`select count(*)::int as count from private.label_pushes where connection_id = ${id}`;
  expect(waiting!.count).toBe(0);
  await world.as(ADA, async (sql) => {
    await sql`select public.archive_conversations(array[${b!.id}]::uuid[], false)`;
    await sql`select public.mark_conversations_read(array[${a!.id}]::uuid[], false)`;
    await sql`select public.star_conversations(array[${a!.id}]::uuid[], false)`;
  });
  await world.work();
  expect(await labelsOf(one.id)).toEqual(["INBOX", "UNREAD"]);
  expect(await labelsOf(two.id)).toEqual(["INBOX"]);
}, 30_000);

test("INB-1 a push is done although one of its messages is gone", async () => {
  const one = box.receive(customerMail(1));
  const two = box.receive(customerMail(2));
  await world.work();
  const [a, b] = [await conversation("Order 1"), await conversation("Order 2")];
  await gmail().users.messages.delete({ userId: "me", id: one.id });
  await world.as(
    ADA,
    (sql) => sql`select public.mark_conversations_read(array[${a!.id}, ${b!.id}]::uuid[])`,
  );
  await world.work();
  expect(await labelsOf(two.id)).toEqual(["INBOX"]);
  const [waiting] = await world
    .sql`select count(*)::int as count from private.label_pushes where connection_id = ${id}`;
  expect(waiting!.count).toBe(0);
}, 30_000);

test(
  "F9 forgotten history: nothing is lost or doubled, what people added stays, and the gap is told",
  async () => {
    const kept = box.receive(customerMail(1));
    const deleted = box.receive(customerMail(2));
    const unstarred = box.receive(customerMail(3), { labelIds: ["INBOX", "STARRED"] });
    await world.work();
    const tagged = await conversation("Order 1");
    await world.as(
      ADA,
      (sql) => sql`select public.tag_conversations(array[${tagged!.id}]::uuid[], 'vip')`,
    );
    const [before] = await world
      .sql`select cursor::text from private.sync_cursors where connection_id = ${id}`;
    for (let late = 10; late < 50; late++) box.receive(customerMail(late));
    await gmail().users.messages.delete({ userId: "me", id: deleted.id });
    await gmail().users.messages.modify({
      userId: "me",
      id: unstarred.id,
      requestBody: { removeLabelIds: ["STARRED"] },
    });
    world.lab.faults.add({ kind: "expire_history", mailbox: box.address });
    // the provider fails in the middle of the comparison: the old cursor stays
    world.lab.faults.add({
      kind: "status",
      status: 503,
      mailbox: box.address,
      operation: "gmail.messages.list",
      skip: 3,
    });
    await sync();
    const [during] = await world
      .sql`select state, cursor::text from private.sync_cursors where connection_id = ${id}`;
    expect(during).toEqual({ state: "resync", cursor: before!.cursor });
    await sync();
    expect(world.lab.faults.counts().expire_history).toBeGreaterThan(0);
    const [after] = await world.sql`select state, (cursor > ${
      before!.cursor
    }::numeric) as has_moved from private.sync_cursors where connection_id = ${id}`;
    expect(after).toEqual({ state: "live", has_moved: true });
    const listed = (await gmail().users.messages.list({ userId: "me", maxResults: 500 })).data
      .messages!;
    const stored = await world
      .sql`select provider_message_id as id from public.messages where connection_id = ${id} and removed_at is null`;
    expect(stored.map((row) => row.id).toSorted()).toEqual(listed.map((row) => row.id!).toSorted());
    expect(await conversation("Order 1")).toMatchObject({ tags: ["vip"], message_count: 1 });
    expect(await conversation("Order 3")).toMatchObject({ is_starred: false });
    const gaps = await world.as(
      ADA,
      (sql) =>
        sql`select found_count, removed_count, closed_at is not null as is_closed from public.sync_gaps where connection_id = ${id}`,
    );
    expect(gaps).toEqual([{ found_count: 40, removed_count: 1, is_closed: true }]);
    box.receive(customerMail(60));
    await sync();
    expect(await conversation("Order 60")).toMatchObject({ unread_count: 1 });
    expect(kept.id).toBeTruthy();
  },
  30_000,
);

test(
  "NEW-1 an audit finds what was lost by any cause, repairs it, and shows the proof to its owner alone",
  async () => {
    const day = new Date();
    for (let one = 0; one < 30; one++) box.receive(customerMail(one));
    box.receive(customerMail(70, { From: box.address }), { labelIds: ["SENT"] });
    await world.work();
    // what no code of ours would do: rows vanish, and one the provider never had appears
    await world
      .sql`delete from public.messages where connection_id = ${id} and subject in ('Order 3', 'Order 5', 'Order 70')`;
    await world
      .sql`update public.messages set provider_message_id = 'ghost', internet_message_id = '<ghost@globex.test>' where connection_id = ${id} and subject = 'Order 7'`;
    await world.as(
      ADA,
      (sql) => sql`select public.audit_mailbox(${id}::uuid, current_date - 1, current_date)`,
    );
    await world.work();
    expect(await messageCount()).toBe(31);
    const audits = await world.as(
      ADA,
      (sql) =>
        sql`select direction, provider_count, stored_count, repaired_count, missing_count, removed_count
    from public.mailbox_audits where connection_id = ${id} and on_date = ${
          day.toISOString().slice(0, 10)
        } order by direction`,
    );
    expect(audits).toEqual([
      {
        direction: "inbound",
        provider_count: 30,
        stored_count: 30,
        repaired_count: 3,
        missing_count: 0,
        removed_count: 1,
      },
      {
        direction: "outbound",
        provider_count: 1,
        stored_count: 1,
        repaired_count: 1,
        missing_count: 0,
        removed_count: 0,
      },
    ]);
    const strangers = await world.as(
      "00000000-0000-4000-8000-00000000be11",
      (sql) => sql`select 1 from public.mailbox_audits`,
    );
    expect(strangers).toHaveLength(0);
  },
  30_000,
);

test("ING-1 mail sent as a verified alias is ours", async () => {
  box.sendAs.push(
    {
      sendAsEmail: "sales@acme.test",
      displayName: "",
      replyToAddress: "",
      signature: "",
      verificationStatus: "accepted",
    },
    {
      sendAsEmail: "boss@globex.test",
      displayName: "",
      replyToAddress: "",
      signature: "",
      verificationStatus: "pending",
    },
  );
  box.receive(customerMail(1, { From: "sales@acme.test", To: "bob@globex.test" }), {
    labelIds: ["SENT"],
  });
  await world.work();
  const [row] = await world
    .sql`select m.direction, c.own_addresses from public.messages m join public.connections c on c.id = m.connection_id where c.id = ${id}`;
  expect(row).toEqual({ direction: "outbound", own_addresses: [box.address, "sales@acme.test"] });
}, 30_000);

test(
  "ING-8 one mail that lies in the mailbox twice is stored once, and both of its ids are known",
  async () => {
    const one = box.receive(customerMail(1));
    box.receive(customerMail(1));
    await world.work();
    expect(await messageCount()).toBe(1);
    const reads = () =>
      world.lab.requests.count({ mailbox: box.address, operation: "gmail.messages.get" });
    expect(reads()).toBe(2);
    await world.as(
      ADA,
      (sql) => sql`select public.audit_mailbox(${id}::uuid, current_date, current_date)`,
    );
    await world.work();
    const [audit] = await world
      .sql`select stored_count, missing_count from public.mailbox_audits where connection_id = ${id} and direction = 'inbound'`;
    expect(audit).toEqual({ stored_count: 2, missing_count: 0 });
    expect(reads()).toBe(2);
    await gmail().users.messages.delete({ userId: "me", id: one.id });
    await sync();
    expect(await messageCount()).toBe(1);
  },
  30_000,
);
