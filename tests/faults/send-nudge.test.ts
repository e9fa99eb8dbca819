/** What goes wrong between the claim and the record of a send. Mails are counted by the emulator, not by us. */
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { demoMails } from "../../scripts/demo/demo-mails.ts";
import { type DemoStack, importMails, signIn, untilNudge } from "../../scripts/demo/play-demo.ts";
import { type GoogleEmulator, startGoogleEmulator } from "../../scripts/local/emulators/google.ts";
import { type Stack, startStack } from "../../scripts/local/stack.ts";
import { type GoogleFaults, startGoogleFaults } from "../emulators/google-faults.ts";
import type { SendFault } from "../emulators/send-fault.ts";

const LEASE_SECONDS = 5;
const ACME = "00000000-0000-4000-8000-0000000ac3e0";

let emulator: GoogleEmulator;
let faults: GoogleFaults;
let stack: Stack;
let demo: DemoStack;
let sql: Sql;
let ada: Awaited<ReturnType<typeof signIn>>;
let acceptedBefore: number;

beforeAll(async () => {
  emulator = await startGoogleEmulator(0);
  faults = await startGoogleFaults(emulator.url);
  stack = await startStack({ engine: "postgres", env: { GOOGLE_API_BASE_URL: `${faults.url}/` } });
  demo = { url: stack.url, publishableKey: stack.keys.publishableKey, googleUrl: emulator.url };
  sql = postgres(stack.databaseUrl!, { max: 2, onnotice: () => {} });
  ada = await signIn(demo, "ada@acme.test");
  // Shorter than in production, so that the tests take seconds; the order of events is the same.
  await sql`update private.queues set lease_seconds = ${LEASE_SECONDS}, backoff_base_seconds = 1`;
  await sql`update public.workspaces set quiet_hours_start = '00:00', quiet_hours_end = '00:00', touch_gap_hours = 0 where id = ${ACME}`;
  await sql.unsafe(`create or replace function private.resend_grace() returns interval
    language sql immutable set search_path = '' as $$ select interval '4 seconds' $$`);
});
afterAll(async () => {
  await sql?.end();
  await stack?.stop();
  await faults?.close();
  await emulator?.close();
});
beforeEach(async () => {
  await sql`update public.connections set status = 'active', status_reason = null`;
  acceptedBefore = faults.acceptedCount();
});

const accepted = () => faults.acceptedCount() - acceptedBefore;

/** Bob owes an answer, the nudge is drafted; the next send will fail as told once Ada approves. */
async function approve(run: string, fault: SendFault) {
  const mails = demoMails(run, new Date());
  await importMails(demo, mails.conversation.map(({ raw }) => raw));
  const { data } = await ada.from("conversations").select("id").eq("subject", mails.subject)
    .single().throwOnError();
  const nudge = await untilNudge(ada, data.id, ["drafted"]);
  faults.failNextSend(fault);
  await ada.rpc("approve_nudge", { nudge_id: nudge.id, draft_version: nudge.draft_version })
    .throwOnError();
  return { mails, conversationId: data.id };
}

const outboundOf = async (conversationId: string) =>
  (await sql`select state, state_reason, attempts from public.outbound_messages where conversation_id = ${conversationId} order by id desc limit 1`)[
    0
  ]!;

describe("killing send-nudge", () => {
  test("FUP-4 NEW-7 between the provider's acceptance and the record ends with exactly one mail, soon after the lease", async () => {
    const { conversationId } = await approve("killed-after", "no_answer_after");
    await expect.poll(accepted, { timeout: 20_000 }).toBe(1);
    expect(await outboundOf(conversationId)).toMatchObject({ state: "sending", attempts: 1 });
    await stack.killFunctions("SIGKILL");
    const killedAt = Date.now();
    const nudge = await untilNudge(ada, conversationId, ["sent"]);
    expect(Date.now() - killedAt).toBeLessThan((LEASE_SECONDS + 5 + 2) * 1000);
    expect(nudge.status).toBe("sent");
    expect(accepted()).toBe(1);
    expect(await outboundOf(conversationId)).toMatchObject({ state: "sent", attempts: 1 });
  });

  test("DRF-1 FUP-4 NEW-7 so does an answer somebody sends from a draft, and the draft is sent", async () => {
    const mails = demoMails("killed-answer", new Date());
    const answer = mails.answer("<question-killed-answer@acme.test>", new Date());
    await importMails(demo, [...mails.conversation.map(({ raw }) => raw), answer]);
    const { data } = await ada.from("conversations").select("id").eq("subject", mails.subject)
      .single().throwOnError();
    const { data: [asked] } = await ada.rpc("request_drafts", {
      conversation_id: data.id,
      tones: ["concise"],
    }).throwOnError();
    const draft = async () =>
      (await ada.from("message_drafts").select("status, version").eq("id", asked!.id).single()
        .throwOnError()).data;
    await expect.poll(draft, { timeout: 20_000 }).toEqual({ status: "drafted", version: 1 });
    await ada.rpc("edit_draft", { draft_id: asked!.id, draft_version: 1, body: "Good, thank you." })
      .throwOnError();
    faults.failNextSend("no_answer_after");
    await ada.rpc("send_draft", { draft_id: asked!.id, draft_version: 2 }).throwOnError();
    await expect.poll(accepted, { timeout: 20_000 }).toBe(1);
    expect(await outboundOf(data.id)).toMatchObject({ state: "sending", attempts: 1 });
    await stack.killFunctions("SIGKILL");
    await expect.poll(async () => (await draft()).status, { timeout: 20_000 }).toBe("sent");
    expect(accepted()).toBe(1);
    expect(await outboundOf(data.id)).toMatchObject({ state: "sent", attempts: 1 });
    const [copies] = await sql`select count(*)::int as count from public.messages
      where conversation_id = ${data.id} and direction = 'outbound' and text_new like 'Good, thank you.%'`;
    expect(copies!.count).toBe(1);
  });

  test("FUP-4 NEW-7 before the provider accepted sends once, after a look-up and the wait that makes it safe", async () => {
    const sends = () => faults.requests().filter((path) => path.includes("messages/send")).length;
    const sendsBefore = sends();
    const { conversationId } = await approve("killed-before", "no_answer_before");
    // the claim is committed some calls before the provider is asked
    await expect.poll(sends, { timeout: 20_000 }).toBe(sendsBefore + 1);
    await expect.poll(async () => (await outboundOf(conversationId)).state, { timeout: 20_000 })
      .toBe("sending");
    await stack.killFunctions("SIGKILL");
    await untilNudge(ada, conversationId, ["sent"]);
    expect(accepted()).toBe(1);
    expect(await outboundOf(conversationId)).toMatchObject({ state: "sent", attempts: 2 });
    const lookUps = faults.requests().filter((path) => path.includes("rfc822msgid"));
    expect(lookUps.length).toBeGreaterThan(0);
  });
});

describe("a provider that fails", () => {
  test.each<SendFault>(["server_error_after", "reset_after", "garbage_after"])(
    "FUP-4 NEW-7 %s: the mail is found by its Message-ID and not sent again",
    async (fault) => {
      const { conversationId } = await approve(fault.replaceAll("_", "-"), fault);
      await untilNudge(ada, conversationId, ["sent"]);
      expect(accepted()).toBe(1);
      expect(await outboundOf(conversationId)).toMatchObject({ attempts: 1 });
    },
  );

  test("FUP-4 429: sent once, not before Retry-After", async () => {
    const { conversationId } = await approve("rate-limited", "rate_limited");
    await expect.poll(async () => (await outboundOf(conversationId)).state_reason, {
      timeout: 20_000,
    }).toBe("provider_rate_limited");
    const refusedAt = Date.now();
    await untilNudge(ada, conversationId, ["sent"]);
    // what was seen of the seven seconds, less the time the refusal took to be noticed here
    expect(Date.now() - refusedAt).toBeGreaterThan(5_500);
    expect(accepted()).toBe(1);
  });

  test("FUP-5 an answer that arrives while a refused send waits cancels it", async () => {
    const { conversationId, mails } = await approve("answered", "rate_limited");
    await expect.poll(async () => (await outboundOf(conversationId)).state_reason, {
      timeout: 20_000,
    }).toBe("provider_rate_limited");
    await importMails(demo, [mails.answer("<question-answered@acme.test>", new Date())]);
    const nudge = await untilNudge(ada, conversationId, ["cancelled"]);
    expect(nudge.status_reason).toBe("replied");
    expect(await outboundOf(conversationId)).toMatchObject({ state: "cancelled" });
    expect(accepted()).toBe(0);
  });

  test("FUP-3 a refusal for good fails the nudge visibly and sends nothing", async () => {
    const { conversationId } = await approve("refused", "refused");
    const nudge = await untilNudge(ada, conversationId, ["failed"]);
    expect(nudge.status_reason).toBe("provider_refused");
    expect(accepted()).toBe(0);
  });

  test("FUP-4 OPS-1 a token that is refused marks the account, keeps the nudge approved, and sends once it works again", async () => {
    const { conversationId } = await approve("reconnect", "unauthorized");
    await expect.poll(async () => (await outboundOf(conversationId)).state_reason, {
      timeout: 20_000,
    }).toBe("grant_revoked");
    const { data: connection } = await ada.from("connections").select("status, status_reason").eq(
      "address",
      "ada@acme.test",
    ).single().throwOnError();
    expect(connection).toEqual({ status: "error", status_reason: "grant_revoked" });
    await expect.poll(async () => {
      const { data } = await ada.rpc("list_my_jobs", { workspace_id: ACME }).throwOnError();
      return data.filter(({ queue, state }) => queue === "send-nudge" && state === "waiting")
        .map(({ held_by, error_slug }) => [held_by, error_slug]);
    }, { timeout: 20_000 }).toEqual([["connection", "grant_revoked"]]);
    expect((await untilNudge(ada, conversationId, ["approved"])).status).toBe("approved");
    expect(accepted()).toBe(0);
    await sql`update public.connections set status = 'active', status_reason = null`;
    const reconnectedAt = Date.now();
    await untilNudge(ada, conversationId, ["sent"]);
    // held, not put off: the ring of the reconnection is enough
    expect(Date.now() - reconnectedAt).toBeLessThan(10_000);
    expect(accepted()).toBe(1);
  });
});
