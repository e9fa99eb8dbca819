/** Answers through supabase-js: from a mail that arrives at Google to exactly one answer there, and what shapes its words. */
import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, describe, expect, inject, test } from "vitest";
import {
  type LabBox,
  labBox,
  type LabPerson,
  labPerson,
  plainMail,
} from "../support/lab-person.ts";
import { newcomer, refusal } from "../support/people.ts";

const stack = inject("stack");
const sql = postgres(stack.databaseUrl, { max: 2, onnotice: () => {} });
afterAll(() => sql.end());

const REQUEST = "Hi Ada,\n\ncould you please send me the offer for the pilot by Friday?\n\nBob";
const HOUR_MS = 3_600_000;
const WAIT = { timeout: 30_000 };

/** A customer with a mailbox of their own. */
async function customer(name: string): Promise<LabBox & { from: string }> {
  const box = await labBox(
    stack,
    `${name.toLowerCase()}-${randomBytes(4).toString("hex")}`,
    name,
    "globex.test",
  );
  return { ...box, from: `${name} Tanaka <${box.address}>` };
}

interface Asking {
  cc?: string;
  text?: string;
  answers?: { id: string; threadId: string };
  subject?: string;
}

let count = 0;
/** Mail to Ada that arrives at Google and, read at once, in her inbox; answers its conversation. */
async function asks(ada: LabPerson, from: string, options: Asking = {}) {
  const id = `<mail-${++count}-${randomBytes(4).toString("hex")}@globex.test>`;
  const subject = options.subject ?? `Pilot ${randomBytes(4).toString("hex")}`;
  const { threadId } = await ada.mailbox.receive(plainMail({
    From: from,
    To: ada.address,
    ...(options.cc && { Cc: options.cc }),
    Subject: subject,
    "Message-ID": id,
    Date: new Date().toUTCString().replace("GMT", "+0000"),
    ...(options.answers && { "In-Reply-To": options.answers.id, References: options.answers.id }),
  }, options.text ?? REQUEST));
  await expect.poll(async () => {
    await readNow(ada);
    const { data } = await ada.client.from("messages").select("id").eq("internet_message_id", id)
      .throwOnError();
    return data.length;
  }, WAIT).toBe(1);
  const { data } = await ada.client.from("messages").select("conversation_id").eq(
    "internet_message_id",
    id,
  ).single().throwOnError();
  return { id, threadId, subject, conversationId: data.conversation_id };
}

/** As the poll would in minutes. */
async function readNow({ connectionId }: LabPerson): Promise<void> {
  await sql`select private.request_mail_job(${connectionId}, 'sync')`;
  await sql`select private.ring('sync-gmail')`;
}

const requestOf = async ({ client }: LabPerson, requestId: string) =>
  (await client.from("message_drafts").select().eq("request_id", requestId).order("place")
    .throwOnError()).data;
const draftOf = async ({ client }: LabPerson, id: string) =>
  (await client.from("message_drafts").select().eq("id", id).single().throwOnError()).data;
const conversationOf = async ({ client }: LabPerson, id: string) =>
  (await client.from("conversations").select().eq("id", id).single().throwOnError()).data;

/** Asks for drafts and waits until all are written. */
async function written(
  ada: LabPerson,
  conversationId: string,
  options: Record<string, unknown> = {},
) {
  const { data: asked } = await ada.client.rpc("request_drafts", {
    conversation_id: conversationId,
    ...options,
  }).throwOnError();
  const requestId = asked[0]!.request_id;
  await expect.poll(
    async () => (await requestOf(ada, requestId)).map(({ status }) => status),
    WAIT,
  ).toEqual(asked.map(() => "drafted"));
  return await requestOf(ada, requestId);
}

async function untilStatus(ada: LabPerson, id: string, status: string) {
  await expect.poll(async () => (await draftOf(ada, id)).status, WAIT).toBe(status);
  return await draftOf(ada, id);
}

/** Headers of what was sent in a thread at Google, oldest first. */
async function sentAtGoogle({ mailbox }: LabPerson, threadId: string) {
  const { data } = await mailbox.google.users.threads.get({ userId: "me", id: threadId });
  return data.messages!.filter(({ labelIds }) => labelIds!.includes("SENT")).map(({ payload }) =>
    Object.fromEntries(payload!.headers!.map(({ name, value }) => [name!.toLowerCase(), value!]))
  );
}

const inboxCount = async ({ google }: LabBox) =>
  (await google.users.messages.list({ userId: "me", labelIds: ["INBOX"] })).data.messages?.length ??
    0;

describe("an answer from a draft", () => {
  test("DRF-1 DRF-2 FUP-4 three tones, written anew, edited, sent: exactly one mail in the thread, to the right people, and our copy is known", async () => {
    const ada = await labPerson(stack, "Ada");
    const [bob, dora] = await Promise.all([customer("Bob"), customer("Dora")]);
    const mail = await asks(ada, bob.from, {
      cc: `${dora.from}, ${ada.address.replace("@", "+sales@")}, no-reply@shop.test`,
    });
    expect(await conversationOf(ada, mail.conversationId)).toMatchObject({ waiting_on: "us" });

    const drafts = await written(ada, mail.conversationId, { reply_all: true });
    expect(drafts.map(({ tone }) => tone)).toEqual(["warm", "professional", "concise"]);
    expect(new Set(drafts.map(({ body }) => body)).size).toBe(3);
    for (const { body, source, flags, recipient_address, other_recipients } of drafts) {
      expect(body).toContain("Bob");
      expect({ source, flags, recipient_address }).toEqual({
        source: "offline",
        flags: [],
        recipient_address: bob.address,
      });
      expect(other_recipients).toEqual([{
        kind: "cc",
        address: dora.address,
        name: "Dora Tanaka",
      }]);
    }
    const [warm] = drafts;
    const draft_id = warm!.id;

    // written anew: another wish, another text
    await ada.client.rpc("regenerate_draft", {
      draft_id,
      tone: "urgent",
      instruction: "tell Bob that the offer comes on Monday",
    }).throwOnError();
    await expect.poll(async () => (await draftOf(ada, draft_id)).version, WAIT).toBe(2);
    const anew = await draftOf(ada, draft_id);
    expect(anew.tone).toBe("urgent");
    expect(anew.body).not.toBe(warm!.body);
    expect(anew.body).toMatch(/the offer comes on Monday/i);

    // edited: the version that was read counts, every version is kept
    const body = `${anew.body}\n\nPS: The price stays.`;
    expect(await refusal(ada.client.rpc("edit_draft", { draft_id, draft_version: 1, body })))
      .toMatchObject({ slug: "draft_changed", status: 409 });
    await ada.client.rpc("edit_draft", { draft_id, draft_version: 2, body }).throwOnError();
    const { data: versions } = await ada.client.from("message_draft_versions")
      .select("version, source, body, edit_distance").eq("draft_id", draft_id).order("version")
      .throwOnError();
    expect(versions.map(({ version, source }) => [version, source])).toEqual([
      [1, "offline"],
      [2, "offline"],
      [3, "person"],
    ]);
    const distance = Number(versions[2]!.edit_distance);
    expect(distance).toBeGreaterThan(0);
    expect(distance).toBeLessThan(0.5);
    const { data: action } = await ada.client.from("ai_actions").select(
      "action, is_offline, edit_distance",
    ).eq("id", anew.ai_action_id!).single().throwOnError();
    expect(action).toEqual({ action: "draft_reply", is_offline: true, edit_distance: distance });

    // sent by two clicks
    const send = (draft_version: number, id = draft_id) =>
      ada.client.rpc("send_draft", { draft_id: id, draft_version });
    expect(await refusal(send(2))).toMatchObject({ slug: "draft_changed", status: 409 });
    const clicks = await Promise.all([send(3), send(3)]);
    expect(clicks.map(({ error }) => error?.message ?? "sent").sort()).toEqual([
      "draft_already_approved",
      "sent",
    ]);
    const sent = await untilStatus(ada, draft_id, "sent");
    expect(sent.sent_at).not.toBeNull();
    const { data: outbound } = await ada.client.from("outbound_messages")
      .select("kind, state, internet_message_id, approved_via").eq(
        "conversation_id",
        mail.conversationId,
      ).throwOnError();
    expect(outbound).toMatchObject([{ kind: "reply", state: "sent", approved_via: "app" }]);
    const mails = await sentAtGoogle(ada, mail.threadId);
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({
      "message-id": outbound[0]!.internet_message_id,
      "in-reply-to": mail.id,
      subject: `Re: ${mail.subject}`,
      to: expect.stringContaining(bob.address),
      cc: expect.stringContaining(dora.address),
    });
    expect(`${mails[0]!.to} ${mails[0]!.cc} ${mails[0]!.bcc ?? ""}`.match(/@/g)).toHaveLength(2);
    expect(mails[0]).not.toHaveProperty("auto-submitted");
    expect([await inboxCount(bob), await inboxCount(dora)]).toEqual([1, 1]);

    // and never again
    for (
      const [verb, call] of Object.entries({
        send: send(3),
        edit: ada.client.rpc("edit_draft", { draft_id, draft_version: 3, body: "Changed my mind" }),
        regenerate: ada.client.rpc("regenerate_draft", { draft_id }),
        discard: ada.client.rpc("discard_draft", { draft_id }),
      })
    ) expect([verb, (await refusal(call)).slug]).toEqual([verb, "draft_already_sent"]);
    const siblings = (await requestOf(ada, sent.request_id)).filter(({ id }) => id !== draft_id);
    expect(siblings.map(({ status, status_reason }) => [status, status_reason])).toEqual([
      ["discarded", "another_was_sent"],
      ["discarded", "another_was_sent"],
    ]);
    expect(await refusal(send(1, siblings[0]!.id))).toMatchObject({ slug: "draft_discarded" });

    // the conversation has moved on, and Google's copy of the answer is the one we hold
    const after = await conversationOf(ada, mail.conversationId);
    expect([after.waiting_on, after.needs_reply]).toEqual(["nobody", null]);
    const ours = async () =>
      (await ada.client.from("messages").select("labels, text_new").eq(
        "conversation_id",
        mail.conversationId,
      ).eq("direction", "outbound").throwOnError()).data;
    await expect.poll(async () => {
      await readNow(ada);
      return (await ours()).map(({ labels }) => labels);
    }, WAIT).toEqual([["SENT"]]);
    expect((await ours())[0]!.text_new).toContain("The offer comes on Monday");
    expect(await sentAtGoogle(ada, mail.threadId)).toHaveLength(1);

    // a stranger learns nothing of all this
    const { client: cy } = await newcomer(stack, "Cy");
    expect((await cy.from("message_drafts").select().throwOnError()).data).toEqual([]);
    expect((await cy.from("message_draft_versions").select().throwOnError()).data).toEqual([]);
    for (
      const call of [
        cy.rpc("send_draft", { draft_id, draft_version: 3 }),
        cy.rpc("discard_draft", { draft_id }),
      ]
    ) expect(await refusal(call)).toMatchObject({ slug: "draft_not_found", status: 404 });
    expect(
      await refusal(cy.rpc("request_drafts", { conversation_id: mail.conversationId })),
    ).toMatchObject({ slug: "conversation_not_found", status: 404 });
  });

  test("DRF-1 a question only Ada can answer leaves a gap that cannot be sent", async () => {
    const ada = await labPerson(stack, "Ada");
    const bob = await customer("Bob");
    const mail = await asks(ada, bob.from, {
      text: "Hi Ada,\n\nwhat does the pilot cost per month?\n\nBob",
    });
    const [draft] = await written(ada, mail.conversationId, { tones: ["concise"] });
    expect(draft!.body).toContain("[[");
    const send = () => ada.client.rpc("send_draft", { draft_id: draft!.id, draft_version: 1 });
    expect(await refusal(send())).toMatchObject({
      slug: "draft_has_gap",
      status: 409,
      hint: expect.stringContaining("[["),
    });
    expect(await sentAtGoogle(ada, mail.threadId)).toEqual([]);
  });

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
      "Message-ID": `<second-${randomBytes(4).toString("hex")}@globex.test>`,
      "In-Reply-To": mail.id,
      References: mail.id,
      Date: new Date().toUTCString().replace("GMT", "+0000"),
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
    const asked = `<asked-${randomBytes(4).toString("hex")}@acme.test>`;
    const at = new Date(Date.now() - 5 * 24 * HOUR_MS);
    await ada.mailbox.receive(
      plainMail({
        From: ada.address,
        To: bob.from,
        Subject: "The pilot",
        "Message-ID": asked,
        Date: at.toUTCString().replace("GMT", "+0000"),
      }, "Hi Bob,\n\ncould you send me the signed agreement?\n\nAda"),
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

describe("how a draft sounds", () => {
  test("DRF-2 a preset of one's own, then the workspace's, before both the contact's; the company's voice is in the reasons", async () => {
    const ada = await labPerson(stack, "Ada");
    const bob = await customer("Bob");
    const mail = await asks(ada, bob.from);
    const first = async () => (await written(ada, mail.conversationId))[0]!;
    const preset = async (settings: Record<string, unknown>) =>
      (await ada.client.rpc("create_tone_preset", {
        workspace_id: ada.workspaceId,
        preset: settings as never,
      }).throwOnError()).data;

    const plain = await first();
    expect(plain).toMatchObject({ tone: "warm", tone_preset_id: null });
    expect(plain.body).toMatch(/^Hi Bob,/);
    expect(plain.reasons.join(" ")).not.toContain("voice");

    const house = await preset({
      name: "House",
      is_shared: true,
      is_default: true,
      base_tone: "professional",
      examples: ["Hello Sam,\n\nthe parts leave on Monday.\n\nKind regards\nAda"],
    });
    const asHouse = await first();
    expect(asHouse).toMatchObject({ tone: "professional", tone_preset_id: house.id });
    expect(asHouse.body).toMatch(/^Hello Bob,[^]*Kind regards\nAda$/);

    const own = await preset({
      name: "Crisp",
      is_default: true,
      base_tone: "concise",
      examples: ["Hey Sam,\n\non it.\n\nCheers\nA."],
    });
    const asOwn = await first();
    expect(asOwn).toMatchObject({ tone: "concise", tone_preset_id: own.id });
    expect(asOwn.body).toMatch(/^Hey Bob,[^]*Cheers\n/);
    expect(asOwn.body!.length).toBeLessThan(asHouse.body!.length);

    const { data: contact } = await ada.client.from("contact_methods").select("contact_id").eq(
      "value",
      bob.address,
    ).single().throwOnError();
    await ada.client.rpc("set_contact_tone", { contact_id: contact.contact_id, tone: "urgent" })
      .throwOnError();
    expect(await first()).toMatchObject({ tone: "urgent", tone_preset_id: null });

    await ada.client.rpc("change_workspace", {
      workspace_id: ada.workspaceId,
      settings: { voice_guidelines: "Plain words, no exclamation marks." },
    }).throwOnError();
    expect((await first()).reasons.join(" ")).toContain("voice guidelines");
  });

  test("DRF-2 it greets, ends and signs as its owner does in mails of their own, and as they change it twice in drafts", async () => {
    const bob = await customer("Bob");
    const ada = await labPerson(stack, "Ada", async (mailbox) => {
      for (const [place, name] of ["Carla", "Dora", "Emil"].entries()) {
        const at = new Date(Date.now() - (place + 1) * 24 * HOUR_MS);
        await mailbox.receive(
          plainMail({
            From: mailbox.address,
            To: `${name} Rossi <${name.toLowerCase()}@initech.test>`,
            Subject: `For ${name}`,
            "Message-ID": `<own-${place}-${randomBytes(4).toString("hex")}@acme.test>`,
            Date: at.toUTCString().replace("GMT", "+0000"),
          }, `Hey ${name},\n\nhere is the plan for the new hall, as we said.\n\nCheers,\nAdi`),
          { labelIds: ["SENT"], at },
        );
      }
    });
    await expect.poll(async () => {
      const { data } = await ada.client.from("messages").select("id").throwOnError();
      return data.length;
    }, WAIT).toBe(3);
    const asked = async (who: LabBox & { from: string }) => {
      const mail = await asks(ada, who.from);
      return (await written(ada, mail.conversationId, { tones: ["professional"] }))[0]!;
    };
    const learned = await asked(bob);
    expect(learned.body).toMatch(/^Hey Bob,[^]*\n\nCheers,\nAdi$/);

    // the same change twice is a habit
    for (const name of ["Frida", "Greta"]) {
      const draft = await asked(await customer(name));
      expect(draft.body).toMatch(new RegExp(`^Hey ${name},`));
      await ada.client.rpc("edit_draft", {
        draft_id: draft.id,
        draft_version: 1,
        body: draft.body!.replace("Hey", "Dear").replace("Cheers,\nAdi", "Sincerely\nAda"),
      }).throwOnError();
    }
    const changed = await asked(await customer("Heidi"));
    expect(changed.body).toMatch(/^Dear Heidi,[^]*\n\nSincerely\nAda$/);
    // to Bob she wrote nothing herself: the habit counts for him too
    expect((await asked(bob)).body).toMatch(/^Dear Bob,/);
  });
});
