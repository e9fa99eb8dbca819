import { Hono } from "hono";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { onError } from "../../../functions/_shared/http/problem.ts";
import { receiveWebhook } from "../../../functions/_shared/http/webhook-door.ts";
import type {
  IncomingWebhook,
  WebhookInbox,
} from "../../../functions/_shared/ports/webhook-inbox.ts";
import { signedHeaders, standardDoor } from "../../support/standard-webhooks.ts";

// the problems' own log lines
beforeEach(() => void vi.spyOn(console, "log").mockImplementation(() => {}));

const BODY = '{"text": "canary-in-the-body"}';

/** An app with one door, what it stored and what it logged. */
function makeDoor(options: Parameters<typeof standardDoor>[0] = {}, receive?: () => never) {
  const stored: IncomingWebhook[] = [];
  const lines: Record<string, unknown>[] = [];
  const inbox: WebhookInbox = {
    receive(webhook) {
      receive?.();
      const isDuplicate = stored.some(({ eventId }) => eventId === webhook.eventId);
      if (!isDuplicate) stored.push(webhook);
      return Promise.resolve(isDuplicate ? "duplicate" : "stored");
    },
    read: () => Promise.reject(new Error("a door never reads")),
    settle: () => Promise.reject(new Error("a door never settles")),
  };
  const app = new Hono().onError(onError).all("/", (context) =>
    receiveWebhook(
      context.req.raw,
      standardDoor(options),
      inbox,
      (level, event, fields) => lines.push({ level, event, ...fields }),
    ));
  return { app, stored, lines };
}

const post = (body: BodyInit | null, headers: Record<string, string>) => ({
  method: "POST",
  body,
  headers,
});

describe("receiveWebhook()", () => {
  test("stores what is signed and answers 200 without a word", async () => {
    const { app, stored, lines } = makeDoor();
    const headers = { ...signedHeaders("e1", BODY), authorization: "Bearer canary" };
    const response = await app.request("/?token=canary", post(BODY, headers));
    expect([response.status, await response.text()]).toEqual([200, ""]);
    expect(stored).toEqual([{
      provider: "acme-mail",
      queue: "test-webhook",
      eventId: "e1",
      connectionId: null,
      headers: { "webhook-id": "e1", "content-type": "application/json" },
      body: new TextEncoder().encode(BODY),
    }]);
    expect(lines).toMatchObject([{ event: "webhook.answered", outcome: "stored", slug: null }]);
    expect(JSON.stringify(lines)).not.toContain("canary");
  });

  test("keeps the bytes as they came, also those that are no text", async () => {
    const { app, stored } = makeDoor();
    const bytes = Uint8Array.from([0xef, 0xbb, 0xbf, 0xff, 0x00, 0x7b, 0x0d, 0x0a]);
    const response = await app.request("/", post(bytes, signedHeaders("e1", bytes)));
    expect(response.status).toBe(200);
    expect(stored[0]!.body).toEqual(bytes);
  });

  test("answers a repeat like the first", async () => {
    const { app, stored, lines } = makeDoor();
    const send = () => app.request("/", post(BODY, signedHeaders("e1", BODY)));
    expect([(await send()).status, (await send()).status]).toEqual([200, 200]);
    expect(stored).toHaveLength(1);
    expect(lines.map(({ outcome }) => outcome)).toEqual(["stored", "duplicate"]);
  });

  test.each([
    ["no signature", { "webhook-signature": "" }, "signature_wrong"],
    ["a signature of another version", { "webhook-signature": "v2,AAAA" }, "signature_wrong"],
    ["another id", { "webhook-id": "e2" }, "signature_wrong"],
    ["no id", { "webhook-id": "" }, "webhook_id_missing"],
    ["another timestamp", { "webhook-timestamp": "1" }, "timestamp_not_of_now"],
    ["a timestamp that is none", { "webhook-timestamp": "soon" }, "timestamp_not_of_now"],
  ])("refuses %s with 401 and stores nothing", async (_name, change, slug) => {
    const { app, stored, lines } = makeDoor();
    const response = await app.request(
      "/",
      post(BODY, { ...signedHeaders("e1", BODY), ...change }),
    );
    expect(response.status).toBe(401);
    const text = await response.text();
    expect(JSON.parse(text).slug).toBe("webhook_not_verified");
    // which part was wrong is for operators
    expect(text).not.toContain(slug);
    expect(lines).toMatchObject([{ level: "warn", outcome: "refused", slug }]);
    expect(stored).toEqual([]);
  });

  test("refuses another body under the same signature, even one that means the same", async () => {
    const { app, stored } = makeDoor();
    const response = await app.request(
      "/",
      post(BODY.replace(": ", ":"), signedHeaders("e1", BODY)),
    );
    expect([response.status, stored]).toEqual([401, []]);
  });

  test("refuses a replay after five minutes, and a clock that is six minutes ahead", async () => {
    const at = Date.now();
    for (const [minutes, status] of [[4, 200], [6, 401], [-4, 200], [-6, 401]] as const) {
      const { app } = makeDoor({ now: () => new Date(at + minutes * 60_000) });
      const response = await app.request("/", post(BODY, signedHeaders("e1", BODY, { at })));
      expect([minutes, response.status]).toEqual([minutes, status]);
    }
  });

  test("takes either secret while they rotate, and a list of signatures", async () => {
    const { app } = makeDoor({ secrets: ["new", "old"] });
    for (const secret of ["new", "old"]) {
      const headers = signedHeaders(secret, BODY, { secret });
      expect((await app.request("/", post(BODY, headers))).status).toBe(200);
      headers["webhook-signature"] = `v1a,AAAA v1,${btoa("0".repeat(32))} ${
        headers["webhook-signature"]
      }`;
      expect((await app.request("/", post(BODY, headers))).status).toBe(200);
    }
    const gone = post(BODY, signedHeaders("e3", BODY, { secret: "older" }));
    expect((await app.request("/", gone)).status).toBe(401);
  });

  test("reads no further than its limit, whatever the length claims", async () => {
    const { app, stored } = makeDoor({ maxBytes: 100 });
    const long = "x".repeat(101);
    const headers = { ...signedHeaders("e1", long), "content-length": "1" };
    const response = await app.request("/", post(long, headers));
    expect(response.status).toBe(413);
    expect(stored).toEqual([]);
    const fits = "x".repeat(100);
    expect((await app.request("/", post(fits, signedHeaders("e2", fits)))).status).toBe(200);
  });

  test("a GET answers a challenge as plain text and never acts, even when it is signed", async () => {
    const { app, stored } = makeDoor();
    const challenge = await app.request("/?challenge=%3Cscript%3E");
    expect(await challenge.text()).toBe("<script>");
    expect(challenge.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(challenge.headers.get("x-content-type-options")).toBe("nosniff");
    const signed = await app.request("/", { headers: signedHeaders("e1", "") });
    expect(signed.status).toBe(405);
    for (const method of ["HEAD", "PUT", "DELETE"]) {
      const answer = await app.request("/?challenge=x", {
        method,
        headers: signedHeaders("e1", ""),
      });
      expect([method, answer.status]).toEqual([method, 405]);
    }
    expect(stored).toEqual([]);
  });

  test("answers 503 when it cannot store, so that the provider sends it again", async () => {
    const { app, lines } = makeDoor({}, () => {
      throw new Error("canary");
    });
    const response = await app.request("/", post(BODY, signedHeaders("e1", BODY)));
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
    expect((await response.text()) + JSON.stringify(lines)).not.toContain("canary");
    expect(lines).toMatchObject([{ outcome: "not_stored", slug: "unexpected" }]);
  });
});
