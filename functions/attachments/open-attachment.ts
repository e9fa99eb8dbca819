/** The bytes of one attachment: out of the mail we kept, else from the mailbox, by what tells it from the other files of its mail. */
import type {
  AttachmentPlace,
  DescribedPart,
} from "../_shared/adapters/supabase/attachment-places.ts";
import { matchPart } from "../_shared/domain/mail/match-part.ts";
import { parseMail } from "../_shared/domain/mail/parse-mail.ts";
import { withLineFeeds } from "../_shared/domain/mime/line-ends.ts";
import { type Problem, problem } from "../_shared/http/problem.ts";
import { ProviderError } from "../_shared/http/provider-error.ts";
import type { ConnectionRef } from "../_shared/ports/connection-tokens.ts";
import type { MailAttachments } from "../_shared/ports/mail-attachments.ts";

export interface OpenedFile {
  name: string | null;
  type: string;
  bytes: ReadableStream<Uint8Array>;
}

/** What Gmail receives at most; no answer of ours is longer. */
const MAX_BYTES = 50 * 1024 * 1024;

/** @throws {Problem} that says why there are no bytes */
export async function openAttachment(
  attachmentId: string,
  place: AttachmentPlace,
  mailbox: (connection: ConnectionRef) => MailAttachments,
): Promise<OpenedFile> {
  const wanted = place.attachments.find(({ id }) => id === attachmentId)!;
  const bytes = place.raw === null
    ? await fromMailbox(wanted, place, mailbox)
    : fromKeptMail(wanted, place.raw);
  return { name: wanted.file_name, type: wanted.content_type, bytes };
}

function fromKeptMail(wanted: DescribedPart, raw: Uint8Array): ReadableStream<Uint8Array> {
  const part = parseMail(withLineFeeds(raw)).attachments[Number(wanted.part_id) - 1];
  if (!part) throw problem("attachment_not_kept");
  return new Blob([part.content() as BlobPart]).stream();
}

async function fromMailbox(
  wanted: DescribedPart,
  { workspaceId, connectionId, providerMessageId, attachments }: AttachmentPlace,
  mailbox: (connection: ConnectionRef) => MailAttachments,
): Promise<ReadableStream<Uint8Array>> {
  if (providerMessageId === null) throw problem("attachment_not_kept");
  try {
    const files = mailbox({ workspaceId, connectionId });
    const parts = await files.list(providerMessageId);
    const part = parts && matchPart(wanted, attachments, parts);
    if (!part) throw problem("attachment_gone");
    if (part.byte_count > MAX_BYTES) throw problem("attachment_too_large");
    const bytes = await files.open(providerMessageId, part);
    if (!bytes) throw problem("attachment_gone");
    return bytes;
  } catch (error) {
    throw error instanceof ProviderError ? toProblem(error) : error;
  }
}

function toProblem(error: ProviderError): Problem {
  if (error.errorClass === "needs_reconnect" || error.slug === "scope_missing") {
    return problem("connection_needs_reconnect");
  }
  const seconds = Math.ceil((error.retryAfterMs ?? 30_000) / 1000);
  return problem("mailbox_unavailable", null, { "retry-after": String(seconds) });
}
