/** Following a mailbox against the lab: changes both ways (ING-1, INB-1). */
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
