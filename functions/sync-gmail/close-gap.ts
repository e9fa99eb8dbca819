/**
 * The provider has forgotten what changed after the cursor. Everything received since a day before the last look is compared:
 * what is missing is read, labels are set as lists by label say, and what no list has is asked for by id. The old cursor stays until
 * all of it is stored; then reading goes on where the mailbox was before the comparison.
 */
import type { Job } from "../_shared/ports/job-queue.ts";
import type { MessageRef } from "../_shared/ports/mailbox.ts";
import type { LabelChange } from "../_shared/ports/mail-sync.ts";
import { listAll } from "./list-all.ts";
import type { OpenMailbox, Turn } from "./ports.ts";
import { readMessages } from "./read-messages.ts";

const PORTION = 25;
const LABELS = ["INBOX", "UNREAD", "STARRED", "SPAM", "TRASH"];
/** A message asked for by id costs as much as one that is read. */
const ASKED_AT_MOST = 100;

export async function closeGap(job: Job, mailbox: OpenMailbox): Promise<Turn> {
  const { sync, gmail, upkeep, budget } = mailbox;
  const { connectionId, resyncSince } = mailbox.state.state === "resync"
    ? mailbox.state
    : await sync.read(job);
  const since = resyncSince!;
  const present = await listAll(gmail, { since });
  const listed: Record<string, string[]> = {};
  const thrownAway: MessageRef[] = [];
  for (const label of LABELS) {
    // What lies in the trash is unread and starred, too, and history tells only what changes: a label that is lost here
    // would be missing when the message is taken out again.
    const found = await listAll(gmail, { since, label, withSpamTrash: true });
    listed[label] = found.map(({ id }) => id);
    if (label === "SPAM" || label === "TRASH") thrownAway.push(...found);
  }
  const unknown = [
    ...await sync.unknown(connectionId, present),
    ...await sync.unknown(connectionId, thrownAway, { knownThreadsOnly: true }),
  ];
  while (unknown.length > 0) {
    const granted = budget.take(Math.min(PORTION, unknown.length));
    if (granted === 0) return "more";
    const { stoppedBy, ...batch } = await readMessages(mailbox, unknown.splice(0, granted));
    await sync.store(job, batch, { kind: "resync", is_end: false });
    if (stoppedBy) throw stoppedBy;
  }
  const all = [...present, ...thrownAway].map(({ id }) => id);
  const absent = await upkeep.absent(connectionId, since, mailbox.now(), all, true);
  const { labels, removed } = await askFor(mailbox, absent.slice(0, ASKED_AT_MOST));
  const isEnd = absent.length <= ASKED_AT_MOST;
  // a mail that no list has, deleted out of the trash perhaps, has no labels to be read from lists
  const unlisted = new Set(absent);
  const compared = (await upkeep.listedLabels(connectionId, since, listed))
    .filter(({ id }) => !unlisted.has(id));
  await sync.store(job, {
    labels: [...compared, ...labels],
    removed,
  }, { kind: "resync", is_end: isEnd });
  return isEnd ? "done" : "more";
}

/** A list proves nothing: only the message itself tells that it is gone. */
export async function askFor(
  { gmail }: OpenMailbox,
  ids: string[],
): Promise<{ labels: LabelChange[]; removed: string[] }> {
  const labels: LabelChange[] = [];
  const removed: string[] = [];
  for (const id of ids) {
    const found = await gmail.labels(id);
    if (found === null) removed.push(id);
    else labels.push({ id, labels: found });
  }
  return { labels, removed };
}
