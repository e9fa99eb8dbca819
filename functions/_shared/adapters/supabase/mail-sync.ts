/** The mail sync port on the worker functions of migrations 0286 and 0288. */
import { z } from "zod";
import { cleanDeep } from "../../domain/mail/clean-deep.ts";
import { storeResult } from "../../ports/inbox.ts";
import type { MailboxState, MailSync } from "../../ports/mail-sync.ts";
import { callWorker, type DatabaseClient } from "./call-worker.ts";

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const id = z.guid();

const mailboxState = z.object({
  connection_id: id,
  workspace_id: id,
  own_addresses: z.array(z.string()),
  state: z.enum(["new", "live", "resync"]),
  cursor: z.string().nullable(),
  resync_since: moment.nullable(),
  backfill_state: z.enum(["waiting", "running", "done"]),
  backfill_since: moment.nullable(),
  page_token: z.string().nullable(),
}).transform((row): MailboxState => ({
  connectionId: row.connection_id,
  workspaceId: row.workspace_id,
  ownAddresses: row.own_addresses,
  state: row.state,
  cursor: row.cursor,
  resyncSince: row.resync_since,
  backfillState: row.backfill_state,
  backfillSince: row.backfill_since,
  pageToken: row.page_token,
}));

const stored = z.object({
  results: z.array(storeResult),
  cursor: z.string().nullable(),
  is_behind: z.boolean(),
  try_again: z.array(z.string()),
}).transform(({ is_behind, try_again, ...rest }) => ({
  ...rest,
  isBehind: is_behind,
  tryAgain: try_again,
}));

export function createMailSync(client: DatabaseClient): MailSync {
  return {
    read: (job) =>
      callWorker(
        client,
        "read_mailbox",
        { job_id: job.id, lease_token: job.leaseToken },
        mailboxState,
      ),
    store: (job, batch, progress) =>
      callWorker(
        client,
        "store_sync",
        {
          job_id: job.id,
          lease_token: job.leaseToken,
          batch: cleanDeep({ ...batch }) as never,
          ...(progress && { progress: { ...progress } }),
        },
        stored,
      ),
    unknown: (connectionId, messages, filter = {}) =>
      callWorker(
        client,
        "unknown_messages",
        {
          connection_id: connectionId,
          messages: messages.map(({ id, threadId }) => ({ id, thread_id: threadId })),
          known_threads_only: filter.knownThreadsOnly ?? false,
          with_failed: filter.withFailed ?? false,
        },
        z.array(z.string()),
      ),
  };
}
