/**
 * Who posts here: a push channel of ours names itself and repeats its secret. There is no body and no signature.
 * https://developers.google.com/workspace/calendar/api/guides/push#receiving-notifications
 */
import { isSecretOf } from "../_shared/crypto/channel-secret.ts";
import type { WebhookRequest, WebhookVerdict } from "../_shared/http/webhook-door.ts";
import type { CalendarChannels } from "../_shared/ports/calendar-sync.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const STATES = ["sync", "exists", "not_exists"];
/** Compared when there is no such channel, so that an unknown channel takes as long as a wrong secret. */
const NO_HASH = "0".repeat(64);

export async function verifyPush(
  { headers }: WebhookRequest,
  channels: Pick<CalendarChannels, "find">,
): Promise<WebhookVerdict> {
  const channelId = headers.get("x-goog-channel-id") ?? "";
  const number = headers.get("x-goog-message-number") ?? "";
  if (!UUID.test(channelId) || !/^\d{1,30}$/.test(number)) {
    return { verdict: "refused", slug: "calendar_push_malformed" };
  }
  if (!STATES.includes(headers.get("x-goog-resource-state") ?? "")) {
    return { verdict: "refused", slug: "calendar_push_malformed" };
  }
  const channel = await channels.find(channelId);
  const token = headers.get("x-goog-channel-token") ?? "";
  const isGenuine = await isSecretOf(token, channel?.tokenHash ?? NO_HASH);
  if (channel === null) return { verdict: "refused", slug: "calendar_channel_unknown" };
  if (!isGenuine) return { verdict: "refused", slug: "calendar_channel_secret_wrong" };
  return {
    verdict: "accepted",
    eventId: `${channelId}:${number}`,
    connectionId: channel.connectionId,
  };
}
