import { expect, test } from "vitest";
import { limitFetch } from "../../../functions/_shared/http/limited-fetch.ts";
import { createPause } from "../../../functions/_shared/http/pause.ts";
import { ProviderError, ProviderWait } from "../../../functions/_shared/http/provider-error.ts";
import type { ProviderRequest } from "../../../functions/_shared/http/provider-fetch.ts";
import type { SpendAnswer } from "../../../functions/_shared/ports/provider-limits.ts";

const GET: ProviderRequest = { operation: "messages.get", method: "GET", path: "/m" };
const go: SpendAnswer = { waitMs: 0, reason: null, mustReport: false };
const wait = (waitMs: number): SpendAnswer => ({
  waitMs,
  reason: "provider_budget_spent",
  mustReport: false,
});

/** A provider that answers in turn, behind limits that answer in turn. */
function setUp(spends: SpendAnswer[], answers: (ProviderError | "ok")[]) {
  const told: unknown[] = [];
  let clock = 0;
  let calls = 0;
  const pause = createPause(() => clock);
  const call = limitFetch(() => {
    const answer = answers[calls++] ?? "ok";
    return answer === "ok" ? Promise.resolve(answer) : Promise.reject(answer);
  }, {
    provider: "gmail",
    limits: {
      spend(units) {
        told.push(units);
        return Promise.resolve(spends.shift() ?? go);
      },
      report: (...report) => Promise.resolve(void told.push(report)),
    },
    unitsOf: () => 20,
    pause,
    sleep: (ms) => Promise.resolve(void (clock += ms)),
  });
  return { call: () => call(GET), told, clock: () => clock, calls: () => calls, pause };
}

function failure(slug: string, retryAfterMs: number | null = null): ProviderError {
  const errorClass = slug === "provider_refused" ? "permanent" : "transient";
  return new ProviderError({ errorClass, effect: "none", slug, message: slug, retryAfterMs });
}

test("ING-10 limitFetch() spends before each call and says nothing of calls that go well", async () => {
  const world = setUp([], []);
  expect(await world.call()).toBe("ok");
  expect(world.told).toEqual([20]);
});

test("ING-10 limitFetch() waits a short wait out, and hands a long one to the job without a call", async () => {
  const short = setUp([wait(3_000), wait(10), go], []);
  expect(await short.call()).toBe("ok");
  expect(short.clock()).toBe(3_010);
  const long = setUp([wait(3_000), wait(30_000)], []);
  const error = await long.call().catch((caught) => caught);
  expect(error).toBeInstanceOf(ProviderWait);
  expect(error).toMatchObject({
    waitMs: 30_000,
    slug: "provider_budget_spent",
    effect: "none",
    errorClass: "transient",
  });
  expect(long.calls()).toBe(0);
});

test("F5 limitFetch() does not stand in line at an open circuit, and tells the success that closes it", async () => {
  const open = setUp([{ waitMs: 100, reason: "provider_circuit_open", mustReport: false }], []);
  await expect(open.call()).rejects.toMatchObject({ slug: "provider_circuit_open" });
  const probe = setUp([{ ...go, mustReport: true }], []);
  await probe.call();
  expect(probe.told).toEqual([20, ["ok", null]]);
});

test.each([
  ["provider_rate_limited", 1_500, ["rate_limited", 1_500]],
  ["provider_rate_limited", null, ["rate_limited", null]],
  ["provider_unavailable", null, ["failed", null]],
  ["provider_timed_out", null, ["failed", null]],
])("F4 F5 limitFetch() tells %s with Retry-After %s", async (slug, retryAfterMs, report) => {
  const world = setUp([], [failure(slug, retryAfterMs)]);
  await expect(world.call()).rejects.toMatchObject({ slug });
  expect(world.told).toEqual([20, report]);
});

test("limitFetch() takes a refusal for the answer of a provider that is well", async () => {
  const world = setUp([{ ...go, mustReport: true }], [failure("provider_refused")]);
  await expect(world.call()).rejects.toMatchObject({ slug: "provider_refused" });
  expect(world.told).toEqual([20, ["ok", null]]);
});

test("F4 limitFetch() lets no call leave that had asked before the pause was told", async () => {
  // the second had its permission before the first was refused: the answer it got is older than the pause
  const world = setUp([go, go], [failure("provider_rate_limited", 60_000)]);
  await world.call().catch(() => {});
  await expect(world.call()).rejects.toMatchObject({ name: "ProviderError", waitMs: 60_000 });
  expect(world.calls()).toBe(1);
});

test("F4 limitFetch() lets no call leave while the body of a refusal is still on its way", async () => {
  const world = setUp([go], []);
  world.pause.hold(60_000);
  await expect(world.call()).rejects.toMatchObject({ name: "ProviderError", waitMs: 60_000 });
  expect(world.calls()).toBe(0);
});
