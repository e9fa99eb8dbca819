/** What the log of the database says of alerts (OPS-3): a line when one opens, a line when it closes. */
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
let sql: postgres.Sql;
const lines: Record<string, unknown>[] = [];

beforeAll(async () => {
  database = await startTestDatabase();
  sql = postgres(database.url, {
    max: 1,
    connection: { client_min_messages: "log" },
    onnotice: ({ severity, message }) => {
      if (severity === "LOG" && message?.startsWith("{")) lines.push(JSON.parse(message));
    },
  });
}, 120_000);

afterAll(async () => {
  await sql?.end();
  await database?.stop();
});

test("OPS-3 an alert says once that it opens and once that it closes, with its numbers and nothing else", async () => {
  const look = (minutes: number) =>
    sql`select private.raise_alerts(now() + make_interval(mins => ${minutes}))`;
  const ofDead = () => lines.filter(({ rule }) => rule === "jobs_are_dead");
  const dead = await sql`insert into private.jobs (queue, state, finished_at, payload)
    values ('send-nudge', 'dead', now(), '{"secret": "id"}') returning id`;
  await look(0);
  await look(1);
  expect(ofDead()).toEqual([{
    event: "alert.opened",
    rule: "jobs_are_dead",
    subject: "send-nudge",
    value: 1,
    worst_value: 1,
    opened_at: expect.any(String),
    closed_at: null,
  }]);
  await sql`delete from private.jobs where id = ${dead[0]!.id}`;
  await look(2);
  expect(ofDead()).toHaveLength(1);
  await look(8);
  await look(9);
  expect(ofDead().map(({ event }) => event)).toEqual(["alert.opened", "alert.closed"]);
  expect(ofDead()[1]!.closed_at).toEqual(expect.any(String));
});
