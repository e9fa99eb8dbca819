/**
 * Reads the mail from before the account was connected, newest first. A page is listed again after a crash, and what of it is
 * stored already is left out: nothing is lost and little is read twice.
 */
import { ProviderError } from "../_shared/http/provider-error.ts";
import type { Job } from "../_shared/ports/job-queue.ts";
import type { MessagePage } from "../_shared/ports/mailbox.ts";
import type { OpenMailbox, Turn } from "./ports.ts";
import { readMessages } from "./read-messages.ts";

const PAGE = 100;
/** Few, so that the newest are seen soon. */
const PORTION = 25;

export async function backfill(job: Job, mailbox: OpenMailbox): Promise<Turn> {
  const { state, sync, budget } = mailbox;
  if (state.state === "new" || state.backfillState === "done") return "done";
  let { pageToken } = state;
  while (budget.hasMore()) {
    const page = await listPage(mailbox, pageToken);
    const estimate = pageToken === null ? page.estimatedCount : null;
    const unknown = await sync.unknown(state.connectionId, page.messages);
    const isLast = page.nextPageToken === null;
    do {
      const granted = budget.take(Math.min(PORTION, unknown.length));
      if (granted === 0 && unknown.length > 0) return "more";
      const ids = unknown.splice(0, granted);
      const { stoppedBy, ...batch } = await readMessages(mailbox, ids);
      const isDone = unknown.length === 0 && !stoppedBy;
      await sync.store(job, batch, {
        kind: "backfill",
        page_token: isDone ? page.nextPageToken : pageToken,
        read: ids.length - (stoppedBy ? ids.length - countOf(batch) : 0),
        estimate,
        is_end: isDone && isLast,
      });
      if (stoppedBy) throw stoppedBy;
    } while (unknown.length > 0);
    if (isLast) return "done";
    pageToken = page.nextPageToken;
  }
  return "more";
}

function countOf(batch: { items: unknown[]; failed: unknown[]; removed: unknown[] }): number {
  return batch.items.length + batch.failed.length + batch.removed.length;
}

/** A page token that is no longer good begins the list anew; what is stored is left out. */
async function listPage(
  { gmail, state }: OpenMailbox,
  pageToken: string | null,
): Promise<MessagePage> {
  const query = { since: state.backfillSince, pageSize: PAGE };
  try {
    return await gmail.list({ ...query, pageToken });
  } catch (error) {
    const isRefused = error instanceof ProviderError && error.status === 400;
    if (!isRefused || pageToken === null) throw error;
    return await gmail.list({ ...query, pageToken: null });
  }
}
