import { isExpectedRefusal } from "./mailbox-place.ts";
import type { IngestResult } from "./post-batch.ts";
import type { ReadItem } from "./read-mails.ts";

/** A message or file that could not be imported. */
export interface ImportFailure {
  /** Path inside the imported folder, or the file's name. */
  file: string;
  /** Byte offset of the message in an mbox file; null when the file is one message. */
  offset: number | null;
  slug: string;
  detail: string;
}

/** What an import did; printed as text, or as JSON with these names in snake_case. */
export interface ImportCounts {
  read: number;
  readByteCount: number;
  stored: number;
  updated: number;
  duplicates: number;
  newConversations: number;
  newContacts: number;
  /** Newly stored messages that no person wrote, by kind (`automatic_kind` of the message). */
  automatic: Map<string, number>;
  /** Read and left out on purpose, by slug: drafts and mail in the trash. */
  notImported: Map<string, number>;
  /** Files left alone, by reason. */
  skipped: Map<string, number>;
  failureCount: number;
  /** Read, but neither stored nor failed, because the import ended before. */
  notSent: number;
}

/** Counts what happens while the import runs. `onFailure` is told of each failure at once. */
export class ImportReport {
  readonly counts: ImportCounts = {
    read: 0,
    readByteCount: 0,
    stored: 0,
    updated: 0,
    duplicates: 0,
    newConversations: 0,
    newContacts: 0,
    automatic: new Map(),
    notImported: new Map(),
    skipped: new Map(),
    failureCount: 0,
    notSent: 0,
  };
  private readonly onFailure: (failure: ImportFailure) => void;

  constructor(onFailure: (failure: ImportFailure) => void) {
    this.onFailure = onFailure;
  }

  addItem(item: ReadItem): void {
    const { counts } = this;
    if (item.kind === "skipped") {
      increment(counts.skipped, item.reason);
    } else if (item.kind === "failure") {
      const { file, offset, slug, detail } = item;
      this.addFailure({ file, offset, slug, detail });
    } else {
      counts.read++;
      counts.readByteCount += item.byteCount;
      if (item.kind === "refused") increment(counts.notImported, item.slug);
      else counts.notSent++;
    }
  }

  addResult(result: IngestResult): void {
    const { counts } = this;
    counts.notSent--;
    if (result.outcome === "failed") {
      const { slug = "import_batch_refused", detail } = result.error ?? {};
      if (isExpectedRefusal(slug)) {
        increment(counts.notImported, slug);
        return;
      }
      this.addFailure({ ...placeOf(result.reference), slug, detail: detail ?? slug });
      return;
    }
    if (result.outcome === "duplicate") {
      counts.duplicates++;
      return;
    }
    counts[result.outcome]++;
    if (result.is_new_conversation) counts.newConversations++;
    counts.newContacts += result.new_contact_count ?? 0;
    const kind = result.automatic_kind ?? "human";
    if (kind !== "human" && result.outcome === "stored") increment(counts.automatic, kind);
  }

  /** Whether anything reached the product, now or in an earlier run. */
  get hasImported(): boolean {
    const { stored, updated, duplicates } = this.counts;
    return stored + updated + duplicates > 0;
  }

  private addFailure(failure: ImportFailure): void {
    this.counts.failureCount++;
    this.onFailure(failure);
  }
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function placeOf(reference: string): { file: string; offset: number | null } {
  const match = /^(.*)@(\d+)$/s.exec(reference);
  return match?.[1] !== undefined
    ? { file: match[1], offset: Number(match[2]) }
    : { file: reference, offset: null };
}
