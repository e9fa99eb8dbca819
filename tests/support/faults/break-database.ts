/** Ways to hurt a private PostgreSQL. Each answers how often it really happened. */
import postgres from "postgres";
import { runCommand } from "../../../scripts/local/run-command.ts";
import { serverUser } from "../../../scripts/local/unprivileged.ts";
import { join } from "node:path";
import { APPLICATION } from "./lanes.ts";
import { lockJobs } from "./queue-facts.ts";
import type { World } from "./world.ts";

const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A fast shutdown and a new start, as at a platform's maintenance. */
export async function restartServer(world: World): Promise<number> {
  const startedAt = async () => {
    const [row] = await world
      .sql`select pg_postmaster_start_time()::text as at, current_setting('data_directory') as folder`;
    return row!;
  };
  const before = await startedAt();
  const args = ["restart", "-D", before.folder, "-m", "fast", "-w", "-l", "/dev/null"];
  await world.withoutDatabase(async () => {
    const pgCtl = join(world.database.programs, "pg_ctl");
    const { code, output } = await runCommand(pgCtl, args, { user: serverUser(), cwd: "/" });
    if (code !== 0) throw new Error(`pg_ctl: ${output}`);
  });
  return (await startedAt()).at === before.at ? 0 : 1;
}

/** Ends a session of a worker five times a second. */
export async function terminateSessions(world: World, seconds: number): Promise<number> {
  let count = 0;
  for (const end = Date.now() + seconds * 1_000; Date.now() < end;) {
    const [row] = await world.sql`
      select pg_terminate_backend(pid) as is_ended from pg_stat_activity
      where application_name = ${APPLICATION} order by random() limit 1`;
    if (row?.is_ended) count++;
    await rest(200);
  }
  return count;
}

/** Opens idle connections until the server refuses, drops the workers' own, and holds them. Answers how many were refused. */
export async function exhaustConnections(world: World, seconds: number): Promise<number> {
  const hogs = Array.from(
    { length: 300 },
    () =>
      postgres(world.database.url, {
        max: 1,
        onnotice: () => {},
        connect_timeout: 5,
        backoff: () => 60,
      }),
  );
  const answers = await Promise.allSettled(hogs.map((hog) => hog`select 1`));
  await world.sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = ${APPLICATION}`.catch(() => {});
  await rest(seconds * 1_000);
  void Promise.allSettled(hogs.map((hog) => hog.end({ timeout: 0 })));
  await rest(200);
  return answers.filter(({ status }) => status === "rejected").length;
}

/** Locks the jobs for longer than a statement of a worker may take. */
export async function stallStatements(world: World, seconds: number): Promise<void> {
  const lock = await lockJobs(world.sql);
  await rest(seconds * 1_000);
  await lock.end();
}
