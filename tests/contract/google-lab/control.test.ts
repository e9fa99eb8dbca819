/** The lab as another process sees it, and as a person does. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { runCommand } from "../../../scripts/lab/commands.ts";
import { renderTable } from "../../../scripts/lab/table.ts";
import { type GoogleLab, startGoogleLab } from "../../../scripts/local/emulators/google-lab/lab.ts";
import { createRandom } from "../../../scripts/local/emulators/google-lab/random.ts";
import { createTraffic } from "../../../scripts/local/emulators/google-lab/traffic/traffic.ts";
import { base64Url, plainMail } from "./mails.ts";

let lab: GoogleLab;
beforeEach(async () => {
  lab = await startGoogleLab({ standsAt: new Date("2026-11-20T09:00:00Z") });
});
afterEach(() => lab.close());

const door = async (method: string, path: string, body?: unknown) => {
  const response = await fetch(`${lab.url}/lab${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
};

test("NEW-15 another process adds a mailbox, a mail and a fault, moves the clock and reads what happened", async () => {
  const { body: ada } = await door("POST", "/mailboxes", { address: "ada@acme.test" });
  await door("POST", "/mailboxes/ada@acme.test/mails", { raw: base64Url(plainMail()) });
  await door("POST", "/faults", { kind: "rate_limited", seconds: 60 });
  const list = () =>
    fetch(`${lab.url}/gmail/v1/users/me/messages`, {
      headers: { authorization: `Bearer ${ada.accessToken}` },
    });
  expect((await list()).status).toBe(429);
  expect((await list()).status).toBe(200);
  expect((await door("GET", "/requests/early")).body).toHaveLength(1);
  expect((await door("POST", "/clock", { advance: 60_000 })).body.now)
    .toBe("2026-11-20T09:01:00.000Z");
  expect((await door("GET", "/requests?status=429")).body).toMatchObject([
    { operation: "gmail.messages.list", mailbox: "ada@acme.test", faults: ["rate_limited"] },
  ]);
  expect((await door("GET", "/faults")).body).toEqual({ active: [], counts: { rate_limited: 1 } });
  expect((await door("GET", "")).body.mailboxes).toMatchObject([{ messageCount: 1 }]);
  expect((await door("POST", "/faults", { kind: "explode" })).status).toBe(400);
});

test("NEW-15 commands and the table of a running lab", async () => {
  const ada = lab.addMailbox({ address: "ada@acme.test" });
  const traffic = createTraffic(lab, createRandom("one"));
  const run = (line: string) => runCommand(lab, traffic, line);
  expect(await run("fault status status=503")).toEqual(["On: status status=503"]);
  expect((await run("fault boom"))[0]).toContain("Unknown fault");
  await fetch(`${lab.url}/gmail/v1/users/me/profile`, {
    headers: { authorization: `Bearer ${ada.accessToken}` },
  });
  expect((await run("happen ada@acme.test 50")).length).toBeGreaterThan(5);
  expect((await run("advance 2h"))[0]).toBe("It is 2026-11-20T11:00:00.000Z");
  expect((await run("show requests")).join()).toContain("gmail.users.getProfile");
  expect(renderTable(lab)).toMatch(/ada@acme\.test\s+1\s+0\s+0\s+0\s+1 /);
  expect(renderTable(lab)).toContain("faults: status 1");
});

test("NEW-15 the same seed tells the same story", async () => {
  const story = async (seed: string) => {
    const other = await startGoogleLab({ standsAt: new Date("2026-11-20T09:00:00Z") });
    const people = ["ada", "ben"].map((name) => other.addMailbox({ address: `${name}@lab.test` }));
    const traffic = createTraffic(other, createRandom(seed));
    for (let count = 0; count < 100; count++) {
      traffic.any();
      await other.clock.advance(60_000);
    }
    const told = people.map(({ gmail, calendars }) => [
      [...gmail.newest()].map((
        { id, threadId, labelIds, raw },
      ) => [id, threadId, [...labelIds], String(raw)]),
      calendars.get("primary").all().map(({ fields }) => fields),
    ]);
    await other.close();
    return told;
  };
  const first = await story("week");
  expect(await story("week")).toEqual(first);
  expect(await story("another")).not.toEqual(first);
});
