/**
 * Notification channels: a POST without a body, told apart by its headers.
 * https://developers.google.com/workspace/calendar/api/guides/push
 */
import type { LabClock } from "../clock.ts";
import type { Dispatcher } from "../pubsub/dispatcher.ts";
import type { Random } from "../random.ts";

export interface Channel {
  id: string;
  mailbox: string;
  /** Empty for the list of calendars. */
  calendarId: string;
  resourceId: string;
  resourceUri: string;
  address: string;
  token: string | null;
  expiration: number;
  /** Of its last notification. */
  messageNumber: number;
}

export interface ChannelDelivery {
  at: number;
  channelId: string;
  mailbox: string;
  state: "sync" | "exists" | "not_exists";
  messageNumber: number;
  /** Null when nobody answered. */
  status: number | null;
}

export interface Channels {
  open(channel: Omit<Channel, "resourceId" | "messageNumber">): Channel;
  find(id: string): Channel | null;
  stop(id: string): void;
  /** Tells the channels of a calendar. */
  notify(mailbox: string, calendarId: string): void;
  /** All of a mailbox end now, as if their time were over. */
  expire(mailbox: string): void;
  list(): Channel[];
  deliveries(): ChannelDelivery[];
}

const ANSWER_MS = 10_000;
/** "If the service returns 500, 502, 503, or 504, the API retries with exponential backoff." */
const RETRIED = [500, 502, 503, 504];
const RETRY_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000];

export function createChannels(
  deps: { clock: LabClock; dispatcher: Dispatcher; random: Random },
): Channels {
  const { clock, dispatcher, random } = deps;
  const channels = new Map<string, Channel>();
  const resources = new Map<string, string>();
  const deliveries: ChannelDelivery[] = [];

  const resourceId = (channel: { mailbox: string; calendarId: string }) => {
    const key = `${channel.mailbox} ${channel.calendarId}`;
    const known = resources.get(key) ?? random.token(27);
    resources.set(key, known);
    return known;
  };
  const post = async (
    channel: Channel,
    state: ChannelDelivery["state"],
    messageNumber: number,
    attempt = 0,
  ): Promise<void> => {
    const status = await fetch(channel.address, {
      method: "POST",
      headers: {
        "x-goog-channel-id": channel.id,
        "x-goog-channel-expiration": new Date(channel.expiration).toUTCString(),
        "x-goog-resource-id": channel.resourceId,
        "x-goog-resource-uri": channel.resourceUri,
        "x-goog-resource-state": state,
        "x-goog-message-number": String(messageNumber),
        ...(channel.token !== null && { "x-goog-channel-token": channel.token }),
        "user-agent": "APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)",
      },
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_MS),
    }).then(async (response) => {
      await response.body?.cancel();
      return response.status;
    }, () => null);
    const { id: channelId, mailbox } = channel;
    deliveries.push({ at: clock.now(), channelId, mailbox, state, messageNumber, status });
    const wait = RETRY_MS[attempt];
    if (status === null || !RETRIED.includes(status) || wait === undefined) return;
    clock.at(
      clock.now() + wait,
      () => dispatcher.track(post(channel, state, messageNumber, attempt + 1)),
    );
  };

  return {
    open(fields) {
      const channel = { ...fields, resourceId: resourceId(fields), messageNumber: 1 };
      channels.set(channel.id, channel);
      dispatcher.track(post(channel, "sync", 1));
      return channel;
    },
    find: (id) => channels.get(id) ?? null,
    stop: (id) => void channels.delete(id),
    notify(mailbox, calendarId) {
      for (const channel of channels.values()) {
        if (channel.mailbox !== mailbox || channel.calendarId !== calendarId) continue;
        if (channel.expiration <= clock.now()) continue;
        // numbers grow, but not by one
        const number = channel.messageNumber += random.between(1, 9);
        dispatcher.dispatch(mailbox, "calendar.push", () => post(channel, "exists", number));
      }
    },
    expire(mailbox) {
      for (const channel of channels.values()) {
        if (channel.mailbox === mailbox) channel.expiration = clock.now();
      }
    },
    list: () => [...channels.values()],
    deliveries: () => deliveries,
  };
}
