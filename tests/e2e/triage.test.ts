import { expect, inject, test } from "vitest";
import { importMails, signIn } from "../../scripts/demo/play-demo.ts";

const stack = inject("stack");

test("TRI-1 TRI-2 TRI-3 an imported mail is classified by itself, without a key, and says why", async () => {
  const ada = await signIn(stack, "ada@acme.test");
  const run = crypto.randomUUID();
  const raw = [
    "From: Greta Globex <greta@globex.test>",
    "To: ada@acme.test",
    `Subject: Invoice ${run}`,
    `Message-ID: <${run}@globex.test>`,
    `Date: ${new Date(Date.now() - 3_600_000).toUTCString().replace("GMT", "+0000")}`,
    "",
    "Hi Ada, could you please pay the overdue invoice by tomorrow? Otherwise our lawyer will contact you.",
  ].join("\r\n");
  await importMails(stack, [raw]);
  const { data: message } = await ada.from("messages").select("id, conversation_id")
    .eq("subject", `Invoice ${run}`).single().throwOnError();
  await expect.poll(async () => {
    const { data } = await ada.from("message_triage").select().eq("message_id", message.id)
      .maybeSingle();
    return data;
  }, { timeout: 30_000 }).toMatchObject({
    priority: "urgent",
    category: "finance",
    needs_reply: true,
    engine: "rules",
    evidence: { actionability: { quote: expect.stringContaining("pay the overdue invoice") } },
  });
  const { data: calls } = await ada.from("ai_actions").select("action, is_offline, outcome")
    .eq("subject_id", message.id).throwOnError();
  expect(calls).toEqual([{ action: "triage", is_offline: true, outcome: "ok" }]);
  const { data: pressing } = await ada.from("conversations").select(
    "id, needs_reply, priority_source",
  )
    .eq("id", message.conversation_id).single().throwOnError();
  expect(pressing).toMatchObject({ needs_reply: true, priority_source: "triage" });
});
