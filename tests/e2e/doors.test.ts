import { createHmac } from "node:crypto";
import { describe, expect, inject, test } from "vitest";
import { signIn } from "../../scripts/demo/play-demo.ts";
import { newcomer } from "../support/people.ts";

const stack = inject("stack");
const door = (path: string) => `${stack.url}/functions/v1/${path}`;
const token = async (client: Awaited<ReturnType<typeof signIn>>) =>
  (await client.auth.getSession()).data.session!.access_token;

const post = (path: string, headers: Record<string, string>, body: string) =>
  fetch(door(path), {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });

describe("health", () => {
  test("answers 200 to anybody without telling anything", async () => {
    const response = await fetch(door("health"));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: "ok" });
  });

  test("tells operators with a secret key how the queues stand, and nobody else", async () => {
    const details = await fetch(door("health/details"), { headers: { apikey: stack.secretKey } });
    const health = await details.json();
    expect(health.is_configured).toBe(true);
    expect(Object.keys(health.queues)).toEqual(
      expect.arrayContaining(["draft-nudge", "send-nudge"]),
    );
    const refused = await fetch(door("health/details"), {
      headers: { apikey: stack.publishableKey },
    });
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ slug: "unauthorized", hint: expect.any(String) });
  });
});

describe.each(["draft-nudge", "draft-reply", "send-nudge", "triage", "embed", "extract"])(
  "%s",
  (name) => {
    test("takes the worker key only", async () => {
      expect((await post(name, { apikey: stack.workerKey }, "{}")).status).toBe(202);
      const ada = await token(await signIn(stack, "ada@acme.test"));
      for (
        const headers of [
          {},
          { apikey: stack.publishableKey },
          { apikey: stack.secretKey },
          { apikey: `${stack.workerKey}x` },
          { apikey: stack.publishableKey, authorization: `Bearer ${ada}` },
        ]
      ) {
        expect((await post(name, headers as Record<string, string>, "{}")).status).toBe(401);
      }
    });
  },
);

describe("ingest", () => {
  const message = (
    reference: string,
    raw = "From: bob@globex.test\r\nTo: zoe@acme.test\r\nSubject: Hi\r\n\r\nHello",
  ) => ({
    reference,
    raw: Buffer.from(raw).toString("base64"),
  });

  test("stores into the caller's own mailbox only, and answers strangers as if there were none", async () => {
    const zoe = await newcomer(stack, "zoe");
    const { data: account } = await zoe.client.rpc("my_account").throwOnError();
    const workspaceId = (account as { workspaces: { id: string }[] }).workspaces[0]!.id;
    const { data: connection } = await zoe.client.rpc("connect_mailbox_for_import", {
      workspace_id: workspaceId,
      address: "zoe@acme.test",
    }).throwOnError();
    const body = JSON.stringify({
      connection_id: connection.id,
      messages: [message("one"), message("bad", " ")],
    });
    const stored = await post("ingest", {
      apikey: stack.publishableKey,
      authorization: `Bearer ${await token(zoe.client)}`,
    }, body);
    expect((await stored.json()).results.map((one: { outcome: string }) => one.outcome)).toEqual([
      "stored",
      "failed",
    ]);

    const cy = await signIn(stack, "cy@elsewhere.test");
    const refused = await post("ingest", {
      apikey: stack.publishableKey,
      authorization: `Bearer ${await token(cy)}`,
    }, body);
    expect(refused.status).toBe(404);
    const unknown = await post(
      "ingest",
      { apikey: stack.publishableKey, authorization: `Bearer ${await token(cy)}` },
      body.replace(connection.id, "00000000-0000-4000-8000-00000000dead"),
    );
    expect(await unknown.json()).toEqual(await refused.json());
    const { data: kept } = await zoe.client.from("messages").select("subject").throwOnError();
    expect(kept).toEqual([{ subject: "Hi" }]);
  });

  test.each([
    ["no JSON", "{", 400, "invalid_json"],
    [
      "no messages",
      JSON.stringify({ connection_id: "00000000-0000-4000-8000-000000c0ada1", messages: [] }),
      422,
      "invalid_body",
    ],
    ["too much", `{"pad":"${"x".repeat(9 * 1024 * 1024)}"}`, 413, "body_too_large"],
  ])("answers %s with a problem", async (_name, body, status, slug) => {
    const ada = await token(await signIn(stack, "ada@acme.test"));
    const response = await post("ingest", {
      apikey: stack.publishableKey,
      authorization: `Bearer ${ada}`,
    }, body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ slug, hint: expect.any(String) });
  });

  test("refuses nobody, a forged token and a token without a signature", async () => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const claims = part({
      sub: "00000000-0000-4000-8000-00000000ada1",
      role: "service_role",
      exp: 4102444800,
    });
    const forged = `${part({ alg: "HS256", typ: "JWT" })}.${claims}`;
    const signature = createHmac("sha256", "a wrong secret").update(forged).digest("base64url");
    for (
      const authorization of [
        undefined,
        `Bearer ${forged}.${signature}`,
        `Bearer ${part({ alg: "none" })}.${claims}.`,
      ]
    ) {
      const headers = { apikey: stack.publishableKey, ...(authorization && { authorization }) };
      expect((await post("ingest", headers, "{}")).status).toBe(401);
    }
  });
});
