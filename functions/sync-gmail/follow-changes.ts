/** Reads what changed in a mailbox since its cursor, in the provider's order. Each portion is stored with the place it reaches. */
import {
  collectChanges,
  type CollectedChanges,
  portions,
} from "../_shared/domain/sync/collect-changes.ts";
import type { Job } from "../_shared/ports/job-queue.ts";
import type { ChangeRecord } from "../_shared/ports/mailbox.ts";
import type { OpenMailbox, Turn } from "./ports.ts";
import { readMessages } from "./read-messages.ts";
import { closeGap } from "./close-gap.ts";

const PORTION = 25;
/** A push may be ahead of the list of changes by a moment. */
const LIST_LAG_MS = 1_500;

export async function followChanges(job: Job, mailbox: OpenMailbox): Promise<Turn> {
  const { state, gmail, sync } = mailbox;
  if (state.state === "new") {
    // The place before the list of old mail: what changes meanwhile comes after it.
    const { position, messageCount } = await gmail.profile();
    const estimate = state.backfillSince === null ? messageCount : null;
    await sync.store(job, {}, { kind: "start", to: position, estimate });
    return "done";
  }
  if (state.state === "resync") return await closeGap(job, mailbox);
  let cursor = state.cursor!;
  for (let hasLookedAgain = false;; hasLookedAgain = true) {
    const reached = await readOn(job, mailbox, cursor);
    if (reached === "gap") return await closeGap(job, mailbox);
    if (reached === "more") return "more";
    if (!reached.isBehind || hasLookedAgain) return await tryAgain(job, mailbox, reached.tryAgain);
    cursor = reached.cursor!;
    await mailbox.rest(LIST_LAG_MS);
  }
}

async function readOn(job: Job, mailbox: OpenMailbox, start: string) {
  const { gmail, sync } = mailbox;
  let cursor = start;
  let pageToken: string | null = null;
  for (;;) {
    const page = await gmail.changes(start, pageToken);
    if (page === null) {
      // Forgotten by the provider. Where reading will go on is noted before anything is compared.
      const { position } = await gmail.profile();
      await sync.store(job, {}, { kind: "gap", from: cursor, to: position });
      return "gap" as const;
    }
    const isLastPage = page.nextPageToken === null;
    const parts = portions(page.records, PORTION);
    for (const [place, records] of parts.entries()) {
      const isEnd = isLastPage && place === parts.length - 1;
      const to = isEnd ? page.position : records.at(-1)!.position;
      const stored = await storePortion(job, mailbox, records, { from: cursor, to, isEnd });
      if (stored === null) return "more" as const;
      cursor = stored.cursor!;
      if (isEnd) return stored;
    }
    if (isLastPage) {
      // nothing changed, and that too is progress
      return await sync.store(job, {}, {
        kind: "changes",
        from: cursor,
        to: page.position,
        is_end: true,
      });
    }
    pageToken = page.nextPageToken;
  }
}

/** Null when this run may read no more. */
async function storePortion(
  job: Job,
  mailbox: OpenMailbox,
  records: ChangeRecord[],
  place: { from: string; to: string; isEnd: boolean },
) {
  const { sync, budget } = mailbox;
  const changes = collectChanges(records);
  const ids = await unknownOf(mailbox, changes);
  if (budget.take(ids.length) < ids.length) return null;
  const { stoppedBy, ...batch } = await readMessages(mailbox, ids);
  const fresh = new Set(batch.items.map(({ provider_message_id }) => provider_message_id));
  const stored = await sync.store(job, {
    ...batch,
    // what has just been read is newer than what changed about it
    labels: changes.labels.filter(({ id }) => !fresh.has(id)),
    removed: [...batch.removed, ...changes.removed],
  }, stoppedBy ? null : { kind: "changes", from: place.from, to: place.to, is_end: place.isEnd });
  if (stoppedBy) throw stoppedBy;
  return stored;
}

async function unknownOf(
  { sync, state: { connectionId } }: OpenMailbox,
  { wanted, thrownAway }: CollectedChanges,
): Promise<string[]> {
  const unknown = wanted.length ? await sync.unknown(connectionId, wanted) : [];
  if (thrownAway.length === 0) return unknown;
  return [
    ...unknown,
    ...await sync.unknown(connectionId, thrownAway, { knownThreadsOnly: true }),
  ];
}

/** What could not be read earlier and is due again. */
async function tryAgain(job: Job, mailbox: OpenMailbox, ids: string[]): Promise<Turn> {
  if (ids.length === 0) return "done";
  const granted = mailbox.budget.take(ids.length);
  if (granted === 0) return "more";
  const { stoppedBy, ...batch } = await readMessages(mailbox, ids.slice(0, granted));
  await mailbox.sync.store(job, batch, null);
  if (stoppedBy) throw stoppedBy;
  return "done";
}
