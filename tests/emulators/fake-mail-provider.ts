/** A mailbox in memory that keeps the same promises as a real one, faults included. */
import { composeMail } from "../../functions/_shared/domain/outgoing/compose-mail.ts";
import { ComposeError } from "../../functions/_shared/domain/outgoing/compose-error.ts";
import type {
  FoundMail,
  MailProvider,
  OutgoingMail,
  SendOutcome,
} from "../../functions/_shared/ports/mail-provider.ts";
import { RETRY_AFTER_SECONDS, type SendFault } from "./send-fault.ts";

export interface StoredMail extends FoundMail {
  internetMessageId: string;
  raw: Uint8Array;
}

export class FakeMailProvider implements MailProvider {
  readonly #mails: StoredMail[] = [];
  #nextFault: SendFault | null = null;

  failNextSend(fault: SendFault): void {
    this.#nextFault = fault;
  }

  stored(): readonly StoredMail[] {
    return this.#mails;
  }

  async send(mail: OutgoingMail): Promise<SendOutcome> {
    const fault = this.#nextFault;
    this.#nextFault = null;
    let raw: Uint8Array;
    try {
      raw = await composeMail(mail);
    } catch (error) {
      if (error instanceof ComposeError) return reject("permanent", error.slug);
      throw error;
    }
    if (fault === "rate_limited") return reject("transient", "rate_limited", RETRY_AFTER_SECONDS);
    if (fault === "unauthorized") return reject("needs_reconnect", "needs_reconnect");
    if (fault === "refused") return reject("permanent", "refused");
    if (fault?.endsWith("_before")) return { outcome: "unknown", slug: fault, detail: fault };
    const found = this.#store(mail, raw);
    if (fault) return { outcome: "unknown", slug: fault, detail: fault };
    return { outcome: "accepted", ...found };
  }

  findByMessageId(internetMessageId: string): Promise<FoundMail | null> {
    const mail = this.#mails.find((one) => one.internetMessageId === internetMessageId);
    if (!mail) return Promise.resolve(null);
    const { providerMessageId, providerThreadId } = mail;
    return Promise.resolve({ providerMessageId, providerThreadId });
  }

  #store(mail: OutgoingMail, raw: Uint8Array): FoundMail {
    const number = this.#mails.length + 1;
    const answered = this.#mails.find((one) => one.internetMessageId === mail.replyToMessageId);
    const found = {
      providerMessageId: `message-${number}`,
      providerThreadId: mail.providerThreadId ?? answered?.providerThreadId ?? `thread-${number}`,
    };
    this.#mails.push({ ...found, internetMessageId: mail.internetMessageId, raw });
    return found;
  }
}

function reject(
  errorClass: "transient" | "needs_reconnect" | "permanent",
  slug: string,
  retryAfterSeconds?: number,
): SendOutcome {
  const retryAfterMs = retryAfterSeconds === undefined ? null : retryAfterSeconds * 1000;
  return { outcome: "rejected", errorClass, slug, detail: slug, retryAfterMs };
}
