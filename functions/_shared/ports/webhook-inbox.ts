/** Where verified webhooks are stored once, and where their worker finds them. */

export interface IncomingWebhook {
  /** Lower-case words joined by hyphens: `slack`, `gmail`. */
  provider: string;
  /** The queue whose worker acts on it. */
  queue: string;
  /** The provider's id of the event, at most 255 characters. */
  eventId: string;
  /** The account it is about, when that is known before the body is understood. */
  connectionId: string | null;
  /** Lower-case names; only what the worker needs. */
  headers: Record<string, string>;
  /** The bytes that were verified, at most 4 MiB. */
  body: Uint8Array;
}

export interface StoredWebhook {
  provider: string;
  eventId: string;
  connectionId: string | null;
  headers: Record<string, string>;
  body: Uint8Array;
  receivedAt: Date;
  /** 1 for the first; settling needs it. */
  attempt: number;
}

export interface WebhookInbox {
  /** Stores it and enqueues its job, both or neither. A duplicate was stored before and enqueues nothing. */
  receive(webhook: IncomingWebhook): Promise<"stored" | "duplicate">;
  /** Begins work on it; null when it is done or gone, and the job has nothing left to do. */
  read(webhookId: string): Promise<StoredWebhook | null>;
  /** Ends an attempt; the content is forgotten with `done`. False when another attempt has taken over. */
  settle(
    webhookId: string,
    attempt: number,
    outcome: "done" | "retry" | "dead",
    slug?: string,
  ): Promise<boolean>;
}
