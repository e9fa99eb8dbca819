/**
 * The product's own doors in this process: the project's address serves webhooks and the API, workers are rung when work is due.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Sql } from "postgres";
import { forward } from "../../../scripts/local/forward.ts";
import { listen } from "../../../scripts/local/node-http.ts";
import type { Stack } from "../../../scripts/local/stack.ts";

interface App {
  request(path: string, init?: RequestInit): Response | Promise<Response>;
}

export interface Doors {
  /** Answers whether a worker that is there had work, and did it. */
  workDue(): Promise<boolean>;
  /** Moment of the next job of a worker that is there, or null. */
  nextDue(): Promise<number | null>;
  /** Names of the workers that are there. */
  workers: string[];
  /** What is due, for people. */
  due(): Promise<string>;
  close(): Promise<void>;
}

/** Where webhooks arrive under the project's address. */
const PREFIX = "/functions/v1";

const WEBHOOKS = ["gmail-webhook", "calendar-webhook"];
const WORKERS = ["sync-gmail", "sync-calendar"];
const functions = join(import.meta.dirname, "../../../functions");

/** @param port where SUPABASE_URL points */
export async function openDoors(sql: Sql, stack: Stack, port: number): Promise<Doors> {
  const apps = new Map<string, App>();
  for (const name of [...WEBHOOKS, ...WORKERS]) {
    const file = join(functions, name, "app.ts");
    if (existsSync(file)) apps.set(name, (await import(file)).app);
  }
  const server = await listen(port, async (request) => {
    const url = new URL(request.url);
    if (!url.pathname.startsWith(PREFIX)) {
      return await forward(request, `${stack.url}${url.pathname}${url.search}`);
    }
    const path = url.pathname.slice(PREFIX.length);
    const name = path.split("/")[1]!;
    const app = WEBHOOKS.includes(name) ? apps.get(name) : undefined;
    if (!app) return new Response(null, { status: 404 });
    const body = await request.arrayBuffer();
    return await app.request(path, { method: request.method, headers: request.headers, body });
  });
  const workers = WORKERS.filter((name) => apps.has(name));

  return {
    workers,
    async workDue() {
      const due = await sql`
        select distinct q.function_slug from private.jobs j join private.queues q on q.name = j.queue
        where j.state = 'waiting' and j.held_by is null and j.run_at <= now() and q.function_slug = any (${workers})`;
      for (const { function_slug: name } of due) {
        const response = await apps.get(name)!.request(`/${name}`, {
          method: "POST",
          headers: { apikey: stack.keys.workerKey, "content-type": "application/json" },
          body: "{}",
        });
        if (response.status !== 202) throw new Error(`${name} answered ${response.status}`);
      }
      return due.length > 0;
    },
    async nextDue() {
      const [next] = await sql`
        select min(j.run_at) as at from private.jobs j join private.queues q on q.name = j.queue
        where j.state = 'waiting' and j.held_by is null and q.function_slug = any (${workers})`;
      return next?.at ? (next.at as Date).getTime() : null;
    },
    async due() {
      const jobs = await sql`
        select j.queue, j.unique_key, j.attempts, j.last_error from private.jobs j
        where j.state = 'waiting' and j.held_by is null and j.run_at <= now() limit 5`;
      return JSON.stringify(jobs);
    },
    close: server.close,
  };
}
