import { setTimeout as sleepFor } from "node:timers/promises";
import { z } from "zod";
import type { BatchMessage } from "./batch-mails.ts";
import { encodeBatch } from "./encode-batch.ts";
import { ImportError, sentenceFor } from "./errors.ts";

const resultSchema = z.object({
  reference: z.string(),
  outcome: z.enum(["stored", "duplicate", "updated", "failed"]),
  is_new_conversation: z.boolean().nullish(),
  automatic_kind: z.string().nullish(),
  new_contact_count: z.number().nullish(),
  error: z.object({ slug: z.string(), detail: z.string().nullish() }).nullish(),
});
const answerSchema = z.object({ results: z.array(resultSchema) });

/** What became of one message. */
export type IngestResult = z.infer<typeof resultSchema>;

/**
 * The answer to one request. `refused`: the server will not take it as it is, fewer messages at a time
 * it might. `unreachable`: no answer at all.
 */
export type PostOutcome =
  | { kind: "answered"; results: IngestResult[] }
  | { kind: "refused" | "unreachable"; slug: string; detail: string };

export interface IngestDoor {
  url: string;
  publishableKey: string;
  connectionId: string;
  /** A valid user token; `isRefused` asks for a fresh one because the last was refused. */
  accessToken: (isRefused: boolean) => Promise<string>;
  sleep?: (milliseconds: number) => Promise<unknown>;
}

const MAX_ATTEMPTS = 5;
const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 15_000;
const MAX_RETRY_AFTER_MS = 5 * 60_000;
// Hosted functions answer within 150 seconds or not at all (https://supabase.com/docs/guides/functions/limits).
const TIMEOUT_MS = 160_000;

/**
 * Posts one batch to the ingest door. Network errors, 408, 425, 429 and 5xx are tried up to
 * `maxAttempts` times with jittered exponential backoff, never before Retry-After; a refused token is renewed once.
 *
 * @throws ImportError when nobody's mail can be taken: `import_not_allowed`, `import_server_busy`,
 * `import_answer_invalid`, or the door's own slug
 */
export async function postBatch(
  door: IngestDoor,
  messages: BatchMessage[],
  hasMore: boolean,
  maxAttempts = MAX_ATTEMPTS,
): Promise<PostOutcome> {
  const sleep = door.sleep ?? sleepFor;
  const body = encodeBatch(door.connectionId, messages, hasMore);
  let isTokenRefused = false;
  for (let attempt = 1;; attempt++) {
    const token = await door.accessToken(isTokenRefused);
    const response = await send(door, token, body).catch((error: unknown) => networkReason(error));
    const canRetry = attempt < maxAttempts;
    if (typeof response === "string") {
      if (canRetry) {
        await sleep(backoff(attempt));
        continue;
      }
      const slug = "import_server_lost";
      return { kind: "unreachable", slug, detail: sentenceFor(slug, response) };
    }
    if (response.status === 200) return { kind: "answered", results: resultsOf(response) };

    const { status } = response;
    const retryAfter = retryAfterMs(response.retryAfter);
    const problem = problemOf(response);
    if (status === 401 && !isTokenRefused) {
      isTokenRefused = true;
      continue;
    }
    if ([401, 403, 404, 405].includes(status)) {
      const { slug, hint } = problem;
      throw new ImportError("import_not_allowed", problem.detail, { slug, hint });
    }
    const isTransient = [408, 425, 429].includes(status) || status >= 500;
    if (retryAfter > MAX_RETRY_AFTER_MS) throw new ImportError("import_server_busy");
    if (isTransient && canRetry) {
      await sleep(Math.max(retryAfter, backoff(attempt)));
      continue;
    }
    if (status === 429) throw new ImportError("import_server_busy");
    return {
      kind: "refused",
      slug: problem.slug ?? "import_batch_refused",
      detail: problem.detail,
    };
  }
}

interface Answer {
  status: number;
  retryAfter: string | null;
  body: unknown;
}

async function send(
  door: IngestDoor,
  token: string,
  body: Uint8Array<ArrayBuffer>,
): Promise<Answer> {
  const response = await fetch(`${door.url}/functions/v1/ingest`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${token}`,
      apikey: door.publishableKey,
      "content-type": "application/json",
    },
    body,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  // Read here, so that a connection lost half way through the answer is a network error too.
  const text = await response.text();
  return {
    status: response.status,
    retryAfter: response.headers.get("retry-after"),
    body: parseJson(text),
  };
}

function resultsOf({ body }: Answer): IngestResult[] {
  const answer = answerSchema.safeParse(body);
  if (!answer.success) throw new ImportError("import_answer_invalid");
  return answer.data.results;
}

const problemSchema = z.object({ slug: z.string(), detail: z.string(), hint: z.string() })
  .partial();

function problemOf({ status, body }: Answer) {
  const { data: problem = {} } = problemSchema.safeParse(body);
  return { ...problem, detail: problem.detail ?? `HTTP ${status}` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Full jitter, so that two requests that failed together do not come back together. */
function backoff(attempt: number): number {
  return Math.random() * Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt);
}

/** Milliseconds of a Retry-After header: seconds or an HTTP date (RFC 9110 10.2.3); 0 otherwise. */
export function retryAfterMs(header: string | null, now: number = Date.now()): number {
  if (header === null) return 0;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const moment = Date.parse(header);
  return Number.isNaN(moment) ? 0 : Math.max(0, moment - now);
}

function networkReason(error: unknown): string {
  if (error instanceof DOMException && error.name === "TimeoutError") return "no answer in time";
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Error && "code" in cause ? String(cause.code) : "no answer";
}
