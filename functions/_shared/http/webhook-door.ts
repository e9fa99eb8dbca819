/**
 * What every webhook door does: verify the raw bytes, store them once, answer 2xx, work later. Nothing is acted on here,
 * and nothing unverified is stored. A GET can only answer a provider's challenge.
 */
import type { Log } from "../log.ts";
import type { WebhookInbox } from "../ports/webhook-inbox.ts";
import { problem } from "./problem.ts";
import { readBoundedBytes } from "./read-bounded.ts";

export interface WebhookRequest {
  method: "GET" | "POST";
  url: URL;
  headers: Headers;
  /** As received: a body that was parsed and written again has another signature. Empty for GET. */
  body: Uint8Array;
}

export type WebhookVerdict =
  /** It is from the provider. `eventId` is the same for every repeat; a hash of the body where the provider has none. */
  | { verdict: "accepted"; eventId: string; connectionId?: string | null }
  /** `slug` tells operators why; the sender learns no more than 401. */
  | { verdict: "refused"; slug: string }
  /** The provider asks whether the door is ours: answered with this text. */
  | { verdict: "challenge"; answer: string };

export interface WebhookDoor {
  provider: string;
  queue: string;
  verify: (request: WebhookRequest) => Promise<WebhookVerdict>;
  /** Lower-case names of the headers the worker needs. */
  keepHeaders: readonly string[];
  /** At most 4 MiB, which the inbox takes. */
  maxBytes: number;
}

/** @throws {Problem} method_not_allowed, body_too_large, webhook_not_verified or webhook_not_stored */
export async function receiveWebhook(
  request: Request,
  door: WebhookDoor,
  inbox: Pick<WebhookInbox, "receive">,
  log: Log,
): Promise<Response> {
  const startedAt = performance.now();
  const { method } = request;
  if (method !== "GET" && method !== "POST") throw problem("method_not_allowed");
  const body = method === "GET"
    ? new Uint8Array()
    : await readBoundedBytes(request.body, door.maxBytes);
  if (body === null) throw problem("body_too_large", `The limit is ${door.maxBytes} bytes`);
  const tell = (outcome: string, slug: string | null = null) =>
    log(slug ? "warn" : "info", "webhook.answered", {
      provider: door.provider,
      outcome,
      slug,
      byte_count: body.length,
      duration_ms: Math.round(performance.now() - startedAt),
    });

  const { url, headers } = request;
  const verdict = await door.verify({ method, url: new URL(url), headers, body });
  if (verdict.verdict === "challenge") {
    tell("challenge");
    return plainText(verdict.answer);
  }
  // Link scanners and prefetchers send GET, never with intent.
  if (method === "GET") throw problem("method_not_allowed");
  if (verdict.verdict === "refused") {
    tell("refused", verdict.slug);
    throw problem("webhook_not_verified");
  }
  try {
    tell(
      await inbox.receive({
        provider: door.provider,
        queue: door.queue,
        eventId: verdict.eventId,
        connectionId: verdict.connectionId ?? null,
        headers: keptHeaders(headers, door.keepHeaders),
        body,
      }),
    );
  } catch (error) {
    tell("not_stored", (error as { slug?: string }).slug ?? "unexpected");
    // Anything but 2xx makes the provider send it again; nothing was stored.
    throw problem("webhook_not_stored", null, { "retry-after": "5" });
  }
  // Empty: Slack shows a body to whoever gave the command.
  return new Response(null, { status: 200 });
}

/** Never HTML: the text is the caller's own. */
function plainText(text: string): Response {
  return new Response(text, {
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'",
    },
  });
}

function keptHeaders(headers: Headers, names: readonly string[]): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of names) {
    const value = headers.get(name);
    if (value !== null) kept[name] = value.slice(0, 1000);
  }
  return kept;
}
