/** How far mailboxes are read, and the one way what was read is stored (migrations 0280 to 0292). Each call is one transaction. */
import type { InboxItem, StoreResult } from "./inbox.ts";
import type { Job } from "./job-queue.ts";
import type { MessageRef } from "./mailbox.ts";

export interface MailboxState {
  connectionId: string;
  workspaceId: string;
  ownAddresses: string[];
  /** resync: the provider has forgotten what came after `cursor`; what was received since `resyncSince` is compared. */
  state: "new" | "live" | "resync";
  /** Null while new. A decimal number: compared by the database only. */
  cursor: string | null;
  resyncSince: Date | null;
  backfillState: "waiting" | "running" | "done";
  /** Null for all mail. */
  backfillSince: Date | null;
  pageToken: string | null;
}

/** A message as read from a mailbox: normalised, with what the provider knows about it. */
export type SyncItem = InboxItem & { labels: string[]; received_at: string };

export type LabelChange =
  | { id: string; added?: string[]; removed?: string[] }
  | { id: string; labels: string[] };

export interface SyncBatch {
  items?: SyncItem[];
  /** In the provider's order. */
  labels?: LabelChange[];
  /** Ids the provider says it no longer has. */
  removed?: string[];
  /** Ids that could not be read, with the slug of why. */
  failed?: { id: string; slug: string }[];
}

/** Where a batch takes the cursor, see private.move_cursor(). */
export type SyncProgress =
  | { kind: "start"; to: string; estimate: number | null }
  | { kind: "changes"; from: string; to: string; is_end: boolean }
  | {
    kind: "backfill";
    page_token: string | null;
    read: number;
    estimate: number | null;
    is_end: boolean;
  }
  | { kind: "gap"; from: string; to: string }
  | { kind: "resync"; is_end: boolean };

export interface StoredSync {
  results: StoreResult[];
  cursor: string | null;
  /** The provider has told of changes beyond the cursor. */
  isBehind: boolean;
  /** At the end of the changes: ids that could not be read earlier and are due again. */
  tryAgain: string[];
}

export interface LabelPush {
  conversation_id: string;
  version: number;
  messages: { id: string; added: string[]; removed: string[] }[];
}

export interface DayAudit {
  /** YYYY-MM-DD, UTC. */
  onDate: string;
  inbound: string[];
  outbound: string[];
  /** Ids this audit read. */
  repaired: string[];
  removed: string[];
}

export interface MailSync {
  /** @throws DatabaseError `lease_lost` or `mailbox_not_synced` */
  read(job: Job): Promise<MailboxState>;
  /** Batch and progress, both or neither. @throws DatabaseError `lease_lost` or `cursor_moved` */
  store(job: Job, batch: SyncBatch, progress: SyncProgress | null): Promise<StoredSync>;
  /** Those of the ids that are not stored, in order. */
  unknown(
    connectionId: string,
    messages: MessageRef[],
    filter?: { knownThreadsOnly?: boolean; withFailed?: boolean },
  ): Promise<string[]>;
}

/** What only comparing and pushing need. */
export interface MailUpkeep {
  /** Stored messages of a stretch of time that a list lacks; those in spam and trash only when it has these too. */
  absent(
    connectionId: string,
    since: Date,
    until: Date,
    listed: string[],
    withThrownAway?: boolean,
  ): Promise<string[]>;
  /** Label changes that make the stored messages agree with lists by label. */
  listedLabels(
    connectionId: string,
    since: Date,
    listed: Record<string, string[]>,
  ): Promise<LabelChange[]>;
  /** Answers how many messages of the day are still missing. */
  saveAudit(job: Job, audit: DayAudit): Promise<number>;
  pushes(connectionId: string): Promise<LabelPush[]>;
  settlePushes(connectionId: string, pushed: LabelPush[]): Promise<void>;
  /** Null: there are no pushes to be had. */
  saveWatch(connectionId: string, expiresAt: Date | null, aliases: string[]): Promise<void>;
}
