import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { OFFLINE_MODEL_NAME } from "../../functions/_shared/adapters/offline/generate-structured.ts";
import { importMails, playDemo, signIn, untilNudge } from "../../scripts/demo/play-demo.ts";
import { demoMails } from "../../scripts/demo/demo-mails.ts";
import { emulatedMailbox } from "../../scripts/demo/emulated-mailbox.ts";
import { refusal } from "../support/people.ts";

const stack = inject("stack");
const acme = "00000000-0000-4000-8000-0000000ac3e0";
const sql = postgres(stack.databaseUrl, { max: 2, onnotice: () => {} });
let ada: Awaited<ReturnType<typeof signIn>>;

beforeAll(async () => {
  ada = await signIn(stack, "ada@acme.test");
  // Whatever the hour of this run: waiting for the morning is tested in the database suite.
  await sql`update public.workspaces set quiet_hours_start = '00:00', quiet_hours_end = '00:00', touch_gap_hours = 0 where id = ${acme}`;
});
afterAll(() => sql.end());

/** An imported conversation in which Bob owes an answer, with its drafted nudge. */
async function draftedNudge(run: string) {
  const mails = demoMails(run, new Date());
  await importMails(stack, mails.conversation.map(({ raw }) => raw));
  const { data } = await ada.from("conversations").select("id").eq("subject", mails.subject)
    .single().throwOnError();
  return { mails, conversationId: data.id, nudge: await untilNudge(ada, data.id, ["drafted"]) };
}

const ring = (door: string, key: string) =>
  fetch(`${stack.url}/functions/v1/${door}`, {
    method: "POST",
    headers: { apikey: key, "content-type": "application/json" },
    body: "{}",
  });

describe("a follow-up from import to answer", () => {
  test("FUP-1 FUP-2 FUP-3 FUP-4 FUP-5 the demo ends with exactly one mail in the right thread, however often send-nudge is rung", async () => {
    const said: string[] = [];
    const rings = setInterval(() => void ring("send-nudge", stack.workerKey), 20);
    const result = await playDemo(stack, (line) => said.push(line)).finally(() =>
      clearInterval(rings)
    );
    await Promise.all(Array.from({ length: 20 }, () => ring("send-nudge", stack.workerKey)));
    expect(result.delivered).toHaveLength(1);
    expect(said.join("\n")).toContain("none (replied)");
    const [own] = await sql`select count(*)::int as count from public.messages
      where conversation_id = ${result.conversationId} and direction = 'outbound'`;
    expect(own!.count).toBe(2);
    const { data: events } = await ada.from("nudge_events").select("to_status").eq(
      "nudge_id",
      result.nudgeId,
    ).order("id").throwOnError();
    expect(events.map(({ to_status }) => to_status)).toEqual([
      "pending",
      "drafted",
      "approved",
      "sending",
      "sent",
    ]);
    const { data: calls } = await ada.from("ai_actions").select("model, is_offline, outcome").eq(
      "subject_id",
      result.nudgeId,
    ).throwOnError();
    expect(calls).toEqual([{ model: OFFLINE_MODEL_NAME, is_offline: true, outcome: "ok" }]);
  });

  test("FUP-5 an answer that arrives before the approval cancels the nudge, and approving is refused", async () => {
    const { mails, conversationId, nudge } = await draftedNudge("cancelled");
    await importMails(stack, [mails.answer("<question-cancelled@acme.test>", new Date())]);
    const cancelled = await untilNudge(ada, conversationId, ["cancelled"]);
    expect(cancelled.status_reason).toBe("replied");
    const refused = await refusal(
      ada.rpc("approve_nudge", { nudge_id: nudge.id, draft_version: nudge.draft_version }),
    );
    expect(refused).toMatchObject({ slug: "nudge_cancelled", status: 409 });
    expect(refused.hint).toBeTruthy();
  });

  test("FUP-3 approving twice and editing after sending are refused with a slug, and nothing is sent twice", async () => {
    const { conversationId, nudge } = await draftedNudge("twice");
    const approve = () =>
      ada.rpc("approve_nudge", { nudge_id: nudge.id, draft_version: nudge.draft_version });
    const answers = await Promise.all([approve(), approve()]);
    expect(answers.map(({ error }) => error?.message ?? "ok").sort()).toEqual(
      ["nudge_already_approved", "ok"].sort(),
    );
    await untilNudge(ada, conversationId, ["sent"]);
    expect(
      await refusal(
        ada.rpc("edit_nudge", {
          nudge_id: nudge.id,
          draft_version: nudge.draft_version,
          body: "Changed my mind",
        }),
      ),
    )
      .toMatchObject({ slug: "nudge_already_sent", status: 409 });
    const { data: outbound } = await ada.from("outbound_messages").select("state").eq(
      "conversation_id",
      conversationId,
    ).throwOnError();
    expect(outbound).toEqual([{ state: "sent" }]);
  });

  test("FUP-2 FUP-3 a regenerated draft has another tone, an edited one is the person's, and an old version cannot be approved", async () => {
    const { nudge, conversationId } = await draftedNudge("edited");
    await ada.rpc("regenerate_nudge", { nudge_id: nudge.id, tone: "concise" }).throwOnError();
    await expect.poll(
      async () => (await untilNudge(ada, conversationId, ["drafted"])).draft_version,
      { timeout: 20_000 },
    ).toBe(2);
    const concise = await untilNudge(ada, conversationId, ["drafted"]);
    expect(concise.body!.length).toBeLessThan(nudge.body!.length);
    const { data: edited } = await ada.rpc("edit_nudge", {
      nudge_id: nudge.id,
      draft_version: 2,
      body: "Hi Bob, any news on the start date?",
    }).throwOnError();
    expect(edited).toMatchObject({ draft_source: "person", draft_version: 3, status: "drafted" });
    expect(await refusal(ada.rpc("approve_nudge", { nudge_id: nudge.id, draft_version: 2 })))
      .toMatchObject({ slug: "nudge_changed", status: 409 });
    await ada.rpc("approve_nudge", { nudge_id: nudge.id, draft_version: 3 }).throwOnError();
    const sent = await untilNudge(ada, conversationId, ["sent"]);
    const { data: own } = await ada.from("messages").select("text_new")
      .eq("conversation_id", conversationId).eq("direction", "outbound")
      .order("sent_at", { ascending: false }).limit(1).single().throwOnError();
    expect(own.text_new).toContain("any news on the start date");
    expect(sent.sent_at).not.toBeNull();
  });

  test("FUP-4 a mail whose conversation is unknown to the provider still answers the right message", async () => {
    const { conversationId, nudge } = await draftedNudge("unknown-thread");
    await ada.rpc("approve_nudge", { nudge_id: nudge.id, draft_version: nudge.draft_version })
      .throwOnError();
    await untilNudge(ada, conversationId, ["sent"]);
    const { data: conversation } = await ada.from("conversations").select("provider_thread_id").eq(
      "id",
      conversationId,
    ).single().throwOnError();
    const [mail] = await emulatedMailbox(stack.googleUrl).thread(conversation.provider_thread_id!);
    expect(mail!.headers["in-reply-to"]).toBe("<question-unknown-thread@acme.test>");
    expect(mail!.headers["subject"]).toBe("Re: Pilot in hall unknown-thread");
  });
});
