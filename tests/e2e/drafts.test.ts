/** Answers through supabase-js: from a mail that arrives at Google to exactly one answer there. */
import postgres from "postgres";
import { afterAll, describe, expect, inject, test } from "vitest";
import {
  conversationOf,
  draftOf,
  draftWorld,
  inboxCount,
  requestOf,
  sentAtGoogle,
  untilStatus,
  WAIT,
  written,
} from "../support/draft-world.ts";
import { labPerson } from "../support/lab-person.ts";
import { newcomer, refusal } from "../support/people.ts";

const stack = inject("stack");
const sql = postgres(stack.databaseUrl, { max: 2, onnotice: () => {} });
afterAll(() => sql.end());
const { asks, customer, readNow } = draftWorld(stack, sql);

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
});
