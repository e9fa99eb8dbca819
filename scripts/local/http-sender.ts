/**
 * Replaces: pg_net's background worker. Takes the rows of net.http_request_queue, sends them and stores
 * the answers in net._http_response. Unlike the original each answer is stored as it arrives, and a
 * slow endpoint holds nobody up, so a test cannot depend on the original's batches. Never deployed.
 */
import type { LocalDatabase } from "./local-database.ts";

interface QueuedRequest {
  id: string | number;
  method: string;
  url: string;
  headers: Record<string, string> | null;
  body: Uint8Array | null;
  timeout_milliseconds: number;
}

const maxInFlight = 200;

/** Starts sending; does nothing where migrations have not created pg_net. */
export async function startHttpSender(database: LocalDatabase): Promise<{ stop(): Promise<void> }> {
  const inFlight = new Set<Promise<void>>();
  let isStopped = false;
  let taking: Promise<void> | null = null;

  const take = () => {
    if (isStopped) return;
    taking ??= takeRequests(database, maxInFlight - inFlight.size).then((requests) => {
      for (const request of requests) {
        const work = send(database, request).catch(() => {}).finally(() => inFlight.delete(work));
        inFlight.add(work);
      }
    }).catch(() => {}).finally(() => taking = null);
  };
  await database.listen("akasavani_http_request", take);
  const poll = setInterval(take, 200); // a notice that arrives while a batch is taken is made up for
  const clean = setInterval(() => forgetOldResponses(database), 600_000);
  return {
    async stop() {
      isStopped = true;
      clearInterval(poll);
      clearInterval(clean);
      await taking;
      await Promise.race([
        Promise.all(inFlight),
        new Promise((resolve) => setTimeout(resolve, 1000)),
      ]);
    },
  };
}

async function takeRequests(database: LocalDatabase, count: number): Promise<QueuedRequest[]> {
  if (count <= 0) return [];
  const [present] = await database.query<{ queue: string | null }>(
    "select to_regclass('net.http_request_queue') as queue",
  );
  if (!present?.queue) return [];
  return await database.query<QueuedRequest>(
    `delete from net.http_request_queue
     where id = any (array(select id from net.http_request_queue order by id limit ${count}))
     returning id, method, url, headers, body, timeout_milliseconds`,
  );
}

async function send(database: LocalDatabase, request: QueuedRequest): Promise<void> {
  const timeout = request.timeout_milliseconds;
  try {
    const answer = await fetch(request.url, {
      method: request.method.toUpperCase(),
      headers: request.headers ?? {},
      body: request.body && request.method.toUpperCase() !== "GET"
        ? new Uint8Array(request.body)
        : null,
      signal: AbortSignal.timeout(timeout),
      redirect: "manual",
    });
    const content = await answer.text();
    await store(database, request.id, {
      status: answer.status,
      type: answer.headers.get("content-type"),
      headers: Object.fromEntries(answer.headers),
      content,
    });
  } catch (error) {
    const isTimeout = error instanceof Error && error.name === "TimeoutError";
    const cause = (error as { cause?: Error }).cause;
    await store(database, request.id, {
      isTimeout,
      error: isTimeout
        ? `Timeout of ${timeout} ms reached. Total time: ${timeout} ms`
        : cause?.message || String((error as Error).message ?? error),
    });
  }
}

async function store(
  database: LocalDatabase,
  id: string | number,
  answer: {
    status?: number;
    type?: string | null;
    headers?: Record<string, string>;
    content?: string;
    isTimeout?: boolean;
    error?: string;
  },
): Promise<void> {
  await database.query(
    `insert into net._http_response
       (id, status_code, content_type, headers, content, timed_out, error_msg)
     values ($1, $2, $3, $4::text::jsonb, $5, $6, $7)`,
    [
      id,
      answer.status ?? null,
      answer.type ?? null,
      answer.headers ? JSON.stringify(answer.headers) : null,
      answer.content?.replaceAll("\0", "") ?? null,
      answer.isTimeout ?? false,
      answer.error ?? null,
    ],
  );
}

/** Responses are kept for six hours, as hosted (`pg_net.ttl`). */
async function forgetOldResponses(database: LocalDatabase): Promise<void> {
  await database.query("delete from net._http_response where created < now() - interval '6 hours'")
    .catch(() => {});
}
