/**
 * Gmail's notifications through Cloud Pub/Sub's push: at least once, in no certain order, signed.
 * https://docs.cloud.google.com/pubsub/docs/push , https://docs.cloud.google.com/pubsub/docs/authenticate-push-subscriptions
 */
import type { LabClock } from "../clock.ts";
import type { SigningKey } from "../oauth/keys.ts";
import type { Random } from "../random.ts";
import type { Dispatcher } from "./dispatcher.ts";

export interface PushSubscription {
  /** Where notifications are posted. */
  endpoint: string;
  /** `aud` of the token; the endpoint unless told. */
  audience?: string;
  /** `email` of the token. */
  serviceAccount?: string;
  /** As `projects/x/subscriptions/y`. */
  name?: string;
  /** Only this topic's; every topic's unless told. */
  topic?: string;
}

export interface Delivery {
  at: number;
  mailbox: string;
  historyId: string;
  messageId: string;
  attempt: number;
  /** Null when nobody answered. */
  status: number | null;
}

export interface PubSub {
  subscribe(subscription: PushSubscription): void;
  publish(mailbox: string, topic: string, historyId: bigint): void;
  /** Everything handed to an endpoint, oldest first. */
  deliveries(): Delivery[];
  /** When nothing is on its way, calendar's included; what waits for the clock does not count. */
  settled(): Promise<void>;
  /** The Authorization header Google would send to this subscription, for tests that post themselves. */
  authorization(
    subscription: PushSubscription,
    forged?: { key?: SigningKey; claims?: Record<string, unknown> },
  ): string;
}

/** Without an acknowledgement it is sent again, later each time. */
const REDELIVERY_MS = [10_000, 20_000, 40_000, 80_000, 160_000, 320_000, 600_000];
/** Pub/Sub's acknowledgement deadline, in real time. */
const ANSWER_MS = 10_000;

export function createPubSub(
  deps: { clock: LabClock; dispatcher: Dispatcher; random: Random; key: SigningKey },
): PubSub {
  const { clock, dispatcher, random, key } = deps;
  const subscriptions: PushSubscription[] = [];
  const deliveries: Delivery[] = [];
  const told = new Map<string, bigint[]>();
  let number = random.between(10 ** 9, 10 ** 10);

  const authorization: PubSub["authorization"] = (subscription, forged = {}) => {
    const issuedAt = Math.floor(clock.now() / 1000);
    const claims = {
      iss: "https://accounts.google.com",
      aud: subscription.audience ?? subscription.endpoint,
      azp: "100000000000000000001",
      sub: "100000000000000000001",
      email: subscription.serviceAccount ?? "push@lab.iam.gserviceaccount.com",
      email_verified: true,
      iat: issuedAt,
      exp: issuedAt + 3600,
      ...forged.claims,
    };
    return `Bearer ${(forged.key ?? key).jwt(claims)}`;
  };

  const post = async (
    subscription: PushSubscription,
    delivery: Omit<Delivery, "at" | "status">,
  ): Promise<void> => {
    const { mailbox, historyId, messageId, attempt } = delivery;
    const publishTime = new Date(clock.now()).toISOString();
    const data = JSON.stringify({ emailAddress: mailbox, historyId: Number(historyId) });
    const status = await fetch(subscription.endpoint, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "authorization": authorization(subscription),
        "user-agent": "CloudPubSub-Google",
      },
      body: JSON.stringify({
        message: {
          data: Buffer.from(data).toString("base64"),
          messageId,
          message_id: messageId,
          publishTime,
          publish_time: publishTime,
        },
        subscription: subscription.name ?? "projects/lab/subscriptions/gmail-push",
      }),
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_MS),
    }).then(async (response) => {
      await response.body?.cancel();
      return response.status;
    }, () => null);
    deliveries.push({ ...delivery, at: clock.now(), status });
    if (status !== null && status >= 200 && status < 300) return;
    const wait = REDELIVERY_MS[Math.min(attempt, REDELIVERY_MS.length) - 1]!;
    clock.at(
      clock.now() + wait,
      () => dispatcher.track(post(subscription, { ...delivery, attempt: attempt + 1 })),
    );
  };

  return {
    subscribe: (subscription) => void subscriptions.push(subscription),
    publish(mailbox, topic, historyId) {
      const before = told.get(mailbox) ?? [];
      told.set(mailbox, [...before.slice(-9), historyId]);
      const messageId = String(++number);
      dispatcher.dispatch(mailbox, "gmail.push", (fault) => {
        const named = fault?.kind === "history_back" ? before[0] ?? historyId - 1n : historyId;
        const delivery = { mailbox, historyId: String(named), messageId, attempt: 1 };
        const wanted = subscriptions.filter((one) => (one.topic ?? topic) === topic);
        return Promise.all(wanted.map((one) => post(one, delivery)));
      });
    },
    deliveries: () => deliveries,
    settled: dispatcher.settled,
    authorization,
  };
}
