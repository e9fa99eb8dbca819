/** Compares the provider's days with ours, newest first: reads what is missing, asks for what is not listed, and records both. */
import type { Job } from "../_shared/ports/job-queue.ts";
import { askFor } from "./close-gap.ts";
import { listAll } from "./list-all.ts";
import type { OpenMailbox, Turn } from "./ports.ts";
import { readMessages } from "./read-messages.ts";

const DAY_MS = 86_400_000;
const PORTION = 25;
const ASKED_AT_MOST = 50;

export async function auditMailbox(
  job: Job,
  mailbox: OpenMailbox,
  fromOn: string,
  toOn: string,
): Promise<Turn> {
  if (mailbox.state.state === "new") return "done";
  for (let day = Date.parse(toOn); day >= Date.parse(fromOn); day -= DAY_MS) {
    if (!await auditDay(job, mailbox, new Date(day))) return "more";
  }
  return "done";
}

/** False when this run may read no more. */
async function auditDay(job: Job, mailbox: OpenMailbox, since: Date): Promise<boolean> {
  const { gmail, sync, upkeep, budget, state: { connectionId } } = mailbox;
  const until = new Date(since.getTime() + DAY_MS);
  const present = await listAll(gmail, { since, until });
  const sent = new Set(
    (await listAll(gmail, { since, until, label: "SENT" })).map(({ id }) => id),
  );
  const missing = await sync.unknown(connectionId, present, { withFailed: true });
  const repaired: string[] = [];
  while (missing.length > 0) {
    const granted = budget.take(Math.min(PORTION, missing.length));
    if (granted === 0) return false;
    const { stoppedBy, ...batch } = await readMessages(mailbox, missing.splice(0, granted));
    await sync.store(job, batch, null);
    repaired.push(...batch.items.map(({ provider_message_id }) => provider_message_id));
    if (stoppedBy) throw stoppedBy;
  }
  const ids = present.map(({ id }) => id);
  const absent = await upkeep.absent(connectionId, since, until, ids);
  const { labels, removed } = await askFor(mailbox, absent.slice(0, ASKED_AT_MOST));
  if (labels.length + removed.length > 0) await sync.store(job, { labels, removed }, null);
  const missingCount = await upkeep.saveAudit(job, {
    onDate: since.toISOString().slice(0, 10),
    inbound: ids.filter((id) => !sent.has(id)),
    outbound: ids.filter((id) => sent.has(id)),
    repaired,
    removed,
  });
  mailbox.log(missingCount > 0 ? "error" : "info", "mailbox.audited", {
    connection_id: connectionId,
    item_count: ids.length,
    failure_count: missingCount,
  });
  return true;
}
