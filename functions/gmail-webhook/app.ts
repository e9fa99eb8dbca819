import { createPushInbox } from "../_shared/adapters/supabase/gmail-pushes.ts";
import { createPushVerifier } from "../_shared/adapters/google-pubsub/verify-push.ts";
import { readGmailPushEnv } from "../_shared/env.ts";
import { createWebhookApp } from "../_shared/http/webhook-app.ts";

/** A push is some three hundred bytes. */
const MAX_BYTES = 16 * 1024;

let verify: ReturnType<typeof createPushVerifier> | undefined;

export const app = createWebhookApp("gmail-webhook", {
  provider: "gmail",
  queue: "sync-gmail",
  // one verifier for the life of the worker, which remembers Google's keys
  verify: (request) => (verify ??= createPushVerifier(readGmailPushEnv()))(request),
  keepHeaders: [],
  maxBytes: MAX_BYTES,
}, createPushInbox);
