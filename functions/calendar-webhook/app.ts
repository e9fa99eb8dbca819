import { createCalendarChannels } from "../_shared/adapters/supabase/calendar-channels.ts";
import { createWebhookApp } from "../_shared/http/webhook-app.ts";
import { verifyPush } from "./verify-push.ts";

export const app = createWebhookApp("calendar-webhook", (client) => ({
  provider: "google-calendar",
  queue: "calendar-push",
  verify: (request) => verifyPush(request, createCalendarChannels(client)),
  keepHeaders: [
    "x-goog-channel-id",
    "x-goog-message-number",
    "x-goog-resource-id",
    "x-goog-resource-state",
  ],
  // there is no body: https://developers.google.com/workspace/calendar/api/guides/push#receiving-notifications
  maxBytes: 64 * 1024,
}));
