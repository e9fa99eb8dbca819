/** Two workers at one queue (OPS-1). */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Sql } from "postgres";
import { type Race, startRace } from "./two-connections.ts";

let race: Race;

beforeAll(async () => {
  race = await startRace();
  await race
    .sql`insert into private.queues (name, function_slug, batch_size) values ('test', 'health', 100)`;
}, 120_000);

afterAll(() => race?.stop());

const claim = async (sql: Sql, atMost: number) =>
  (await sql`select id from worker.claim_jobs('test', 'Walter', ${atMost})`).map(({ id }) => id);

test("OPS-1 two workers claim the same 200 jobs: each job once, and neither waits", async () => {
  await race.sql`insert into private.jobs (queue) select 'test' from generate_series(1, 200)`;
  await race.first.sql`begin`;
  const held = await claim(race.first.sql, 50);
  // The first has not committed: the second must neither wait for it nor take the same.
  await race.second.sql`set lock_timeout = '2s'`;
  const beside = await claim(race.second.sql, 50);
  expect([held.length, beside.length]).toEqual([50, 50]);
  await race.first.sql`commit`;

  const drain = async (sql: Sql) => {
    const mine: string[] = [];
    for (let batch; (batch = await claim(sql, 7)).length > 0;) mine.push(...batch);
    return mine;
  };
  const rest = await Promise.all([drain(race.first.sql), drain(race.second.sql)]);
  const all = [...held, ...beside, ...rest.flat()];
  expect(all.length).toBe(200);
  expect(new Set(all).size).toBe(200);
  expect(rest.every((mine) => mine.length > 0)).toBe(true);
});

test("OPS-1 a worker whose claim rolls back gives its jobs to the other", async () => {
  await race.sql`delete from private.jobs`;
  await race.sql`insert into private.jobs (queue) select 'test' from generate_series(1, 10)`;
  await race.first.sql`begin`;
  expect((await claim(race.first.sql, 10)).length).toBe(10);
  expect((await claim(race.second.sql, 10)).length).toBe(0);
  await race.first.sql`rollback`;
  expect((await claim(race.second.sql, 10)).length).toBe(10);
});

test("OPS-1 enqueueing never waits for another transaction that enqueues, rings or claims", async () => {
  await race.sql`update private.bells set rung_at = null`;
  await race.second.sql`set lock_timeout = '2s'`;
  for (
    const holding of [
      "private.enqueue('test', null, '{}')",
      "private.ring('test')",
      "worker.claim_jobs('test', 'W', 1)",
    ]
  ) {
    await race.first.sql`begin`;
    await race.first.sql.unsafe(`select ${holding}`);
    await race.first.sql.unsafe("select worker.claim_jobs('test', 'Walter', 1)");
    await race.second.sql`select private.enqueue('test', null, '{}')`;
    await race.first.sql`rollback`;
  }
});

test("OPS-1 a transaction that stays open after its ring keeps nobody else from ringing", async () => {
  await race
    .sql`select vault.create_secret('http://127.0.0.1:1', 'project_url'), vault.create_secret('key', 'worker_secret_key')`;
  await race.sql`update private.bells set rung_at = null`;
  const rings = async () =>
    (await race.sql`select count(*)::int as rings from net.http_request_queue`)[0]!.rings;
  await race.first.sql`begin`;
  await race.first.sql`select private.enqueue('test', null, '{}')`;
  const before = await rings();
  await race.second.sql`select private.enqueue('test', null, '{}')`;
  expect(await rings()).toBe(before + 1);
  await race.second.sql`select private.enqueue('test', null, '{}')`;
  expect(await rings()).toBe(before + 1); // one a second, while nobody has heard it
  await race.first.sql`rollback`;
});

test("OPS-1 a key enqueued by two transactions at once is one job", async () => {
  await Promise.all(
    [race.first, race.second].map(({ sql }) =>
      sql`select private.enqueue('test', null, '{}', 'twice')`
    ),
  );
  const [row] = await race
    .sql`select count(*)::int as jobs from private.jobs where unique_key = 'twice'`;
  expect(row!.jobs).toBe(1);
});

test("OPS-1 a sweep beside a worker that finishes leaves the job finished or waiting, never both", async () => {
  for (let round = 0; round < 25; round++) {
    await race.sql`delete from private.jobs`;
    await race.sql`insert into private.jobs (queue) values ('test')`;
    const [job] = await race.first
      .sql`select id, lease_token from worker.claim_jobs('test', 'W', 1)`;
    await race.sql`update private.jobs set lease_until = now() - interval '1 second'`;
    const [finished] = await Promise.all([
      race.first.sql`select worker.finish_jobs(array[${job!.id}::uuid], ${
        job!.lease_token
      }) as count`,
      race.second.sql`select private.sweep(now())`,
    ]);
    const rows = await race.sql`select state from private.jobs union all
      select state from private.job_log where job_id = ${job!.id}`;
    expect(rows.map(({ state }) => state)).toEqual([finished[0]!.count === 1 ? "done" : "waiting"]);
  }
});
