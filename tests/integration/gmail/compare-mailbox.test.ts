/** Comparing a mailbox with the lab's: forgotten history, the proof, copies (ING-8, NEW-1, F9). */
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

test(
  "F9 forgotten history: nothing is lost or doubled, what people added stays, and the gap is told",
  async () => {
    const kept = box.receive(customerMail(1));
    const deleted = box.receive(customerMail(2));
    const unstarred = box.receive(customerMail(3), { labelIds: ["INBOX", "STARRED"] });
    const emptied = box.receive(customerMail(4));
    await world.work();
    await gmail().users.messages.trash({ userId: "me", id: emptied.id });
    await sync();
    const tagged = await conversation("Order 1");
    await world.as(
      ADA,
      (sql) => sql`select public.tag_conversations(array[${tagged!.id}]::uuid[], 'vip')`,
    );
    const [before] = await world
      .sql`select cursor::text from private.sync_cursors where connection_id = ${id}`;
    for (let late = 10; late < 50; late++) box.receive(customerMail(late));
    await gmail().users.messages.delete({ userId: "me", id: deleted.id });
    // out of the trash, where it lay before: it must not come back as an ordinary mail
    await gmail().users.messages.delete({ userId: "me", id: emptied.id });
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
    expect(gaps).toEqual([{ found_count: 40, removed_count: 2, is_closed: true }]);
    box.receive(customerMail(60));
    await sync();
    expect(await conversation("Order 60")).toMatchObject({ unread_count: 1 });
    expect(kept.id).toBeTruthy();
  },
  30_000,
);

test(
  "F8 F9 a starred, unread mail that lay in the trash while history was forgotten comes out of it starred and unread",
  async () => {
    const starred = box.receive(customerMail(1), { labelIds: ["INBOX", "UNREAD", "STARRED"] });
    await sync();
    box.gmail.trash([starred]);
    box.gmail.history.expire();
    await sync();
    const labels = async () =>
      (await world
        .sql`select labels, read_at from public.messages where connection_id = ${id} and provider_message_id = ${starred.id}`)[
          0
        ]!;
    expect((await labels()).labels.toSorted()).toEqual(["STARRED", "TRASH", "UNREAD"]);
    // this change history does tell, and it names the trash alone
    box.gmail.untrash([starred]);
    await sync();
    expect((await labels()).labels.toSorted()).toEqual(["STARRED", "UNREAD"]);
    expect((await labels()).read_at).toBeNull();
    expect(await conversation("Order 1")).toMatchObject({
      is_starred: true,
      unread_count: 1,
      is_archived: true,
    });
    const [gap] = await world.sql`
      select count(*)::int as count from public.sync_gaps where connection_id = ${id} and closed_at is not null`;
    expect(gap!.count).toBe(1);
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
