/** Two sessions that meet: what one holds, the other waits for, and the test sees it wait. */
import postgres from "postgres";
import { startTestDatabase, type TestDatabase } from "../../support/database.ts";

export interface Race extends TestDatabase {
  /** Two sessions beside `sql`, each one connection; all three are superuser with Ada's token. */
  first: Session;
  second: Session;
}

export interface Session {
  sql: postgres.Sql;
  /** The server process, as pg_blocking_pids() names it. */
  pid: number;
}

/** A database with the cast of Acme, Ada's connection, and two sessions. */
export async function startRace(): Promise<Race> {
  const database = await startTestDatabase();
  const open = () => openSession(database.url);
  const [watcher, first, second] = await Promise.all([open(), open(), open()]);
  await watcher.sql`select tests.cast_of_acme()`;
  await watcher.sql`
    update public.workspaces set quiet_hours_start = '00:00', quiet_hours_end = '00:00', touch_gap_hours = 0`;
  await watcher.sql`select tests.connection('ada')`;
  return {
    ...database,
    sql: watcher.sql,
    first,
    second,
    async stop() {
      await Promise.all([watcher, first, second].map(({ sql }) => sql.end({ timeout: 2 })));
      await database.stop();
    },
  };
}

async function openSession(url: string): Promise<Session> {
  const sql = postgres(url, {
    max: 1,
    onnotice: () => {},
    // a wait is long enough to be seen, a deadlock is found at once
    connection: { lock_timeout: 20_000, deadlock_timeout: 100 },
  });
  await sql`select set_config('request.jwt.claims', json_build_object('sub', tests.id('ada'))::text, false)`;
  const [row] = await sql`select pg_backend_pid() as pid`;
  return { sql, pid: row!.pid };
}

/** Answers when `waiting` is blocked by `holding`; fails when that has not happened after 10 s. */
export async function untilBlocked(race: Race, waiting: Session, holding: Session): Promise<void> {
  const end = Date.now() + 10_000;
  while (Date.now() < end) {
    const [row] = await race.sql`
      select ${holding.pid}::int = any (pg_blocking_pids(${waiting.pid})) as is_blocked`;
    if (row!.is_blocked) return;
  }
  throw new Error("The second session never waited for the first");
}

/**
 * Runs `early` in an open transaction of the first session, `late` in the second, sees `late`
 * wait, and commits. Answers what both said; an error of `late` is an answer too.
 */
export async function overlap<A, B>(
  race: Race,
  early: (sql: postgres.Sql) => Promise<A>,
  late: (sql: postgres.Sql) => Promise<B>,
): Promise<[A, B | postgres.PostgresError]> {
  await race.first.sql`begin`;
  const earlyAnswer = await early(race.first.sql);
  const lateAnswer = late(race.second.sql).catch((error: postgres.PostgresError) => error);
  await untilBlocked(race, race.second, race.first);
  await race.first.sql`commit`;
  return [earlyAnswer, await lateAnswer];
}
