import { describe, expect, test } from "vitest";
import type { ProviderError } from "../../../functions/_shared/http/provider-error.ts";
import {
  createProviderFetch,
  type ProviderFetchOptions,
} from "../../../functions/_shared/http/provider-fetch.ts";
import { formatLogLine } from "../../../functions/_shared/log.ts";

function setUp(
  answer: () => Response | Promise<Response>,
  options: Partial<ProviderFetchOptions> = {},
) {
  const calls: { url: string; init: RequestInit }[] = [];
  const lines: string[] = [];
  const call = createProviderFetch({
    provider: "example",
    baseUrl: "https://api.example.test/v1",
    fetch: async (input, init) => {
      calls.push({ url: String(input), init: init ?? {} });
      return await answer();
    },
    log: (...line) => void lines.push(formatLogLine(new Date(0), ...line)),
    timeoutMs: 1_000,
    maxBytes: 100,
    ...options,
  });
  const send = () =>
    call({
      operation: "things.create",
      method: "POST",
      path: "/things",
      query: { q: "secret words" },
      headers: { authorization: "Bearer secret-token" },
      body: { note: "secret body" },
    });
  const failure = (): Promise<ProviderError> =>
    send().then(() => expect.unreachable("should fail"), (error) => error);
  return { calls, lines, send, failure };
}

/** A failure as Node's fetch throws it. */
function networkError(cause: Record<string, unknown>): Error {
  return Object.assign(new TypeError("fetch failed"), { cause });
}

const refused = { code: "ECONNREFUSED", syscall: "connect" };
const reset = { code: "ECONNRESET", syscall: "read" };

describe("createProviderFetch()", () => {
  test("calls below the base URL with JSON, and follows no redirect", async () => {
    const { calls, send } = setUp(() => Response.json({ id: 1 }));
    expect(await send()).toEqual({ id: 1 });
    expect(calls[0]?.url).toBe("https://api.example.test/v1/things?q=secret+words");
    expect(calls[0]?.init).toMatchObject({
      method: "POST",
      redirect: "manual",
      body: '{"note":"secret body"}',
      headers: { "content-type": "application/json", authorization: "Bearer secret-token" },
    });
  });

  test("answers null for an answer without a body", async () => {
    const { send } = setUp(() => new Response(null, { status: 204 }));
    expect(await send()).toBeNull();
  });

  test.each([
    [302, "transient", "unknown"],
    [400, "permanent", "none"],
    [401, "needs_reconnect", "none"],
    [403, "permanent", "none"],
    [404, "permanent", "none"],
    [408, "transient", "unknown"],
    [429, "transient", "none"],
    [500, "transient", "unknown"],
    [503, "transient", "unknown"],
  ])("a %d is %s, its effect %s", async (status, errorClass, effect) => {
    const { failure } = setUp(() => new Response("{}", { status }));
    expect(await failure()).toMatchObject({ status, errorClass, effect });
  });

  test("a revoked grant needs a reconnect", async () => {
    const { failure } = setUp(() => Response.json({ error: "invalid_grant" }, { status: 400 }));
    expect(await failure()).toMatchObject({ errorClass: "needs_reconnect" });
  });

  test("a 429 carries how long to wait", async () => {
    const { failure } = setUp(() =>
      new Response("", { status: 429, headers: { "retry-after": "60" } })
    );
    expect(await failure()).toMatchObject({
      slug: "provider_rate_limited",
      retryAfterMs: 60_000,
    });
  });

  test.each([
    [refused, "none"],
    [{ code: "ENOTFOUND", syscall: "getaddrinfo" }, "none"],
    [{ code: "UND_ERR_CONNECT_TIMEOUT" }, "none"],
    [{ errors: [refused, { code: "ENETUNREACH", syscall: "connect" }] }, "none"],
    [{ errors: [refused, reset] }, "unknown"],
    [reset, "unknown"],
    [{ code: "EHOSTUNREACH", syscall: "read" }, "unknown"],
    [{ code: "UND_ERR_SOCKET" }, "unknown"],
  ])("a connection that failed with %j has effect %s", async (cause, effect) => {
    const { failure } = setUp(() => Promise.reject(networkError(cause)));
    expect(await failure()).toMatchObject({
      errorClass: "transient",
      slug: "provider_unreachable",
      effect,
    });
  });

  test.each([
    ["client error (Connect): tcp connect error: Connection refused (os error 111)", "none"],
    ["client error (SendRequest): connection closed before message completed", "unknown"],
  ])("Deno's %j has effect %s", async (reason, effect) => {
    const message = `error sending request for url (https://api.example.test/): ${reason}`;
    const { failure } = setUp(() => Promise.reject(new TypeError(message)));
    expect(await failure()).toMatchObject({ effect });
  });

  test("an answer that stops half-way has an unknown effect", async () => {
    const body = new ReadableStream({
      start: (controller) => controller.error(networkError(refused)),
    });
    const { failure } = setUp(() => new Response(body));
    expect(await failure()).toMatchObject({ effect: "unknown" });
  });

  test("a slow answer is given up in time, its effect unknown", async () => {
    const { failure } = setUp(() => new Response(), {
      timeoutMs: 20,
      fetch: (_input, init) =>
        new Promise((_resolve, reject) =>
          init?.signal?.addEventListener("abort", () => reject(init.signal?.reason))
        ),
    });
    expect(await failure()).toMatchObject({ slug: "provider_timed_out", effect: "unknown" });
  });

  test.each([["<html>"], [JSON.stringify("x".repeat(200))]])(
    "an answer that cannot be used has an unknown effect",
    async (body) => {
      const { failure } = setUp(() => new Response(body));
      const isTooLong = body.length > 100;
      expect(await failure()).toMatchObject({
        slug: isTooLong ? "provider_answer_too_long" : "provider_answer_unreadable",
        // asking again makes no answer shorter
        errorClass: isTooLong ? "permanent" : "transient",
        effect: "unknown",
      });
    },
  );

  test("the log names the operation and never what was sent", async () => {
    const { lines, send } = setUp(() => Response.json({ secret: "answer" }));
    await send();
    const { failure, lines: failed } = setUp(() => new Response("secret", { status: 400 }));
    const error = await failure();
    expect(JSON.parse(lines[0]!)).toMatchObject({
      level: "info",
      event: "provider_call.finished",
      provider: "example",
      operation: "things.create",
      status: 200,
    });
    expect([...lines, ...failed, error.message].join()).not.toMatch(/secret|example\.test/);
  });

  test("F4 reads a Retry-After date by the provider's clock, however wrong ours is", async () => {
    const { failure } = setUp(() =>
      new Response("{}", {
        status: 429,
        headers: {
          date: "Sat, 01 Jan 2000 00:00:00 GMT",
          "retry-after": "Sat, 01 Jan 2000 00:01:00 GMT",
        },
      })
    );
    expect(await failure()).toMatchObject({ slug: "provider_rate_limited", retryAfterMs: 60_000 });
  });

  test("F4 tells a refusal that is a rate limit by another status", async () => {
    const { failure } = setUp(() => new Response("{}", { status: 403 }), {
      classify: () => "rate_limited",
    });
    expect(await failure()).toMatchObject({
      slug: "provider_rate_limited",
      errorClass: "transient",
      effect: "none",
    });
  });

  test("F4 tells Retry-After with the head of a refusal, before its body is there", async () => {
    const waits: number[] = [];
    let end = () => {};
    const body = new ReadableStream({
      start: (controller) => void (end = () => controller.close()),
    });
    const { failure } = setUp(
      () => new Response(body, { status: 429, headers: { "retry-after": "60" } }),
      { onRetryAfter: (ms) => void waits.push(ms) },
    );
    const failed = failure();
    await expect.poll(() => waits).toEqual([60_000]);
    end();
    expect((await failed).retryAfterMs).toBe(60_000);
  });
});
