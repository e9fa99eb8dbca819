/** What can go wrong at Google, as data: a test adds a fault, the lab makes it happen and counts it. */

/** Faults of a request, made by the server around the handler. `before`: nothing was done; `after`: it was. */
export type RequestFault =
  /** An answer of that status. `reason` and `message` as in Google's error form. */
  | { kind: "status"; status: number; when?: Moment; reason?: string; message?: string }
  /** Refused for the rate. */
  | { kind: "rate_limited"; status?: 429 | 403; retryAfter?: RetryAfter; seconds?: number }
  /** The connection is cut without an answer. After the effect this is the lost answer. */
  | { kind: "reset"; when?: Moment }
  /** Half-open: the connection stays and nothing ever comes. */
  | { kind: "silence"; when?: Moment }
  /** Milliseconds of real time before the answer. */
  | { kind: "delay"; milliseconds: number }
  /** The answer trickles. */
  | { kind: "slow"; bytesPerSecond: number }
  /** The answer breaks off in the middle, with the length of the whole. */
  | { kind: "truncate" }
  /** 200 with HTML where JSON should be, after the effect. */
  | { kind: "garbage" }
  /** Redirected, to here again, for ever. */
  | { kind: "redirect" }
  /** A body of that many bytes of valid JSON's beginning. */
  | { kind: "huge"; bytes: number }
  /** From this request on the token is refused; refreshing gets another. */
  | { kind: "expire_token" }
  /** From this request on the grant is gone: the token is refused and refreshing fails. */
  | { kind: "revoke_token" };

/** Faults the handlers carry out. */
export type ProviderFault =
  /** history.list: everything known so far is too old. */
  | { kind: "expire_history" }
  /** events.list and calendarList.list: the sync token is no longer valid. */
  | { kind: "expire_sync_token" }
  /** messages.send and drafts.send: Gmail puts its own Message-ID in place of ours. */
  | { kind: "rewrite_message_id" }
  /** token: refreshing fails as after a revocation. */
  | { kind: "invalid_grant" }
  /** token: a new refresh token with each refresh, the old one dead at once. */
  | { kind: "rotate_refresh_token" };

/** Faults of a notification of Gmail (Pub/Sub) or Calendar (channels). */
export type PushFault =
  | { kind: "drop" }
  | { kind: "duplicate"; copies: number }
  /** Milliseconds of the lab's clock. */
  | { kind: "delay_push"; milliseconds: number }
  /** Kept back until another of the same mailbox has been delivered. */
  | { kind: "reorder" }
  /** Names an older historyId than one told before. */
  | { kind: "history_back" };

export type Fault = RequestFault | ProviderFault | PushFault;
export type FaultKind = Fault["kind"];
export type FaultOf<Kind extends FaultKind> = Extract<Fault, { kind: Kind }>;

export type Moment = "before" | "after";
/** How a refusal says when to come back; `message` is Gmail's habit of saying it in words only. */
export type RetryAfter = "seconds" | "date" | "garbage" | "message" | "absent";

/** When a fault happens. Without any of these: to the next request or notification it fits, once. */
export interface FaultScope {
  mailbox?: string;
  /** One operation, or all that begin so when it ends with a dot, or those that match. */
  operation?: string | RegExp;
  /** How often it happens; once unless told. */
  times?: number;
  /** Lets this many that would fit go by first. */
  skip?: number;
  /** Share of those that fit, by the lab's seed. */
  chance?: number;
  /** By the lab's clock, in milliseconds since 1970. */
  from?: number;
  until?: number;
}

const REQUEST_KINDS = [
  "status",
  "rate_limited",
  "reset",
  "silence",
  "delay",
  "slow",
  "truncate",
  "garbage",
  "redirect",
  "huge",
  "expire_token",
  "revoke_token",
] as const satisfies RequestFault["kind"][];

const PROVIDER_KINDS = [
  "expire_history",
  "expire_sync_token",
  "rewrite_message_id",
  "invalid_grant",
  "rotate_refresh_token",
] as const satisfies ProviderFault["kind"][];

const PUSH_KINDS = [
  "drop",
  "duplicate",
  "delay_push",
  "reorder",
  "history_back",
] as const satisfies PushFault["kind"][];

export const FAULT_KINDS: readonly FaultKind[] = [
  ...REQUEST_KINDS,
  ...PROVIDER_KINDS,
  ...PUSH_KINDS,
];

export const isRequestFault = (fault: Fault): fault is RequestFault =>
  (REQUEST_KINDS as readonly string[]).includes(fault.kind);
export const isPushFault = (fault: Fault): fault is PushFault =>
  (PUSH_KINDS as readonly string[]).includes(fault.kind);
