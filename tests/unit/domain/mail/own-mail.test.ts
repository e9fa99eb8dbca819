import { describe, expect, it } from "vitest";
import { MailError } from "../../../../functions/_shared/domain/mail/mail-error.ts";
import { mailOf, read } from "./mail-of.ts";

const QUESTION = "Could you send the offer by Friday?\n";
const RECEIVED =
  "Received: from mail.elsewhere.test by mx.acme.test; Tue, 3 Mar 2026 09:00:05 +0000";
const OURS = ["From: Ada <ada@acme.test>", "To: victim@globex.test", "Subject: Offer"];
const MORE = ["Date: Tue, 3 Mar 2026 10:00:00 +0100", "Message-ID: <m1@acme.test>"];

/** A mail of exactly these header lines, in this order. */
const raw = (...lines: string[]) =>
  new TextEncoder().encode(`${lines.join("\r\n")}\r\n\r\n${QUESTION}`);

describe("a mail from an own address (ING-7, FUP-1)", () => {
  it.each([
    "Received: from a by b; Tue, 3 Mar 2026 09:00:05 +0000",
    "X-Received: by 2002:a05 with SMTP id x; Tue, 3 Mar 2026 09:00:05 +0000",
    "Delivered-To: ada@acme.test",
    "X-Original-To: ada@acme.test",
    "Envelope-To: ada@acme.test",
    "Return-Path: <cy@elsewhere.test>",
    "Authentication-Results: mx.acme.test; spf=fail",
    "ARC-Seal: i=1; a=rsa-sha256",
    "ARC-Authentication-Results: i=1; mx.acme.test",
  ])("that arrived (%s) is neither a question of ours nor an answer of theirs", async (trace) => {
    for (const lines of [[trace, ...OURS, ...MORE], [...OURS, ...MORE, trace]]) {
      expect(await read(raw(...lines))).toMatchObject({
        direction: "inbound",
        automatic_kind: "notification",
        automatic_evidence: ["own-address-arrived"],
        expects_reply: false,
        expects_reply_evidence: null,
      });
    }
  });

  it("that never arrived is ours", async () => {
    expect(await read(raw(...OURS, ...MORE))).toMatchObject({
      direction: "outbound",
      automatic_kind: "human",
      automatic_evidence: [],
      expects_reply: true,
    });
  });

  it.each([
    "Sent",
    "Archived,Sent",
    "=?UTF-8?Q?Archiv=C3=A9s,Messages_envoy=C3=A9s?=",
    "Gesendet,Wichtig",
    "Envoyés",
    "Enviados",
    '"Posta inviata",Importanti',
    "Verzonden",
    "Skickat",
    "送信済みメール",
  ])("is ours when a take-out calls it sent: %s", async (labels) => {
    const message = await read(raw(`X-Gmail-Labels: ${labels}`, RECEIVED, ...OURS, ...MORE));
    expect(message).toMatchObject({ direction: "outbound", expects_reply: true });
  });

  it("is not ours when its sender wrote the label", async () => {
    const lines = ["X-Gmail-Labels: Sent", "X-GM-THRID: 255", ...OURS, ...MORE];
    const message = await read(raw(RECEIVED, ...lines));
    expect(message).toMatchObject({ direction: "inbound", provider_thread_id: null });
    const exported = await read(raw("X-GM-THRID: 16", "X-Gmail-Labels: Inbox", RECEIVED, ...lines));
    expect(exported).toMatchObject({ direction: "inbound", provider_thread_id: "10" });
  });

  it("is no bounce and no absence once it has arrived", async () => {
    const message = await read(raw(
      RECEIVED,
      ...OURS,
      ...MORE,
      "Auto-Submitted: auto-replied",
      "X-Failed-Recipients: bob@globex.test",
    ));
    expect(message).toMatchObject({
      automatic_kind: "notification",
      bounce: null,
      returns_on: null,
    });
    expect(message.automatic_evidence[0]).toBe("own-address-arrived");
  });

  it("that came back as a copy never stands for the mail that was sent", async () => {
    const sent = await read(raw(...OURS, ...MORE));
    const copy = await read(raw(RECEIVED, ...OURS, ...MORE));
    expect(copy.internet_message_id).toBe(sent.internet_message_id);
    expect(copy.content_hash).not.toBe(sent.content_hash);
    expect(copy.sent_at! > sent.sent_at!).toBe(true);
  });

  it("leaves the mail of others alone", async () => {
    const message = await read(
      mailOf({ Received: "by mx; Tue, 3 Mar 2026 09:00:05 +0000" }, QUESTION),
    );
    expect(message).toMatchObject({ direction: "inbound", automatic_kind: "human" });
  });
});

describe("drafts, trash and spam of an export (ING-6)", () => {
  const slugOf = (bytes: Uint8Array) => {
    try {
      read(bytes);
      return null;
    } catch (error) {
      return error instanceof MailError ? error.slug : error;
    }
  };

  it.each([
    ["X-Gmail-Labels: Drafts", "mail_is_draft"],
    ["X-Gmail-Labels: =?UTF-8?Q?Entw=C3=BCrfe,Wichtig?=", "mail_is_draft"],
    ["X-Gmail-Labels: Brouillons", "mail_is_draft"],
    ["X-Gmail-Labels: Borradores", "mail_is_draft"],
    ["X-Gmail-Labels: Bozze", "mail_is_draft"],
    ["X-Gmail-Labels: Concepten", "mail_is_draft"],
    ["X-Gmail-Labels: Scheduled", "mail_is_draft"],
    ["X-Mozilla-Draft-Info: internal/draft; vcard=0; receipt=0", "mail_is_draft"],
    ["X-Gmail-Labels: Trash,Unread", "mail_is_deleted"],
    ["X-Gmail-Labels: Papierkorb", "mail_is_deleted"],
    ["X-Gmail-Labels: Inbox,Drafts of the statute", null],
    ["X-Gmail-Labels: Scheduled,Sent", null],
  ])("%s: %s", (line, slug) => {
    expect(slugOf(raw(line, ...OURS, ...MORE))).toBe(slug);
    expect(
      slugOf(mailOf({ Received: "by mx; Tue, 3 Mar 2026 09:00:05 +0000", ...field(line) })),
    )
      .toBe(null);
  });

  it("stores spam as a notification that asks nothing", async () => {
    const message = await read(
      raw("X-Gmail-Labels: Spam", RECEIVED, "From: cy@elsewhere.test", "To: ada@acme.test"),
    );
    expect(message).toMatchObject({
      automatic_kind: "notification",
      automatic_evidence: ["label:spam"],
      expects_reply: false,
    });
  });
});

function field(line: string): Record<string, string> {
  const colon = line.indexOf(":");
  return { [line.slice(0, colon)]: line.slice(colon + 2) };
}
