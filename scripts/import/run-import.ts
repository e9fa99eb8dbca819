import { type BatchMessage, MailBatcher } from "./batch-mails.ts";
import { BatchDelivery } from "./deliver-batch.ts";
import { ImportError } from "./errors.ts";
import type { ImportReport } from "./import-report.ts";
import type { IngestDoor, IngestResult } from "./post-batch.ts";
import type { ReadItem } from "./read-mails.ts";

const MAX_IN_FLIGHT = 2;

export interface ImportRun {
  items: AsyncIterable<ReadItem>;
  door: IngestDoor;
  report: ImportReport;
  /** Called once per message that has its result. */
  onResult: () => void;
  /** Aborted when the person asks to stop: nothing more is read, what is under way ends. */
  stop: AbortSignal;
}

/**
 * Reads, batches and delivers, two requests at a time; reading waits while two are under way, so memory
 * does not grow with the source. Returns what ended the import early, or null.
 */
export async function runImport(run: ImportRun): Promise<ImportError | null> {
  const onResult = (result: IngestResult) => {
    run.report.addResult(result);
    run.onResult();
  };
  const delivery = new BatchDelivery(run.door, onResult);
  const batcher = new MailBatcher();
  const inFlight = new Set<Promise<void>>();
  let ended: ImportError | null = null;
  let crash: unknown = null;

  const start = async (batch: BatchMessage[], hasMore: boolean) => {
    while (inFlight.size >= MAX_IN_FLIGHT) await Promise.race(inFlight);
    if (batch.length === 0 || ended || crash) return;
    const underWay = delivery.deliver(batch, hasMore)
      .catch((error: unknown) => {
        if (error instanceof ImportError) ended ??= error;
        else crash ??= error;
      })
      .finally(() => inFlight.delete(underWay));
    inFlight.add(underWay);
  };

  for await (const item of run.items) {
    if (run.stop.aborted || ended || crash) break;
    run.report.addItem(item);
    if (item.kind !== "mail") continue;
    const full = batcher.add(item);
    if (full) await start(full, true);
  }
  if (!run.stop.aborted) {
    // The end is told last: an answer under way may belong to a question that was stored before.
    await Promise.all(inFlight);
    await start(batcher.flush(), false);
  }
  await Promise.all(inFlight);
  if (crash) throw crash;
  return ended ?? (run.stop.aborted ? new ImportError("import_stopped") : null);
}
