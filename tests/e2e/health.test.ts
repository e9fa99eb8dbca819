/** OPS-3: what operators see when something is wrong, and what everybody else does not. */
import postgres from "postgres";
import { afterAll, expect, inject, test } from "vitest";

const stack = inject("stack");
const sql = postgres(stack.databaseUrl, { max: 1, onnotice: () => {} });
afterAll(() => sql.end());

const details = async () => {
  const url = `${stack.url}/functions/v1/health/details`;
  return await (await fetch(url, { headers: { apikey: stack.secretKey } })).json();
};

test("OPS-3 /health/details shows an alert while it is open, /health tells nobody of it", async () => {
  await sql`insert into private.queues (name, function_slug) values ('test-health', 'health')`;
  await sql`insert into private.jobs (queue, state, finished_at, payload)
    values ('test-health', 'dead', now(), '{"canary": "canary"}')`;
  await sql`select private.raise_alerts(now())`;
  const health = await details();
  expect(health.queues["test-health"]).toMatchObject({ dead: 1, due: 0, oldest_due_seconds: null });
  expect(health.alerts).toContainEqual(expect.objectContaining({
    rule: "jobs_are_dead",
    subject: "test-health",
    value: 1,
    cure: expect.any(String),
  }));
  expect(JSON.stringify(health)).not.toContain("canary");
  expect(health.ai).toMatchObject({ provider: "offline", shutdowns: [], problem: null });
  expect(health.schedules["sweep-jobs"]).toMatchObject({ is_late: false });

  const open = await fetch(`${stack.url}/functions/v1/health`);
  expect([open.status, await open.json()]).toEqual([200, { status: "ok" }]);

  await sql`delete from private.jobs where queue = 'test-health'`;
  await sql`delete from private.queues where name = 'test-health'`;
  await sql`select private.raise_alerts(now()), private.raise_alerts(now() + interval '5 minutes')`;
  expect((await details()).alerts.map(({ subject }: { subject: string }) => subject))
    .not.toContain("test-health");
});
