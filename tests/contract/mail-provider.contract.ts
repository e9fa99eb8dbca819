/** What every mailbox of the port keeps: run on the fake and on each adapter against its emulator. */
import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { outboundHeaders } from "../../functions/_shared/domain/outgoing/outbound-header.ts";
import type {
  MailProvider,
  OutgoingMail,
  SendOutcome,
} from "../../functions/_shared/ports/mail-provider.ts";
import { RETRY_AFTER_SECONDS, SEND_FAULTS, type SendFault } from "../emulators/send-fault.ts";

export interface ReceivedMail {
  providerMessageId: string;
  providerThreadId: string;
  /** Lower-case names, unfolded. */
  headers: Record<string, string>;
  text: string;
}

/** A mailbox of Ada's that holds one mail to Bob, in a thread of its own. */
export interface MailWorld {
  provider: MailProvider;
  original: { internetMessageId: string; providerThreadId: string; subject: string };
  failNextSend(fault: SendFault): void;
  /** What the mailbox took through `send`, read at the mailbox itself. */
  accepted(): Promise<ReceivedMail[]>;
  close(): Promise<void>;
}

export function reply(world: MailWorld, changes: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    from: { address: "ada@acme.test", name: "Ada Lovelace" },
    to: [{ address: "bob@globex.test", name: "Bob Müller" }],
    cc: [{ address: "ben@acme.test", name: null }],
    subject: world.original.subject,
    text: "Hi Bob,\n\njust asking – did you see it?\n\nAda",
    html: null,
    internetMessageId: `<${randomUUID()}@acme.test>`,
    inReplyTo: world.original.internetMessageId,
    references: ["<first@globex.test>"],
    providerThreadId: world.original.providerThreadId,
    replyToMessageId: world.original.internetMessageId,
    headers: outboundHeaders("0198c0de-0000-7000-8000-000000000001"),
    isAutomatic: true,
    sentAt: "2026-11-20T09:30:00.000Z",
    ...changes,
  };
}

/** What each fault must be told as, and how many mails have left then. */
const EXPECTED: Record<SendFault, { outcome: Partial<SendOutcome>; acceptedCount: number }> = {
  rate_limited: {
    outcome: {
      outcome: "rejected",
      errorClass: "transient",
      retryAfterMs: RETRY_AFTER_SECONDS * 1000,
    },
    acceptedCount: 0,
  },
  unauthorized: {
    outcome: { outcome: "rejected", errorClass: "needs_reconnect" },
    acceptedCount: 0,
  },
  refused: { outcome: { outcome: "rejected", errorClass: "permanent" }, acceptedCount: 0 },
  server_error_before: { outcome: { outcome: "unknown" }, acceptedCount: 0 },
  server_error_after: { outcome: { outcome: "unknown" }, acceptedCount: 1 },
  reset_before: { outcome: { outcome: "unknown" }, acceptedCount: 0 },
  reset_after: { outcome: { outcome: "unknown" }, acceptedCount: 1 },
  no_answer_before: { outcome: { outcome: "unknown" }, acceptedCount: 0 },
  no_answer_after: { outcome: { outcome: "unknown" }, acceptedCount: 1 },
  garbage_after: { outcome: { outcome: "unknown" }, acceptedCount: 1 },
};

export function mailProviderContract(name: string, open: () => Promise<MailWorld>): void {
  describe(`MailProvider contract: ${name}`, () => {
    let world: MailWorld;
    beforeEach(async () => void (world = await open()));
    afterEach(() => world.close());

    test("FUP-4 send() puts the mail into the same thread with the headers of a reply", async () => {
      const mail = reply(world);
      const outcome = await world.provider.send(mail);
      const accepted = await world.accepted();
      expect(accepted).toHaveLength(1);
      const [received] = accepted as [ReceivedMail];
      expect(outcome).toEqual({
        outcome: "accepted",
        providerMessageId: received.providerMessageId,
        providerThreadId: world.original.providerThreadId,
      });
      expect(received.providerThreadId).toBe(world.original.providerThreadId);
      expect(received.headers).toMatchObject({
        subject: "Re: Handover of the night shift",
        "message-id": mail.internetMessageId,
        "in-reply-to": world.original.internetMessageId,
        references: `<first@globex.test> ${world.original.internetMessageId}`,
        date: "Fri, 20 Nov 2026 09:30:00 +0000",
        "auto-submitted": "auto-generated",
        "x-akasavani-outbound": "0198c0de-0000-7000-8000-000000000001",
      });
      expect(received.text.trim()).toBe("Hi Bob,\n\njust asking – did you see it?\n\nAda");
    });

    // In these two the headers name a mail the mailbox does not hold, so only the thread's id can tell.
    test("FUP-4 send() joins the known thread", async () => {
      const unknown = { inReplyTo: "<elsewhere@globex.test>", references: [] };
      await world.provider.send(reply(world, { ...unknown, replyToMessageId: null }));
      expect(await world.accepted()).toMatchObject([
        { providerThreadId: world.original.providerThreadId },
      ]);
    });

    test("FUP-4 send() finds the thread through the mail being answered", async () => {
      const unknown = { inReplyTo: "<elsewhere@globex.test>", references: [] };
      await world.provider.send(reply(world, { ...unknown, providerThreadId: null }));
      expect(await world.accepted()).toMatchObject([
        { providerThreadId: world.original.providerThreadId },
      ]);
    });

    test("send() begins a thread when nothing is being answered", async () => {
      const outcome = await world.provider.send(reply(world, {
        inReplyTo: null,
        references: [],
        providerThreadId: null,
        replyToMessageId: null,
      }));
      expect(outcome.outcome).toBe("accepted");
      expect(outcome).not.toMatchObject({ providerThreadId: world.original.providerThreadId });
    });

    test("findByMessageId() answers null for a mail that was never sent", async () => {
      expect(await world.provider.findByMessageId("<never@acme.test>")).toBeNull();
    });

    test("findByMessageId() answers null for an id that would be another search", async () => {
      const hostile = `<x@y.test in:anywhere from:bob@globex.test>`;
      expect(await world.provider.findByMessageId(hostile)).toBeNull();
    });

    test("send() refuses a mail without a valid recipient, and sends nothing", async () => {
      const to = [{ address: "bob@globex.test\r\nBcc: cy@elsewhere.test", name: null }];
      expect(await world.provider.send(reply(world, { to }))).toMatchObject({
        outcome: "rejected",
        errorClass: "permanent",
        slug: "mail_address_invalid",
      });
      expect(await world.accepted()).toHaveLength(0);
    });

    test.each(SEND_FAULTS)(
      "NEW-7 %s: a look-up before any retry ends with one mail",
      async (fault) => {
        const mail = reply(world);
        world.failNextSend(fault);
        const first = await world.provider.send(mail);
        expect(first).toMatchObject(EXPECTED[fault].outcome);
        expect(await world.accepted()).toHaveLength(EXPECTED[fault].acceptedCount);

        const found = await world.provider.findByMessageId(mail.internetMessageId);
        expect(found !== null).toBe(EXPECTED[fault].acceptedCount === 1);
        if (!found) {
          expect(await world.provider.send(mail)).toMatchObject({ outcome: "accepted" });
        } else {
          expect(found.providerThreadId).toBe(world.original.providerThreadId);
        }
        expect(await world.accepted()).toHaveLength(1);
      },
    );
  });
}
