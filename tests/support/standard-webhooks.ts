/**
 * A provider that signs as https://www.standardwebhooks.com says: base64 HMAC-SHA256 over `id.timestamp.body`, a list of
 * signatures so that secrets rotate. It stands for the real providers where the webhook door is tested.
 */
import { createHmac } from "node:crypto";
import { verifyHmac } from "../../functions/_shared/crypto/verify-hmac.ts";
import type { WebhookDoor } from "../../functions/_shared/http/webhook-door.ts";

export const SECRET = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/** The headers of a signed delivery; `at` in milliseconds. */
export function signedHeaders(
  id: string,
  body: string | Uint8Array,
  { secret = SECRET, at = Date.now() } = {},
): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  const hmac = createHmac("sha256", secret).update(`${id}.${timestamp}.`).update(body);
  return {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${hmac.digest("base64")}`,
  };
}

/** Five minutes, as Standard Webhooks advises: longer than a bad clock, shorter than a useful replay. */
function isTimely(header: string | null, now: Date): boolean {
  if (!header || !/^\d{1,12}$/.test(header)) return false;
  return Math.abs(now.getTime() / 1000 - Number(header)) <= 300;
}

/** A door for this provider. `secrets` are all that are valid at the moment. */
export function standardDoor(
  { queue = "test-webhook", secrets = [SECRET], now = () => new Date(), maxBytes = 65_536 } = {},
): WebhookDoor {
  return {
    provider: "acme-mail",
    queue,
    keepHeaders: ["webhook-id", "content-type"],
    maxBytes,
    async verify({ method, url, headers, body }) {
      const challenge = url.searchParams.get("challenge");
      if (method === "GET" && challenge) return { verdict: "challenge", answer: challenge };
      const id = headers.get("webhook-id");
      const timestamp = headers.get("webhook-timestamp");
      if (!id) return { verdict: "refused", slug: "webhook_id_missing" };
      if (!isTimely(timestamp, now())) return { verdict: "refused", slug: "timestamp_not_of_now" };
      const prefix = new TextEncoder().encode(`${id}.${timestamp}.`);
      const message = new Uint8Array([...prefix, ...body]);
      const signatures = (headers.get("webhook-signature") ?? "").split(" ")
        .flatMap((one) => one.startsWith("v1,") ? [one.slice(3)] : []);
      for (const secret of secrets) {
        for (const signature of signatures) {
          if (await verifyHmac({ secret, message, signature, encoding: "base64" })) {
            return { verdict: "accepted", eventId: id };
          }
        }
      }
      return { verdict: "refused", slug: "signature_wrong" };
    },
  };
}
