/** The mailbox port on Gmail. */
import { ComposeError } from "../../domain/outgoing/compose-error.ts";
import { composeMail } from "../../domain/outgoing/compose-mail.ts";
import { ProviderError } from "../../http/provider-error.ts";
import {
  type MailProvider,
  MailProviderError,
  type OutgoingMail,
  type SendOutcome,
} from "../../ports/mail-provider.ts";
import { createGmailFetch, type GmailAccount } from "./call-gmail.ts";
import { findByMessageId } from "./find-by-message-id.ts";
import { sendMessage } from "./send-message.ts";

export function createGmailMailProvider(options: GmailAccount): MailProvider {
  const gmail = createGmailFetch(options);
  return {
    async send(mail) {
      let ready;
      try {
        const raw = await composeMail(mail);
        ready = { raw, threadId: await threadOf(gmail, mail) };
      } catch (error) {
        // Whatever failed here failed before anything was sent.
        return rejected(error);
      }
      try {
        return {
          outcome: "accepted",
          ...await sendMessage(gmail, ready.raw, ready.threadId),
        };
      } catch (error) {
        if (!(error instanceof ProviderError) || error.effect === "unknown") {
          return unknown(error);
        }
        // Gmail knows no such thread: it was deleted, or belongs to another mailbox.
        const isThreadGone = error.status === 404 && ready.threadId !== null;
        return rejected(error, isThreadGone ? "mail_thread_not_found" : error.slug);
      }
    },
    async findByMessageId(internetMessageId) {
      try {
        return await findByMessageId(gmail, internetMessageId);
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error;
        const { errorClass, slug, message, retryAfterMs } = error;
        throw new MailProviderError({ errorClass, slug, message, retryAfterMs });
      }
    },
  };
}

/**
 * In Gmail a reply joins a thread only by the thread's id together with its headers and subject
 * (https://developers.google.com/workspace/gmail/api/guides/threads), so an unknown thread is looked up.
 */
async function threadOf(
  gmail: ReturnType<typeof createGmailFetch>,
  mail: OutgoingMail,
): Promise<string | null> {
  if (mail.providerThreadId !== null) return mail.providerThreadId;
  if (mail.replyToMessageId === null) return null;
  return (await findByMessageId(gmail, mail.replyToMessageId))?.providerThreadId ?? null;
}

function rejected(error: unknown, slug?: string): SendOutcome {
  if (error instanceof ComposeError) {
    return {
      outcome: "rejected",
      errorClass: "permanent",
      slug: error.slug,
      detail: error.message,
      retryAfterMs: null,
    };
  }
  if (!(error instanceof ProviderError)) throw error;
  const { errorClass, message, retryAfterMs } = error;
  return {
    outcome: "rejected",
    errorClass,
    slug: slug ?? error.slug,
    detail: message,
    retryAfterMs,
  };
}

function unknown(error: unknown): SendOutcome {
  return error instanceof ProviderError
    ? { outcome: "unknown", slug: error.slug, detail: error.message }
    : {
      outcome: "unknown",
      slug: "internal_error",
      detail: "Cannot tell whether the mail was sent",
    };
}
