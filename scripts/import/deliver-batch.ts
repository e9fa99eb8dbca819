import type { BatchMessage } from "./batch-mails.ts";
import { ImportError, sentenceFor } from "./errors.ts";
import { type IngestDoor, type IngestResult, postBatch } from "./post-batch.ts";

// Finding one bad message among 50 takes 6 refusals in a row, and two batches are under way at once.
const MAX_REFUSALS_IN_A_ROW = 15;
const MAX_UNREACHABLE_IN_A_ROW = 3;

/**
 * Delivers batches and halves the ones the server cannot take until the message at fault stands alone,
 * so that one bad message never costs its neighbours.
 */
export class BatchDelivery {
  private readonly door: IngestDoor;
  private readonly onResult: (result: IngestResult) => void;
  private readonly post: typeof postBatch;
  private refusalsInARow = 0;
  private unreachableInARow = 0;

  /** `onResult` is called once per message, failures included, as soon as it is known. */
  constructor(door: IngestDoor, onResult: (result: IngestResult) => void, post = postBatch) {
    this.door = door;
    this.onResult = onResult;
    this.post = post;
  }

  /**
   * Resolves when every message of the batch has its result. `hasMore`: this is not the end of the import.
   *
   * @throws ImportError `import_server_lost` when the server fails again and again, and what
   * `postBatch` throws
   */
  async deliver(batch: BatchMessage[], hasMore: boolean): Promise<void> {
    const outcome = await this.post(this.door, batch, hasMore);
    if (outcome.kind === "answered") {
      this.refusalsInARow = 0;
      this.unreachableInARow = 0;
      inOrder(batch, outcome.results).forEach(this.onResult);
      return;
    }
    this.refusalsInARow++;
    this.unreachableInARow = outcome.kind === "unreachable" ? this.unreachableInARow + 1 : 0;
    if (
      this.refusalsInARow >= MAX_REFUSALS_IN_A_ROW ||
      this.unreachableInARow >= MAX_UNREACHABLE_IN_A_ROW
    ) {
      throw new ImportError("import_server_lost", outcome.detail);
    }
    if (outcome.kind === "refused" && batch.length > 1) {
      const middle = Math.ceil(batch.length / 2);
      await this.deliver(batch.slice(0, middle), true);
      await this.deliver(batch.slice(middle), hasMore);
      return;
    }
    for (const { reference } of batch) {
      this.onResult(failed(reference, outcome.slug, outcome.detail));
    }
  }
}

function inOrder(batch: BatchMessage[], results: IngestResult[]): IngestResult[] {
  const byReference = new Map(results.map((result) => [result.reference, result]));
  return batch.map(({ reference }) =>
    byReference.get(reference) ??
      failed(reference, "import_answer_invalid", sentenceFor("import_answer_invalid"))
  );
}

function failed(reference: string, slug: string, detail: string): IngestResult {
  return { reference, outcome: "failed", error: { slug, detail } };
}
