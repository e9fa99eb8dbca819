/** Reads messages of a mailbox, a few at a time, and takes them apart. One that cannot be read is told and stops no other. */
import { MailError } from "../_shared/domain/mail/mail-error.ts";
import { normaliseMail } from "../_shared/domain/mail/normalise-mail.ts";
import { isNoMessage } from "../_shared/domain/sync/collect-changes.ts";
import { ProviderError, ProviderWait } from "../_shared/http/provider-error.ts";
import type { MailPart } from "../_shared/ports/mail-attachments.ts";
import type { ReadMessage } from "../_shared/ports/mailbox.ts";
import type { SyncBatch, SyncItem } from "../_shared/ports/mail-sync.ts";
import type { OpenMailbox } from "./ports.ts";

export interface ReadBatch extends Required<Pick<SyncBatch, "items" | "failed" | "removed">> {
  /** Why reading stopped early; what was read is to be stored before it is thrown. */
  stoppedBy: unknown;
}

/** Few enough that a provider in trouble is not asked more than ten times before its circuit opens. */
const AT_ONCE = 6;
/** Raw bytes up to this size are kept, to be parsed again when the parser learns. */
const MAX_KEPT_BYTES = 1024 * 1024;

export async function readMessages(mailbox: OpenMailbox, ids: string[]): Promise<ReadBatch> {
  const batch: ReadBatch = { items: [], failed: [], removed: [], stoppedBy: null };
  const order = new Map(ids.map((id, place) => [id, place]));
  const queue = [...ids];
  const next = async () => {
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      try {
        await add(batch, mailbox, id, await mailbox.gmail.read(id));
      } catch (error) {
        if (error instanceof ProviderError && !stops(error)) {
          // Told and left for later, also when the provider is down: whoever comes next must get past it.
          batch.failed.push({ id, slug: error.slug });
        } else {
          batch.stoppedBy ??= error;
          queue.length = 0;
        }
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, ids.length) }, next));
  batch.items.sort((one, other) =>
    order.get(one.provider_message_id)! - order.get(other.provider_message_id)!
  );
  return batch;
}

/** Whether it says something about the account or the provider rather than about one message. */
function stops(error: ProviderError): boolean {
  return error instanceof ProviderWait || error.errorClass === "needs_reconnect" ||
    error.slug === "provider_rate_limited";
}

async function add(
  batch: ReadBatch,
  mailbox: OpenMailbox,
  id: string,
  message: ReadMessage | null,
): Promise<void> {
  if (message === null) batch.removed.push(id);
  else if (!isNoMessage(message.labels)) {
    try {
      batch.items.push(await toItem(message, mailbox.state.ownAddresses));
    } catch (error) {
      if (!(error instanceof MailError)) throw error;
      // a draft by its own header is none of ours to read
      if (error.slug !== "mail_is_draft") batch.failed.push({ id, slug: error.slug });
    }
  }
}

async function toItem(message: ReadMessage, ownAddresses: string[]): Promise<SyncItem> {
  const normalised = await normaliseMail(message.raw, {
    reference: message.id,
    ownAddresses,
    providerMessageId: message.id,
    providerThreadId: message.threadId,
    originalByteCount: message.byteCount,
  });
  return {
    ...normalised,
    ...(message.files && { attachments: message.files.map(describeFile) }),
    // without a Date of its own it is as old as its arrival
    sent_at: normalised.sent_at ?? message.receivedAt.toISOString(),
    labels: message.labels,
    received_at: message.receivedAt.toISOString(),
    raw_base64: message.raw.byteLength <= MAX_KEPT_BYTES ? toBase64(message.raw) : null,
  };
}

/** Of a mail whose beginning alone was read: the rest of its files lies behind it. */
function describeFile(
  { source: _, ...facts }: MailPart,
  index: number,
): SyncItem["attachments"][number] {
  return { part_id: String(index + 1), ...facts, content_hash: null };
}

/** In pieces, since a call takes some ten thousand arguments at most. */
function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let start = 0; start < bytes.length; start += 8192) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 8192));
  }
  return btoa(binary);
}
