/** Connecting the account of the lab as a newcomer does: the command, a browser at the consent page, and back. */
import { expect, inject, test } from "vitest";
import { connectInBrowser } from "../../scripts/connect/connect-in-browser.ts";
import { signIn } from "../../scripts/demo/play-demo.ts";

const stack = inject("stack");

/** A person who opens the page, chooses Ada's account and leaves every box ticked. */
async function consentAsAda(address: string): Promise<string> {
  const page = await fetch(address);
  expect(page.status).toBe(200);
  const html = await page.text();
  expect(html).toContain("ada@acme.test");
  const scopes = new URL(address).searchParams.get("scope")!.split(" ");
  const form = new URLSearchParams({
    request: new URL(address).search.slice(1),
    account: "ada@acme.test",
    decision: "continue",
  });
  for (const scope of scopes) form.append("granted", scope);
  const { origin, pathname } = new URL(address);
  const answer = await fetch(`${origin}${pathname}`, { method: "POST", body: form });
  // through our callback to the page of the command
  expect(answer.status).toBe(200);
  return await answer.text();
}

test("CON-1 CON-7 CON-8 npm run connect links the lab's account through its consent page", async () => {
  const ada = await signIn({ ...stack }, "ada@acme.test");
  let seen: Promise<string> | undefined;
  const connection = await connectInBrowser(ada, ["mail", "calendar"], (line) => {
    seen = consentAsAda(/http\S+/.exec(line)![0]);
  });
  expect(await seen).toMatch(/close this window/);
  expect(connection).toMatchObject({
    address: "ada@acme.test",
    status: "active",
    features: ["calendar", "mail"],
  });
  // the seeded account became the live one
  const { data } = await ada.from("connections").select("id, provider").eq(
    "address",
    "ada@acme.test",
  ).throwOnError();
  expect(data).toEqual([{ id: connection.id, provider: "gmail" }]);
});

test("the doors of accounts take the worker key only", async () => {
  const post = (headers: Record<string, string>) =>
    fetch(`${stack.url}/functions/v1/tend-accounts`, { method: "POST", headers, body: "{}" });
  expect((await post({ apikey: stack.workerKey })).status).toBe(202);
  expect((await post({ apikey: stack.secretKey })).status).toBe(401);
  expect((await post({ apikey: stack.publishableKey })).status).toBe(401);
});
