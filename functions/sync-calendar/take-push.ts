/** A message of a push channel: it says that a calendar changed, so the calendar is read. */
import { z } from "zod";
import type { JobOutcome } from "../_shared/jobs/run-job.ts";
import type { CalendarChannels } from "../_shared/ports/calendar-sync.ts";
import type { Job } from "../_shared/ports/job-queue.ts";
import type { StoredWebhook, WebhookInbox } from "../_shared/ports/webhook-inbox.ts";

export interface PushPorts {
  inbox: WebhookInbox;
  channels: CalendarChannels;
  now: () => Date;
}

const payload = z.object({ webhook_id: z.guid() });
/** A listing takes seconds. */
const LOOK_AGAIN_MS = 3_000;

export async function takePush(job: Job, { inbox, channels, now }: PushPorts): Promise<JobOutcome> {
  const parsed = payload.safeParse(job.payload);
  if (!parsed.success) return { outcome: "dead", slug: "job_payload_invalid" };
  const webhook = await inbox.read(parsed.data.webhook_id);
  if (webhook === null) return { outcome: "done" };
  const noted = await channels.note(messageOf(webhook));
  if (noted === "wait") {
    await inbox.settle(parsed.data.webhook_id, webhook.attempt, "retry", "calendar_is_being_read");
    return {
      outcome: "delay",
      until: new Date(now().getTime() + LOOK_AGAIN_MS),
      slug: "calendar_is_being_read",
    };
  }
  await inbox.settle(parsed.data.webhook_id, webhook.attempt, "done");
  return { outcome: "done" };
}

/** The door has checked the form: see functions/calendar-webhook/verify-push.ts. */
function messageOf({ headers, receivedAt }: StoredWebhook) {
  return {
    channelId: headers["x-goog-channel-id"]!,
    resourceId: headers["x-goog-resource-id"] ?? null,
    state: headers["x-goog-resource-state"] ?? "exists",
    number: headers["x-goog-message-number"]!,
    receivedAt,
  };
}
