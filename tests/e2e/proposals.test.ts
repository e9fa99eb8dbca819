/** Next steps through supabase-js: found in one's own rows, done by the verb of the thing, dismissed for good. */
import { expect, inject, test } from "vitest";
import { importMails, signIn } from "../../scripts/demo/play-demo.ts";

const stack = inject("stack");
const ACME = "00000000-0000-4000-8000-0000000ac3e0";

test("PRM-4 a suggested task is proposed once; accepted it is open, dismissed it is not proposed again", async () => {
  const ada = await signIn(stack, "ada@acme.test");
  const cy = await signIn(stack, "cy@elsewhere.test");
  const run = crypto.randomUUID();
  const mail = (number: number) =>
    [
      "From: Greta Globex <greta@globex.test>",
      "To: ada@acme.test",
      `Subject: Lease ${number} ${run}`,
      `Message-ID: <${number}.${run}@globex.test>`,
      `Date: ${new Date(Date.now() - 3_600_000).toUTCString().replace("GMT", "+0000")}`,
      "",
      `Hi Ada, could you please send me the ${
        number === 1 ? "signed lease by Friday" : "floor plan by Monday"
      }?`,
      "",
      "",
    ].join("\r\n");
  await importMails(stack, [mail(1), mail(2)]);
  const { data: messages } = await ada.from("messages").select("id").like("subject", `%${run}`)
    .throwOnError();
  expect(messages).toHaveLength(2);
  const tasks = async () =>
    (await ada.from("tasks").select("id, status").in("message_id", messages.map(({ id }) => id))
      .order("id").throwOnError()).data;
  await expect.poll(async () => (await tasks()).length, { timeout: 60_000 }).toBe(2);
  const make = () => ada.rpc("make_proposals", { workspace_id: ACME }).throwOnError();
  expect((await make()).data).toBeGreaterThanOrEqual(2);
  const mine = async (status: string) => {
    const ids = (await tasks()).map(({ id }) => id);
    const { data } = await ada.rpc("list_proposals", {
      workspace_id: ACME,
      status,
      page_size: 200,
    }).throwOnError();
    return data.filter(({ cause_id: cause }) => ids.includes(cause));
  };
  const [first, second] = await mine("proposed");
  expect(second).toBeDefined();
  const stranger = await cy.rpc("accept_proposal", { proposal_id: first!.id });
  expect(stranger.error).toMatchObject({ code: "PT404", message: "proposal_not_found" });

  const answers = await Promise.all(
    [1, 2, 3].map(() => ada.rpc("accept_proposal", { proposal_id: first!.id })),
  );
  expect(answers.filter(({ error }) => !error)).toHaveLength(1);
  await ada.rpc("dismiss_proposal", { proposal_id: second!.id }).throwOnError();
  expect((await tasks()).find(({ id }) => id === first!.cause_id)?.status).toBe("open");
  expect((await tasks()).find(({ id }) => id === second!.cause_id)?.status).toBe("suggested");
  await make();
  expect(await mine("proposed")).toEqual([]);
  expect((await mine("dismissed")).map(({ id }) => id)).toEqual([second!.id]);
});
