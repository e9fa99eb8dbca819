/** Raw mails in, one outcome each: what cannot be parsed fails alone, the rest is stored in one transaction. */
import { MailError } from "../_shared/domain/mail/mail-error.ts";
import { normaliseMail } from "../_shared/domain/mail/normalise-mail.ts";
import type { Inbox, InboxItem, StoreResult } from "../_shared/ports/inbox.ts";

export interface RawMail {
  reference: string;
  /** Base64. */
  raw: string;
  byte_count?: number | undefined;
}

/** Raw bytes up to this size are kept, to be parsed again when the parser learns. */
const MAX_KEPT_BYTES = 1024 * 1024;

export async function ingestBatch(
  { messages: mails, has_more: hasMore }: { messages: RawMail[]; has_more: boolean },
  connection: { id: string; own_addresses: string[] },
  inbox: Inbox,
  asOf: Date,
): Promise<StoreResult[]> {
  const outcomes = new Map<RawMail, StoreResult>();
  const items: { mail: RawMail; item: InboxItem }[] = [];
  for (const mail of mails) {
    try {
      items.push({ mail, item: await toItem(mail, connection.own_addresses) });
    } catch (error) {
      if (!(error instanceof MailError)) throw error;
      outcomes.set(mail, failed(mail.reference, error));
    }
  }
  // Also with nothing left to store: `hasMore` says whether the import has ended.
  const stored = await inbox.storeMessages(
    connection.id,
    items.map(({ item }) => item),
    asOf,
    hasMore,
  );
  stored.forEach((result, position) => outcomes.set(items[position]!.mail, result));
  return mails.map((mail) => outcomes.get(mail)!);
}

async function toItem(mail: RawMail, ownAddresses: string[]): Promise<InboxItem> {
  const bytes = Uint8Array.from(atob(mail.raw), (character) => character.charCodeAt(0));
  const message = await normaliseMail(bytes, {
    reference: mail.reference,
    ownAddresses,
    ...(mail.byte_count !== undefined && { originalByteCount: mail.byte_count }),
  });
  return { ...message, raw_base64: bytes.byteLength <= MAX_KEPT_BYTES ? mail.raw : null };
}

function failed(reference: string, error: MailError): StoreResult {
  return {
    reference,
    outcome: "failed",
    message_id: null,
    conversation_id: null,
    is_new_conversation: false,
    automatic_kind: null,
    new_contact_count: 0,
    error: { slug: error.slug, detail: error.message },
  };
}
