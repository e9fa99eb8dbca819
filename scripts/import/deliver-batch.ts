import type { BatchMessage } from "./batch-mails.ts";
import { ImportError, sentenceFor } from "./errors.ts";
import { type IngestDoor, type IngestResult, postBatch } from "./post-batch.ts";

// Two batches are under way at once: one of either may be nothing but bad messages, not both in a row.
const MAX_REFUSED_BATCHES_IN_A_ROW = 2;
const MAX_UNREACHABLE_IN_A_ROW = 3;
// The whole batch has waited for the server already; its parts are asked to find the message at fault.
const ATTEMPTS_OF_A_PART = 3;

/** What became of a batch: some message was taken, every one was refused, or nobody answered. */
type Outcome = "answered" | "refused" | "unreachable";

/**
 * Delivers batches and halves the ones the server cannot take until the message at fault stands alone,
 * so that one bad message never costs its neighbours.
 */
export class BatchDelivery {
  private readonly door: IngestDoor;
  private readonly onResult: (result: IngestResult) => void;
  private readonly post: typeof postBatch;
  private refusedInARow = 0;
  private unreachableInARow = 0;

  /** `onResult` is called once per message, failures included, as soon as it is known. */
  constructor(door: IngestDoor, onResult: (result: IngestResult) => void, post = postBatch) {
    this.door = door;
    this.onResult = onResult;
    this.post = post;
  }

  /**
   * Resolves when every message of the batch has its result. `hasMore`: this is not the end of the import.
   * Messages refused alone never end the import, however many; a batch of several of which not one was
   * taken is what a broken server looks like.
   *
   * @throws ImportError `import_server_lost` when the server fails again and again, and what
   * `postBatch` throws
   */
  async deliver(batch: BatchMessage[], hasMore: boolean): Promise<void> {
    const outcome = await this.deliverPart(batch, hasMore);
    if (outcome !== "refused" || batch.length === 1) return;
    if (++this.refusedInARow >= MAX_REFUSED_BATCHES_IN_A_ROW) {
      throw new ImportError("import_server_lost", "no message is taken any more");
    }
  }

  private async deliverPart(
    batch: BatchMessage[],
    hasMore: boolean,
    maxAttempts?: number,
  ): Promise<Outcome> {
    const outcome = await this.post(this.door, batch, hasMore, maxAttempts);
    if (outcome.kind === "answered") {
      this.refusedInARow = 0;
      this.unreachableInARow = 0;
      inOrder(batch, outcome.results).forEach(this.onResult);
      return "answered";
    }
    this.unreachableInARow = outcome.kind === "unreachable" ? this.unreachableInARow + 1 : 0;
    if (this.unreachableInARow >= MAX_UNREACHABLE_IN_A_ROW) {
      throw new ImportError("import_server_lost", outcome.detail);
    }
    if (outcome.kind === "refused" && batch.length > 1) {
      const middle = Math.ceil(batch.length / 2);
      const parts = [
        await this.deliverPart(batch.slice(0, middle), true, ATTEMPTS_OF_A_PART),
        await this.deliverPart(batch.slice(middle), hasMore, ATTEMPTS_OF_A_PART),
      ];
      if (parts.includes("answered")) return "answered";
      return parts.includes("unreachable") ? "unreachable" : "refused";
    }
    for (const { reference } of batch) {
      this.onResult(failed(reference, outcome.slug, outcome.detail));
    }
    return outcome.kind;
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
