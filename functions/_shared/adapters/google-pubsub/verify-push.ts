/**
 * Whether a request is a push of our Pub/Sub subscription: a token signed by Google, for us, by the service account that pushes.
 * https://docs.cloud.google.com/pubsub/docs/authenticate-push-subscriptions
 */
import { createRemoteJWKSet, errors, jwtVerify } from "jose";
import type { WebhookRequest, WebhookVerdict } from "../../http/webhook-door.ts";
import { readPush } from "./read-push.ts";

export interface PushVerifierOptions {
  /** Google's keys, https://www.googleapis.com/oauth2/v3/certs */
  jwksUrl: string;
  /** `aud` of the tokens, as set at the subscription; without it every push is refused. */
  audience: string | null;
  /** `email` of the tokens; without it every push is refused. */
  serviceAccount: string | null;
}

const ISSUERS = ["https://accounts.google.com", "accounts.google.com"];
/** Clocks differ; a token lasts an hour. */
const TOLERANCE_SECONDS = 300;

export function createPushVerifier(options: PushVerifierOptions) {
  const keys = createRemoteJWKSet(new URL(options.jwksUrl), { timeoutDuration: 5_000 });
  return async ({ headers, body }: WebhookRequest): Promise<WebhookVerdict> => {
    const { audience, serviceAccount } = options;
    if (audience === null || serviceAccount === null) return refused("push_not_configured");
    const [, token] = /^Bearer (\S+)$/i.exec(headers.get("authorization") ?? "") ?? [];
    if (!token) return refused("push_token_missing");
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: ISSUERS,
        audience,
        algorithms: ["RS256"],
        clockTolerance: TOLERANCE_SECONDS,
        requiredClaims: ["exp", "iat"],
        maxTokenAge: 3600 + TOLERANCE_SECONDS,
      });
      if (payload.email !== serviceAccount || payload.email_verified !== true) {
        return refused("push_account_foreign");
      }
    } catch (error) {
      // Google's keys could not be read: nothing is wrong with the push, it is sent again.
      if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError)) throw error;
      return refused(`push_${error.code.toLowerCase().replace(/^err_/, "")}`);
    }
    const push = readPush(body);
    return push ? { verdict: "accepted", eventId: push.messageId } : refused("push_unreadable");
  };
}

function refused(slug: string): WebhookVerdict {
  return { verdict: "refused", slug };
}
