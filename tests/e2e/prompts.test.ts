/** Questions in people's own words, on the demo's mail, with the built-in rules. */
import { beforeAll, expect, inject, test, vi } from "vitest";
import { type Client, signIn } from "../../scripts/demo/play-demo.ts";
import { newcomer } from "../support/people.ts";
import { ACME, ask, quotedSubjects, refusedSlug } from "../support/prompts-client.ts";

const stack = inject("stack");
let ada: Client;

beforeAll(async () => {
  ada = await signIn(stack, "ada@acme.test");
  // what the story says is understood within seconds
  await vi.waitFor(async () => {
    const { count } = await ada.from("promises").select("*", { count: "exact", head: true })
      .throwOnError();
    expect(count).toBeGreaterThan(1);
    const { data } = await ada.from("message_triage").select("message_id, messages!inner(subject)")
      .eq("messages.subject", "Unterlagen für die Abnahme").throwOnError();
    expect(data).toHaveLength(1);
  }, { timeout: 60_000, interval: 500 });
}, 90_000);

test("PRM-1 PRM-2 PRM-3 a window is summed up to the minute, with counts, themes and the words of mails", async () => {
  const before = Date.now();
  const answer = await ask(ada, "summarize last 2 hours");
  if (answer.intent !== "summarize") throw new Error(answer.intent);
  const { from_at, until_at } = answer.coverage.window!;
  expect(Date.parse(until_at) - Date.parse(from_at)).toBe(7_200_000);
  expect(Math.abs(Date.parse(until_at) - before)).toBeLessThan(120_000);
  const { count } = await ada.from("messages").select("*", { count: "exact", head: true })
    .eq("owner_id", "00000000-0000-4000-8000-00000000ada1")
    .gte("sent_at", from_at).lt("sent_at", until_at).throwOnError();
  expect(answer.counts).toMatchObject({ total: count, by_source: [{ count }] });
  const titles = answer.key_events.map(({ title }) => title);
  expect(titles).toContain("Unterlagen für die Abnahme");
  expect(titles).not.toContain("Invoice 2041");
  expect(await quotedSubjects(ada, answer)).toContain("Unterlagen für die Abnahme");
});

test("PRM-2 the same window over the same messages is summed up once", async () => {
  const yesterday = { text: "summarize this", from_at: at(-40), until_at: at(-10) };
  const first = await ask(ada, yesterday);
  const second = await ask(ada, yesterday);
  expect(first).toMatchObject({ intent: "summarize", found: true, is_stored: false });
  expect(second).toMatchObject({ intent: "summarize", is_stored: true });
  if (first.intent !== "summarize" || second.intent !== "summarize") return;
  expect(second).toMatchObject({ summary_id: first.summary_id, overview: first.overview });
  const { data } = await ada.rpc("list_summaries", { workspace_id: ACME }).throwOnError();
  expect(data.filter(({ id }) => id === first.summary_id)).toHaveLength(1);
});

test("PRM-2 what needs action are tasks, mails that wait and promises that fall due", async () => {
  const answer = await ask(ada, "what needs action?");
  if (answer.intent !== "actions") throw new Error(answer.intent);
  expect(answer.needs_reply.map(({ subject }) => subject)).toEqual(
    expect.arrayContaining([
      "Invoice 2041",
      "Unterlagen für die Abnahme",
      "Reunión sobre el contrato",
    ]),
  );
  expect(answer.tasks.map(({ title }) => title).join("\n")).toMatch(/Abnahmeprotokoll/);
  expect(answer.needs_reply.map(({ subject }) => subject)).not.toContain("Five trends for spring");
});

test("PRM-2 PRM-3 NEW-3 what Bob promised last week is the promise of last week, word for word", async () => {
  const answer = await ask(ada, "what did Bob promise me last week?");
  if (answer.intent !== "promises") throw new Error(answer.intent);
  expect(answer.promises).toMatchObject([{ side: "them", promised_by: "bob@globex.test" }]);
  expect(answer.statements[0]!.sources[0]!.quote).toMatch(/list of shift leads/);
});

test("PRM-2 PRM-3 who was not answered since Monday is counted by the database, as the person", async () => {
  const answer = await ask(ada, "who have I not answered since Monday?");
  if (answer.intent !== "metrics") throw new Error(answer.intent);
  const { from_at, until_at } = answer.coverage.window!;
  const { data: metric } = await ada.rpc("answer_metric", {
    metric: "unanswered_since",
    workspace_id: ACME,
    from_at,
    until_at,
  }).throwOnError();
  expect(answer).toMatchObject({
    metric: "unanswered_since",
    value: (metric as { value: number }).value,
  });
  expect(answer.rows.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["Jonas Weber", "Sofía Ramírez"]),
  );
  expect(answer.text).toMatch(/Jonas Weber/);
});

test("PRM-2 DRF-1 a reminder to Globex about the quote is drafted in that conversation, and nothing leaves", async () => {
  const answer = await ask(ada, "draft a friendly reminder to Globex about the quote");
  if (answer.intent !== "draft") throw new Error(answer.intent);
  expect(answer.drafts).toMatchObject([{
    kind: "follow_up",
    tone: "warm",
    recipient_address: "mira@globex.test",
    body: expect.stringMatching(/Mira[^]*budget/),
  }]);
  expect(answer.conversation).toMatchObject({ subject: "Quote for the second site" });
  expect(answer.statements[0]!.sources[0]!.quote).toMatch(/fit your budget/);
  const { data: kept } = await ada.from("message_drafts").select("status, body")
    .eq("id", answer.drafts[0]!.draft_id).single().throwOnError();
  expect(kept).toEqual({ status: "drafted", body: answer.drafts[0]!.body });
  const { data: left } = await ada.from("outbound_messages").select("id")
    .eq("conversation_id", answer.conversation!.conversation_id).throwOnError();
  expect(left).toEqual([]);
});

test("SEC-1 PRM-1 a prompt is answered to members only, and kept for who asked alone", async () => {
  const cy = await signIn(stack, "cy@elsewhere.test");
  const asked = { text: "summarize last 2 hours" };
  expect(await refusedSlug(cy, asked)).toEqual([404, "workspace_not_found"]);
  const zoe = await newcomer(stack, "zoe-prompts");
  const { data: account } = await zoe.client.rpc("my_account").throwOnError();
  const own = (account as { workspaces: { id: string }[] }).workspaces[0]!.id;
  for (
    const text of ["what did Bob promise me last week?", "who is Bob?", "draft a reply to Bob"]
  ) {
    const answer = await ask(zoe.client, { text, workspace_id: own });
    expect(answer).toMatchObject({ found: false, statements: [] });
    expect(answer.coverage).toMatchObject({ message_count: 0, connections: [] });
    expect(JSON.stringify(answer)).not.toMatch(/globex|Tanaka|shift/i);
  }
  const ben = await signIn(stack, "ben@acme.test");
  const { data: theirs } = await ben.rpc("list_prompts", { workspace_id: ACME }).throwOnError();
  expect(theirs.map(({ owner_id }) => owner_id)).not.toContain(
    "00000000-0000-4000-8000-00000000ada1",
  );
  const { data: mine } = await ada.rpc("list_prompts", { workspace_id: ACME }).throwOnError();
  expect(mine.length).toBeGreaterThan(0);
});

function at(hoursFromNow: number): string {
  return new Date(Date.now() + hoursFromNow * 3_600_000).toISOString().slice(0, 13) + ":00:00Z";
}

test("PRM-1 who waits is told what is going on, and gets the answer or the problem as an event", async () => {
  const { data: session } = await ada.auth.getSession();
  const events = async (body: Record<string, unknown>) => {
    const response = await fetch(`${stack.url}/functions/v1/prompts`, {
      method: "POST",
      headers: {
        apikey: stack.publishableKey,
        authorization: `Bearer ${session.session!.access_token}`,
        "content-type": "application/json",
        accept: "text/event-stream",
      },
      body: JSON.stringify({ workspace_id: ACME, ...body }),
    });
    expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
    return (await response.text()).trim().split(/\n\n/).map((event) => ({
      event: /^event: (.*)$/m.exec(event)![1],
      data: JSON.parse(/^data: (.*)$/m.exec(event)![1]!),
    }));
  };
  const told = await events({ text: "summarize last 2 hours" });
  expect(told.map(({ event }) => event)).toEqual(["routed", "looking", "found", "answer"]);
  expect(told[0]!.data).toMatchObject({
    intent: "summarize",
    window: { from_at: expect.any(String) },
  });
  expect(told.at(-1)!.data).toMatchObject({
    intent: "summarize",
    prompt_id: told[0]!.data.prompt_id,
  });
});

test("PRM-1 what is asked wrongly is refused with its reason", async () => {
  expect(await refusedSlug(ada, { text: " " })).toEqual([422, "invalid_body"]);
  expect(await refusedSlug(ada, { text: "x".repeat(2_001) })).toEqual([422, "invalid_body"]);
  expect(await refusedSlug(ada, { text: "hi", from_at: at(-1) })).toEqual([422, "invalid_body"]);
  const foreign = await ask(ada, {
    text: "summarize last 2 hours",
    connection_ids: ["00000000-0000-4000-8000-000000c0be11"],
  });
  expect(foreign).toMatchObject({
    found: false,
    coverage: { message_count: 0, not_seen: [{ reason: "connection_unknown" }] },
  });
});

test("PRM-1 who is asked back chooses, and is answered", async () => {
  const sentence = "draft a reminder to Bob about the fire drill";
  const asked = await ask(ada, sentence);
  if (asked.intent !== "choice") throw new Error(asked.intent);
  const pilot = asked.candidates.find(({ label }) => label.startsWith("Pilot in the Pune"))!;
  const answer = await ask(ada, { text: sentence, conversation_id: pilot.id });
  expect(answer).toMatchObject({
    intent: "draft",
    conversation: { conversation_id: pilot.id },
    drafts: [{ recipient_address: "bob@globex.test" }, {}, {}],
  });
  const { data } = await ada.rpc("list_prompts", { workspace_id: ACME, page_size: 2 })
    .throwOnError();
  expect(data.map(({ status }) => status)).toEqual(["answered", "asked_back"]);
});

test("TRI-2 every reading of a prompt is in the ledger", async () => {
  const { prompt_id } = await ask(ada, "summarize last 30 minutes");
  const { data } = await ada.from("ai_actions").select("action, is_offline, outcome")
    .eq("subject_id", prompt_id).throwOnError();
  expect(data).toContainEqual({ action: "route_prompt", is_offline: true, outcome: "ok" });
});
