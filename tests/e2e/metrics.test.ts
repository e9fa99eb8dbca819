/** Metrics questions through supabase-js: the answer as the person, and its time limit. */
import postgres from "postgres";
import { afterAll, expect, inject, test } from "vitest";
import { signIn } from "../../scripts/demo/play-demo.ts";

const stack = inject("stack");
const ACME = "00000000-0000-4000-8000-0000000ac3e0";
const sql = postgres(stack.databaseUrl, { max: 2, onnotice: () => {} });
afterAll(() => sql.end());

test("PRM-2 an answer is counted as the person and names its messages; a stranger has none", async () => {
  const ada = await signIn(stack, "ada@acme.test");
  const cy = await signIn(stack, "cy@elsewhere.test");
  const question = { metric: "received", workspace_id: ACME };
  const { data: answer } = await ada.rpc("answer_metric", question).throwOnError();
  const { count } = await ada.from("messages").select("*", { count: "exact", head: true })
    .eq("workspace_id", ACME).eq("owner_id", "00000000-0000-4000-8000-00000000ada1")
    .eq("direction", "inbound").throwOnError();
  expect(answer).toMatchObject({ metric: "received", value: count, audience: "mine" });
  expect(count).toBeGreaterThan(0);
  const { message_ids: ids } = answer as unknown as { message_ids: string[] };
  expect(ids).toHaveLength(Math.min(count!, 100));
  const { error } = await cy.rpc("answer_metric", question);
  expect(error).toMatchObject({ code: "PT404", message: "workspace_not_found" });
});

test("PRM-2 a question that takes too long ends by itself", async () => {
  const ada = await signIn(stack, "ada@acme.test");
  const ask = () => ada.rpc("answer_metric", { metric: "promises", workspace_id: ACME });
  const door = "public.answer_metric(text, uuid, timestamptz, timestamptz, jsonb)";
  const limit = (value: string) =>
    sql.unsafe(`alter function ${door} set statement_timeout = '${value}'`);
  await limit("300ms");
  try {
    await sql.begin(async (transaction) => {
      await transaction`lock table public.promises in access exclusive mode`;
      const { error } = await ask();
      expect(error?.message).toMatch(/statement timeout/);
    });
    expect((await ask()).error).toBeNull();
  } finally {
    await limit("5s");
  }
});
