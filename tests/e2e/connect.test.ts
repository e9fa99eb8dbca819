/** Connecting the account of the lab as a newcomer does: the command, a browser at the consent page, and back. */
import { expect, inject, test } from "vitest";
import { connectInBrowser } from "../../scripts/connect/connect-in-browser.ts";
import { signIn } from "../../scripts/demo/play-demo.ts";
import { demoGoogleToken } from "../../scripts/local/emulators/demo-mailbox.ts";
import { gmailClient } from "../emulators/gmail-client.ts";
import { mailWithFiles, someBytes } from "../support/mail-with-files.ts";

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

const google = gmailClient(stack.googleUrl, demoGoogleToken);
const ada = () => signIn({ ...stack }, "ada@acme.test");

/** A mail that arrives at Google; answers its id there. */
async function arrives(raw: string): Promise<string> {
  const { data } = await google.users.messages.import({
    userId: "me",
    requestBody: { raw: Buffer.from(raw).toString("base64url"), labelIds: ["INBOX", "UNREAD"] },
  });
  return data.id!;
}

test("ING-1 INB-3 the inbox of the connected account fills, and a star set through supabase-js stands at Google", async () => {
  const person = await ada();
  const subject = `Star ${Date.now()}`;
  const id = await arrives(mailWithFiles([], { Subject: subject }));
  const { data: connection } = await person.from("connections").select("id, workspace_id")
    .eq("address", "ada@acme.test").single().throwOnError();
  const list = async () => {
    // refused when it was read a moment ago, which is as good
    await person.rpc("sync_now", { connection_id: connection.id });
    return await person.rpc("list_conversations", {
      workspace_id: connection.workspace_id,
      search: `"${subject}"`,
    }).throwOnError();
  };
  await expect.poll(async () => (await list()).data.length, { timeout: 30_000 }).toBe(1);
  const { data: [conversation] } = await list();
  expect(conversation).toMatchObject({ subject, is_starred: false, unread_count: 1 });
  await person.rpc("star_conversations", { conversation_ids: [conversation!.id] }).throwOnError();
  await expect.poll(async () => {
    const { data } = await google.users.messages.get({ userId: "me", id, format: "minimal" });
    return data.labelIds;
  }, { timeout: 30_000 }).toContain("STARRED");
  expect((await list()).data[0]).toMatchObject({ is_starred: true });
});

test("ING-1 SEC-1 a file of a mail comes through supabase-js to who may read it, and to nobody else", async () => {
  const person = await ada();
  const file = { name: "Plan ä.pdf", type: "application/pdf", bytes: someBytes(1_500_000) };
  const subject = `Files ${Date.now()}`;
  await arrives(mailWithFiles([file], { Subject: subject }));
  const { data: connection } = await person.from("connections").select("id").eq(
    "address",
    "ada@acme.test",
  ).single().throwOnError();
  const find = async () => {
    await person.rpc("sync_now", { connection_id: connection.id });
    return await person.from("messages").select("id, attachments(id, file_name, byte_count)").eq(
      "subject",
      subject,
    ).throwOnError();
  };
  await expect.poll(async () => (await find()).data.length, { timeout: 30_000 }).toBe(1);
  const { data: [message] } = await find();
  expect(message!.attachments).toMatchObject([{ file_name: file.name, byte_count: 1_500_000 }]);
  const body = { attachment_id: message!.attachments[0]!.id };
  const { data: blob } = await person.functions.invoke<Blob>("attachments", { body });
  expect(Buffer.from(await blob!.arrayBuffer()).equals(file.bytes)).toBe(true);
  const cy = await signIn({ ...stack }, "cy@elsewhere.test");
  const { error } = await cy.functions.invoke("attachments", { body });
  expect((error.context as Response).status).toBe(404);
  expect(await (error.context as Response).json()).toMatchObject({ slug: "attachment_not_found" });
});

test.each([
  "auth/v1/token?grant_type=password",
  "rest/v1/rpc/list_conversations",
  "rest/v1/workspaces?select=id",
  ...["connect/google/start", "search", "prompts", "ingest", "attachments"].map((path) =>
    `functions/v1/${path}`
  ),
])("CON-1 a page of an app may call %s with supabase-js", async (path) => {
  const wanted = ["apikey", "authorization", "content-type", "x-client-info"];
  const response = await fetch(`${stack.url}/${path}`, {
    method: "OPTIONS",
    headers: {
      "origin": "http://127.0.0.1:3000",
      "access-control-request-method": "POST",
      "access-control-request-headers": wanted.join(","),
    },
  });
  // what a browser asks first, and goes no further without
  expect(response.ok).toBe(true);
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
  const allowed = response.headers.get("access-control-allow-headers")!.toLowerCase().split(",");
  expect(allowed.map((name) => name.trim())).toEqual(expect.arrayContaining(wanted));
  const answer = await fetch(`${stack.url}/${path}`, { method: "POST", body: "{}" });
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  await answer.body?.cancel();
});

test("the doors of accounts take the worker key only", async () => {
  const post = (headers: Record<string, string>) =>
    fetch(`${stack.url}/functions/v1/tend-accounts`, { method: "POST", headers, body: "{}" });
  expect((await post({ apikey: stack.workerKey })).status).toBe(202);
  expect((await post({ apikey: stack.secretKey })).status).toBe(401);
  expect((await post({ apikey: stack.publishableKey })).status).toBe(401);
});
