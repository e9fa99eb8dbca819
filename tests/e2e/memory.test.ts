import { expect, inject, test } from "vitest";
import { importMails, signIn } from "../../scripts/demo/play-demo.ts";
import { newcomer } from "../support/people.ts";

const stack = inject("stack");
const acme = "00000000-0000-4000-8000-0000000ac3e0";

async function search(client: Awaited<ReturnType<typeof signIn>>, body: Record<string, unknown>) {
  const { data } = await client.auth.getSession();
  return await fetch(`${stack.url}/functions/v1/search`, {
    method: "POST",
    headers: {
      apikey: stack.publishableKey,
      authorization: `Bearer ${data.session!.access_token}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ workspace_id: acme, ...body }),
  });
}

test("TSK-1 NEW-3 VEC-1 VEC-2 an imported mail becomes a task and a promise, and is found by its owner only", async () => {
  const ada = await signIn(stack, "ada@acme.test");
  const run = crypto.randomUUID().slice(0, 8);
  const raw = [
    "From: Greta Globex <greta@globex.test>",
    "To: ada@acme.test",
    `Subject: Scaffolding ${run}`,
    `Message-ID: <${run}-scaffold@globex.test>`,
    `Date: ${new Date(Date.now() - 3_600_000).toUTCString().replace("GMT", "+0000")}`,
    "",
    `Hi Ada, could you please send me the signed scaffolding permit ${run} by Friday? I'll call you tomorrow.`,
  ].join("\r\n");
  await importMails(stack, [raw]);
  const { data: message } = await ada.from("messages").select("id").eq(
    "subject",
    `Scaffolding ${run}`,
  )
    .single().throwOnError();
  await expect.poll(async () => {
    const { data } = await ada.from("tasks").select().eq("message_id", message.id);
    return data;
  }, { timeout: 30_000 }).toMatchObject([{
    status: "suggested",
    source: "rules",
    due_on: expect.any(String),
  }]);
  const { data: promises } = await ada.from("promises").select().eq("message_id", message.id)
    .throwOnError();
  expect(promises).toMatchObject([{
    side: "them",
    state: "made",
    promised_by: "greta@globex.test",
  }]);

  await expect.poll(async () => {
    const answer = await (await search(ada, { query: `permit ${run}` })).json();
    return answer.results?.[0];
  }, { timeout: 30_000 }).toMatchObject({ objectType: "message", objectId: message.id });
  const semantic =
    await (await search(ada, { query: `scaffoldings permits ${run}`, mode: "semantic" })).json();
  expect(semantic).toMatchObject({ model: "hash-v2", without_meaning: null });

  const zoe = await newcomer(stack, "zoe-memory");
  const refused = await search(zoe.client as never, { query: run });
  expect(refused.status).toBe(404);
  expect(await refused.json()).toMatchObject({ slug: "workspace_not_found" });
  expect((await search(ada, { query: "" })).status).toBe(422);
});
