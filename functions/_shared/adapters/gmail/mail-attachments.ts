/** The attachments port on Gmail. Its ids of attachments change with each look, so none is kept: a file is found in the mail. */
import type { MailAttachments } from "../../ports/mail-attachments.ts";
import { fromBase64Url } from "./base64-url.ts";
import { createGmailFetch, type GmailAccount } from "./call-gmail.ts";
import { getAttachment } from "./get-attachment.ts";
import { listParts } from "./list-parts.ts";

/** The text of a mail, and what it holds by name. */
const MAX_LIST_BYTES = 7 * 1024 * 1024;
/** A file of 50 MiB in base64: Gmail receives mails up to that size (https://support.google.com/a/answer/1366776). */
const MAX_FILE_BYTES = 68 * 1024 * 1024;
/** Whoever takes the bytes slowly slows the provider's answer as well; a function has 150 s. */
const FILE_TIMEOUT_MS = 120_000;

export function createGmailAttachments(account: GmailAccount): MailAttachments {
  const gmail = createGmailFetch({ maxBytes: MAX_LIST_BYTES, ...account });
  const files = createGmailFetch({
    ...account,
    maxBytes: MAX_FILE_BYTES,
    timeoutMs: account.timeoutMs ?? FILE_TIMEOUT_MS,
  });
  return {
    list: (messageId) => listParts(gmail, messageId),
    async open(messageId, { source }) {
      if ("id" in source) return await getAttachment(files, messageId, source.id);
      return new Blob([fromBase64Url(source.data) as BlobPart]).stream();
    },
  };
}
