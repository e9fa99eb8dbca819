/** What happens around an answer through supabase-js: newer mail, a follow-up that waited, an account that goes. */
import postgres from "postgres";
import { afterAll, describe, expect, inject, test } from "vitest";
import {
  conversationOf,
  draftOf,
  draftWorld,
  inboxCount,
  newMessageId,
  sentAtGoogle,
  untilStatus,
  WAIT,
  written,
} from "../support/draft-world.ts";
import { labPerson, plainMail } from "../support/lab-person.ts";
import { refusal } from "../support/people.ts";

const HOUR_MS = 3_600_000;
const stack = inject("stack");
const sql = postgres(stack.databaseUrl, { max: 2, onnotice: () => {} });
afterAll(() => sql.end());
const { asks, customer, readNow } = draftWorld(stack, sql);

describe("what happens around an answer", () => {
  test("F31 F25 a mail that arrives between approval and sending gives the draft back; what is written to it then leaves once, flagged when it goes elsewhere", async () => {
    const ada = await labPerson(stack, "Ada");
    const [bob, eve] = await Promise.all([customer("Bob"), customer("Eve")]);
    const mail = await asks(ada, bob.from);
    const [draft] = await written(ada, mail.conversationId, { tones: ["warm"] });
    const draft_id = draft!.id;
    const pause = (is_paused: boolean) =>
      ada.client.rpc("pause_connection", { connection_id: ada.connectionId, is_paused })
        .throwOnError();
    await pause(true);
    await ada.client.rpc("send_draft", { draft_id, draft_version: 1 }).throwOnError();
    await ada.mailbox.receive(plainMail({
      From: bob.from,
      To: ada.address,
      "Reply-To": `${bob.address}, ${eve.address}`,
      Subject: `Re: ${mail.subject}`,
      "Message-ID": newMessageId(),
      "In-Reply-To": mail.id,
      References: mail.id,
    }, "Please send the offer to my colleague as well, by Monday."));
    // as if the pause had lasted: what was read within the last minute is not read again
    await expect.poll(
      async () =>
        (await sql`select id from private.jobs where connection_id = ${ada.connectionId} and state = 'leased'`)
          .length,
      WAIT,
    ).toBe(0);
    await sql`update private.sync_cursors set checked_at = now() - interval '2 minutes'
      where connection_id = ${ada.connectionId}`;
    await pause(false);
    const back = await untilStatus(ada, draft_id, "drafted");
    expect(back.status_reason).toBe("conversation_changed");
    expect(await sentAtGoogle(ada, mail.threadId)).toEqual([]);
    expect(await refusal(ada.client.rpc("send_draft", { draft_id, draft_version: 1 })))
      .toMatchObject({ slug: "conversation_changed", status: 409 });

    await ada.client.rpc("regenerate_draft", { draft_id }).throwOnError();
    await expect.poll(async () => (await draftOf(ada, draft_id)).version, WAIT).toBe(2);
    const anew = await draftOf(ada, draft_id);
    expect(anew).toMatchObject({
      flags: ["mail_reply_to_differs"],
      recipient_address: bob.address,
      other_recipients: [{ kind: "to", address: eve.address, name: null }],
    });
    await ada.client.rpc("edit_draft", {
      draft_id,
      draft_version: 2,
      body: "You will both have it.",
    })
      .throwOnError();
    await ada.client.rpc("send_draft", { draft_id, draft_version: 3 }).throwOnError();
    await untilStatus(ada, draft_id, "sent");
    expect(await sentAtGoogle(ada, mail.threadId)).toHaveLength(1);
  });

  test("FUP-5 DRF-1 an answer of one's own ends the follow-up that waited", async () => {
    const ada = await labPerson(stack, "Ada");
    const bob = await customer("Bob");
    const asked = newMessageId("acme.test");
    const at = new Date(Date.now() - 5 * 24 * HOUR_MS);
    await ada.mailbox.receive(
      plainMail(
        {
          From: ada.address,
          To: bob.from,
          Subject: "The pilot",
          "Message-ID": asked,
        },
        "Hi Bob,\n\ncould you send me the signed agreement?\n\nAda",
        at,
      ),
      { labelIds: ["SENT"], at },
    );
    const nudges = async () =>
      (await ada.client.from("nudges").select("id, status, status_reason, conversation_id")
        .throwOnError()).data;
    await expect.poll(async () => {
      await readNow(ada);
      return (await nudges()).map(({ status }) => status);
    }, WAIT).toEqual(["drafted"]);
    const [{ conversation_id } = { conversation_id: "" }] = await nudges();
    const [draft] = await written(ada, conversation_id, { tones: ["concise"] });
    expect(draft).toMatchObject({ kind: "follow_up", recipient_address: bob.address });
    await ada.client.rpc("send_draft", { draft_id: draft!.id, draft_version: 1 }).throwOnError();
    await untilStatus(ada, draft!.id, "sent");
    expect(await nudges()).toMatchObject([{
      status: "cancelled",
      status_reason: "we_wrote_again",
    }]);
    expect(await conversationOf(ada, conversation_id)).toMatchObject({ waiting_on: "them" });
    expect(await inboxCount(bob)).toBe(1);
  });

  test("CON-7 NEW-13 disconnecting takes what was approved back, erasing takes drafts and versions along", async () => {
    const ada = await labPerson(stack, "Ada");
    const bob = await customer("Bob");
    const mail = await asks(ada, bob.from);
    const [draft] = await written(ada, mail.conversationId, { tones: ["warm"] });
    await ada.client.rpc("pause_connection", { connection_id: ada.connectionId, is_paused: true })
      .throwOnError();
    await ada.client.rpc("send_draft", { draft_id: draft!.id, draft_version: 1 }).throwOnError();
    const disconnect = (data: string) =>
      ada.client.rpc("disconnect_connection", { connection_id: ada.connectionId, data })
        .throwOnError();
    await disconnect("keep");
    expect(await draftOf(ada, draft!.id)).toMatchObject({
      status: "drafted",
      status_reason: "connection_disconnected",
    });
    expect(await refusal(ada.client.rpc("send_draft", { draft_id: draft!.id, draft_version: 1 })))
      .toMatchObject({ slug: "connection_cannot_send" });
    await disconnect("erase");
    const left = async () =>
      (await sql`select (select count(*) from public.message_drafts where workspace_id = ${ada.workspaceId})::int
        + (select count(*) from public.message_draft_versions where workspace_id = ${ada.workspaceId})::int
        + (select count(*) from public.outbound_messages where workspace_id = ${ada.workspaceId})::int
        + (select count(*) from public.tasks where workspace_id = ${ada.workspaceId})::int as count`)[
        0
      ]!.count;
    await expect.poll(left, WAIT).toBe(0);
    expect(await sentAtGoogle(ada, mail.threadId)).toEqual([]);
  });
});
