/** The product's own doors in this process: webhooks take what the lab posts, workers are rung when work is due. */
import type { Sql } from "postgres";
import { join } from "node:path";
import type { App } from "./network.ts";

export interface Doors {
  webhooks: Map<string, App>;
  /** Answers whether a worker that is there had work, and did it. */
  workDue(): Promise<boolean>;
  /** Moment at which the next job of a worker that is there is looked for, or null. */
  nextDue(): Promise<number | null>;
  /** Names of the workers that are there. */
  workers: string[];
  /** What is due, for people. */
  due(): Promise<string>;
}

const WEBHOOKS = ["gmail-webhook", "calendar-webhook"];
const WORKERS = ["sync-gmail", "sync-calendar", "tend-accounts"];
const functions = join(import.meta.dirname, "../../../functions");

/** The environment must be set. Queues whose worker is not there rest. */
export async function openDoors(sql: Sql, workerKey: string): Promise<Doors> {
  const load = async (name: string): Promise<[string, App]> => [
    name,
    (await import(join(functions, name, "app.ts"))).app,
  ];
  const webhooks = new Map(await Promise.all(WEBHOOKS.map(load)));
  const workers = new Map(await Promise.all(WORKERS.map(load)));
  await sql`update private.queues set is_paused = true where function_slug <> all (${WORKERS})`;

  const ring = async (name: string) => {
    const response = await workers.get(name)!.request(`/${name}`, {
      method: "POST",
      headers: { apikey: workerKey, "content-type": "application/json" },
      body: "{}",
    });
    if (response.status !== 202) throw new Error(`${name} answered ${response.status}`);
  };
  return {
    webhooks,
    workers: WORKERS,
    async workDue() {
      const due = await sql`
        select distinct q.function_slug as name from private.jobs j join private.queues q on q.name = j.queue
        where j.state = 'waiting' and j.held_by is null and j.run_at <= now() and not q.is_paused`;
      await Promise.all(due.map(({ name }) => ring(name)));
      return due.length > 0;
    },
    async nextDue() {
      // What was planned ahead (polls, spread over minutes) is looked for once a minute, what was put off at its moment.
      const [next] = await sql`
        select min(case when j.last_error is null then date_bin('1 minute', j.run_at + interval '1 minute', 'epoch') else j.run_at end) as at
        from private.jobs j join private.queues q on q.name = j.queue
        where j.state = 'waiting' and j.held_by is null and not q.is_paused`;
      return next?.at ? (next.at as Date).getTime() : null;
    },
    async due() {
      const jobs = await sql`
        select j.queue, j.unique_key, j.attempts, j.last_error from private.jobs j
        where j.state = 'waiting' and j.held_by is null and j.run_at <= now() limit 5`;
      return JSON.stringify(jobs);
    },
  };
}
