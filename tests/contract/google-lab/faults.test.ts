/** Every fault of a request happens as told, is counted, and leaves the lab well afterwards. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type GoogleLab,
  type LabMailbox,
  startGoogleLab,
} from "../../../scripts/local/emulators/google-lab/lab.ts";
import { base64Url, plainMail } from "./mails.ts";

let lab: GoogleLab;
let ada: LabMailbox;
let ben: LabMailbox;

beforeEach(async () => {
  lab = await startGoogleLab({ standsAt: new Date("2026-11-20T09:00:00Z") });
  ada = lab.addMailbox({ address: "ada@acme.test" });
  ben = lab.addMailbox({ address: "ben@acme.test" });
});
afterEach(() => lab.close());

const get = (path: string, mailbox = ada, init: RequestInit = {}) =>
  fetch(`${lab.url}/gmail/v1/users/me/${path}`, {
    ...init,
    headers: { authorization: `Bearer ${mailbox.accessToken}`, "content-type": "application/json" },
  });
const status = async (...args: Parameters<typeof get>) => {
  const response = await get(...args);
  await response.body?.cancel();
  return response.status;
};
const send = () =>
  get("messages/send", ada, {
    method: "POST",
    body: JSON.stringify({ raw: base64Url(plainMail({ from: "ada@acme.test", to: "b@x.test" })) }),
  });

describe("NEW-15 quota", () => {
  test("300 reads a minute for a project of 2026, a whole minute later again, each mailbox for itself", async () => {
    const { id } = ada.receive(plainMail());
    const statuses = [];
    for (let count = 0; count < 301; count++) {
      statuses.push(await status(`messages/${id}?format=minimal`));
    }
    expect(statuses.slice(0, 300).every((one) => one === 200)).toBe(true);
    expect(statuses[300]).toBe(429);
    expect(await status("profile", ben)).toBe(200);
    await lab.clock.advance(59_999);
    expect(await status(`messages/${id}`)).toBe(429);
    await lab.clock.advance(1);
    expect(await status(`messages/${id}`)).toBe(200);
    expect(lab.requests.count({ mailbox: "ada@acme.test", status: 429 })).toBe(2);
  });

  test("a call over the quota is refused as Google likes to at the time", async () => {
    const quotaRefusal = { status: 403, retryAfter: "seconds" } as const;
    const other = await startGoogleLab({ standsAt: new Date(0), quotaRefusal });
    const { accessToken } = other.addMailbox({ address: "ada@acme.test" });
    const ask = () =>
      fetch(`${other.url}/gmail/v1/users/me/watch`, {
        method: "POST",
        headers: { authorization: `Bearer ${accessToken}` },
        body: JSON.stringify({ topicName: "projects/lab/topics/gmail" }),
      });
    // a watch costs 100 of 6,000 units
    for (let count = 0; count < 60; count++) expect((await ask()).status).toBe(200);
    const refused = await ask();
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([403, "60"]);
    await other.close();
  });

  test("3000 reads a minute for an older project", () => {
    ada.quotaProfile = "before-2026";
    const spent = Array.from({ length: 3001 }, () => ada.quota.spend("gmail.messages.get", 5, 0));
    expect(spent.filter((refused) => refused === null)).toHaveLength(3000);
  });

  test.each(
    [
      [{ retryAfter: "seconds", seconds: 60 }, "60"],
      [{ retryAfter: "date", seconds: 60 }, "Fri, 20 Nov 2026 09:01:00 GMT"],
      [{ retryAfter: "garbage" }, "soon, please"],
      [{ retryAfter: "absent" }, null],
      [{ status: 403, retryAfter: "absent" }, null],
    ] as const,
  )("a refusal with %o", async (form, retryAfter) => {
    lab.faults.add({ kind: "rate_limited", ...form });
    const response = await get("profile");
    expect(response.status).toBe("status" in form ? form.status : 429);
    expect(response.headers.get("retry-after")).toBe(retryAfter);
    expect((await response.json()).error.errors[0].reason).toBe("rateLimitExceeded");
    expect(await status("profile")).toBe(200);
  });

  test("the log tells who called before Retry-After, and each API by itself", async () => {
    lab.faults.add({ kind: "rate_limited", seconds: 60, mailbox: "ada@acme.test" });
    await status("profile");
    await lab.clock.advance(59_000);
    await status("labels");
    await status("labels", ben);
    await lab.clock.advance(1_000);
    await status("labels");
    expect(lab.requests.early().map(({ mailbox, operation }) => [mailbox, operation]))
      .toEqual([["ada@acme.test", "gmail.labels.list"]]);
  });
});

describe("NEW-15 faults", () => {
  test("happen to the mailbox, the operation and as often as told, and count themselves", async () => {
    const fault = lab.faults.add({
      kind: "status",
      status: 503,
      mailbox: "ada@acme.test",
      operation: "gmail.labels.list",
      times: 2,
      skip: 1,
    });
    const statuses = [];
    for (const path of ["labels", "profile", "labels", "labels", "labels"]) {
      statuses.push(await status(path));
    }
    expect(statuses).toEqual([200, 200, 503, 503, 200]);
    expect(await status("labels", ben)).toBe(200);
    expect(fault.happened).toBe(2);
    expect(lab.faults.counts()).toEqual({ status: 2 });
    expect(lab.faults.active()).toEqual([]);
  });

  test("last for a time of the lab's clock", async () => {
    const until = lab.clock.now() + 600_000;
    lab.faults.add({ kind: "status", status: 500, times: Infinity, until });
    expect(await status("profile")).toBe(500);
    await lab.clock.advance(599_999);
    expect(await status("profile")).toBe(500);
    await lab.clock.advance(1);
    expect(await status("profile")).toBe(200);
  });

  test.each(
    [
      ["reset", "before", 0],
      ["reset", "after", 1],
      ["silence", "before", 0],
      ["silence", "after", 1],
    ] as const,
  )("%s %s the effect: %i mail left", async (kind, when, count) => {
    lab.faults.add({ kind, when });
    const answer = Promise.race([
      send(),
      new Promise((_, reject) => setTimeout(() => reject(new Error("silent")), 300)),
    ]);
    await expect(answer).rejects.toThrow(kind === "silence" ? "silent" : "fetch failed");
    expect([...ada.gmail.newest()]).toHaveLength(count);
    expect(lab.requests.list().at(-1)).toMatchObject({ status: null, faults: [kind] });
  });

  test("a 500 after the effect, and garbage for an answer", async () => {
    lab.faults.add({ kind: "status", status: 500, when: "after" });
    lab.faults.add({ kind: "garbage" });
    expect((await send()).status).toBe(500);
    expect(await (await send()).text()).toBe("<html><title>Error</title>");
    expect([...ada.gmail.newest()]).toHaveLength(2);
  });

  test("half an answer, a trickle, a flood and a redirect without end", async () => {
    for (const kind of ["truncate", "redirect"] as const) lab.faults.add({ kind });
    await expect(get("labels").then((response) => response.text())).rejects.toThrow();
    await expect(get("labels")).rejects.toThrow("fetch failed");
    lab.faults.add({ kind: "slow", bytesPerSecond: 1 });
    const reader = (await get("labels")).body!.getReader();
    const since = performance.now();
    let bytes = 0;
    while (bytes < 2) bytes += (await reader.read()).value!.length;
    expect(performance.now() - since).toBeGreaterThan(900);
    await reader.cancel();
    lab.faults.add({ kind: "huge", bytes: 3_000_000 });
    expect((await (await get("labels")).text()).length).toBeGreaterThan(3_000_000);
    expect(await status("labels")).toBe(200);
    expect(lab.faults.counts()).toEqual({ truncate: 1, redirect: 1, slow: 1, huge: 1 });
  });

  test("a token revoked in the middle of a list fails the second page and every refresh", async () => {
    for (let number = 0; number < 3; number++) ada.receive(plainMail());
    lab.faults.add({ kind: "revoke_token", operation: "gmail.messages.list", skip: 1 });
    const { nextPageToken } = await (await get("messages?maxResults=2")).json();
    expect(await status(`messages?maxResults=2&pageToken=${nextPageToken}`)).toBe(401);
    expect(await status("profile")).toBe(401);
    expect(await refresh()).toMatchObject({ error: "invalid_grant" });
    expect(await status("profile", ben)).toBe(200);
  });

  test("an expired token is refused and refreshed", async () => {
    lab.faults.add({ kind: "expire_token" });
    expect(await status("profile")).toBe(401);
    expect(await refresh()).toMatchObject({ token_type: "Bearer", expires_in: 3599 });
  });

  test("history expires for ids of before, once", async () => {
    const { historyId } = await (await get("profile")).json();
    lab.faults.add({ kind: "expire_history" });
    expect(await status(`history?startHistoryId=${historyId}`)).toBe(404);
    const newer = await (await get("profile")).json();
    expect(await status(`history?startHistoryId=${newer.historyId}`)).toBe(200);
  });

  const refresh = async () =>
    await (await fetch(`${lab.url}/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "refresh_token",
        refresh_token: ada.refreshToken,
        client_id: lab.clients[0]!.clientId,
        client_secret: lab.clients[0]!.clientSecret,
      }),
    })).json();
});
