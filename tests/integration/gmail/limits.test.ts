/** Gmail's limits and outages against a lab that enforces them (ING-10, ING-11, F4, F5, F6). */
import { afterAll, beforeAll, expect, test } from "vitest";
import { customerMail, type GmailWorld, openGmailWorld } from "./world.ts";

let world: GmailWorld;
beforeAll(async () => void (world = await openGmailWorld()), 120_000);
afterAll(() => world?.close());

const fill = (box: Awaited<ReturnType<GmailWorld["connect"]>>["box"], count: number) => {
  for (let number = 0; number < count; number++) {
    box.receive(customerMail(number), { at: new Date(Date.now() - 86_400_000 + number * 1000) });
  }
};
/** As if the wait of every job, pause and circuit of a connection were over; the lab's own clock goes on by itself. */
const wakeUp = (id: string) =>
  world
    .sql`update private.jobs set run_at = now() where connection_id = ${id} and state = 'waiting'`;
const stored = async (id: string) =>
  (await world.sql`select count(*)::int as count from public.messages where connection_id = ${id}`)[
    0
  ]!.count;

test.each(["seconds", "date", "absent", "garbage", "message"] as const)(
  "F4 a refusal whose Retry-After is %s: no call comes too early, and nothing is lost",
  async (retryAfter) => {
    const { id, box } = await world.connect(`rate-${retryAfter}@acme.test`);
    fill(box, 30);
    world.lab.faults.add({
      kind: "rate_limited",
      status: retryAfter === "message" ? 403 : 429,
      retryAfter,
      seconds: 2,
      mailbox: box.address,
      operation: "gmail.messages.get",
      skip: 5,
    });
    const before = world.lab.requests.list().length;
    for (let round = 0; round < 12 && await stored(id) < 30; round++) {
      await wakeUp(id);
      await world.work();
    }
    expect(await stored(id)).toBe(30);
    const calls = world.lab.requests.list({ mailbox: box.address });
    const refused = calls.find(({ faults }) => faults.includes("rate_limited"))!;
    // calls that were under way when the refusal came had left already: within the time of one round trip
    const early = world.lab.requests.early().filter(({ mailbox, at }) =>
      mailbox === box.address && at > refused.at + 60
    );
    expect(early).toEqual([]);
    if (retryAfter !== "absent" && retryAfter !== "garbage") {
      const next = calls.find(({ at }) => at > refused.at + 60)!;
      expect(next.at - refused.at).toBeGreaterThanOrEqual(2_000);
    }
    expect(world.lab.requests.list().length - before).toBeLessThanOrEqual(30 * 1.1 + 12);
  },
  40_000,
);

test(
  "F4 ING-11 the budget of an account lets no call pass that its minute has no room for, and others go on",
  async () => {
    const { id, box } = await world.connect("burst@acme.test");
    const other = await world.connect("calm@acme.test");
    fill(box, 40);
    fill(other.box, 40);
    // as after a morning of other calls: room for 20 more reads of 5 units
    await world
      .sql`insert into private.provider_limits (connection_id, provider, spend_moments, spend_units)
    values (${id}, 'gmail', array[now()], array[15000 - 106])`;
    await world.work();
    expect(await stored(id)).toBeLessThan(40);
    expect(await stored(other.id)).toBe(40);
    expect(world.lab.requests.count({ status: 429, mailbox: box.address })).toBe(0);
    const [job] = await world
      .sql`select state, attempts, last_error ->> 'slug' as slug from private.jobs
    where connection_id = ${id} and payload ->> 'kind' = 'backfill'`;
    expect(job).toEqual({ state: "waiting", attempts: 0, slug: "provider_budget_spent" });
    await world
      .sql`update private.provider_limits set spend_moments = '{}', spend_units = '{}' where connection_id = ${id}`;
    await wakeUp(id);
    await world.work();
    expect(await stored(id)).toBe(40);
  },
  30_000,
);

test(
  "F5 a provider that is down is left alone within ten failures, asked once in half a minute, and nothing dies of it",
  async () => {
    const { id, box } = await world.connect("down@acme.test");
    await world.work();
    fill(box, 30);
    await world.sql`select private.request_mail_job(${id}, 'sync')`;
    const outage = world.lab.faults.add({
      kind: "status",
      status: 503,
      mailbox: box.address,
      times: 100_000,
    });
    const failures = () => world.lab.requests.count({ mailbox: box.address, status: 503 });
    for (let round = 0; round < 20; round++) {
      await wakeUp(id);
      await world.work({ runs: 2 });
    }
    expect(failures()).toBeGreaterThanOrEqual(3);
    expect(failures()).toBeLessThanOrEqual(10);
    const opened = failures();
    for (let probe = 1; probe <= 3; probe++) {
      // half a minute later
      await world
        .sql`update private.provider_limits set probe_at = probe_at - interval '30 seconds' where connection_id = ${id}`;
      for (let round = 0; round < 4; round++) {
        await wakeUp(id);
        await world.work({ runs: 2 });
      }
      expect(failures()).toBe(opened + probe);
    }
    outage.remove();
    for (let round = 0; round < 6; round++) {
      await world
        .sql`update private.provider_limits set probe_at = now() where connection_id = ${id} and probe_at is not null`;
      await world
        .sql`update public.sync_failures set last_failed_at = now() - interval '1 day' where connection_id = ${id}`;
      await wakeUp(id);
      await world.work();
    }
    expect(await stored(id)).toBe(30);
    const [dead] = await world
      .sql`select count(*)::int as count from private.jobs where queue = 'sync-gmail' and state = 'dead'`;
    expect(dead!.count).toBe(0);
  },
  60_000,
);

test.each(
  [
    [{ kind: "silence" }, "provider_timed_out"],
    [{ kind: "slow", bytesPerSecond: 20 }, "provider_timed_out"],
    [{ kind: "reset" }, "provider_unreachable"],
    [{ kind: "truncate" }, "provider_unreachable"],
    [{ kind: "garbage" }, "provider_answer_unreadable"],
    [{ kind: "redirect" }, "provider_unavailable"],
  ] as const,
)("F6 %j costs one message one attempt of bounded time, and no other", async (fault, slug) => {
  const { id, box } = await world.connect(`${fault.kind}@acme.test`);
  await world.work();
  fill(box, 8);
  await world.sql`select private.request_mail_job(${id}, 'sync')`;
  world.lab.faults.add({ ...fault, mailbox: box.address, operation: "gmail.messages.get" });
  const began = performance.now();
  await world.work();
  // the limit is 30 s; here it is set to 3
  expect(performance.now() - began).toBeLessThan(8_000);
  expect(await stored(id)).toBe(7);
  const failed = await world
    .sql`select reason from public.sync_failures where connection_id = ${id}`;
  expect(failed).toEqual([{ reason: slug }]);
}, 30_000);

test("F6 an answer of 50 MB is not read to its end: the beginning of the mail is", async () => {
  const { id, box } = await world.connect("huge@acme.test");
  await world.work();
  const body = `${"x".repeat(76)}\r\n`.repeat(100_000);
  box.receive(`${customerMail(1).trimEnd()}\r\n${body}`);
  await world.sql`select private.request_mail_job(${id}, 'sync')`;
  await world.work();
  const [row] = await world
    .sql`select is_truncated, byte_count from public.messages where connection_id = ${id}`;
  expect(row!.is_truncated).toBe(true);
  expect(row!.byte_count).toBeGreaterThan(7_000_000);
}, 40_000);
