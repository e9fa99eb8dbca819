import { describe, expect, it } from "vitest";
import { MailError } from "../../../../functions/_shared/domain/mail/mail-error.ts";
import { normalisedMessageSchema } from "../../../../functions/_shared/domain/mail/message.ts";
import { mailOf, multipart, read } from "./mail-of.ts";

const QUESTION =
  "Hello Ada\r\n\r\nCould you send the offer by Friday?\r\n\r\nBest regards,\r\nBob\r\n\r\n" +
  "On Mon, 2 Mar 2026 at 09:00, Ada <ada@acme.test> wrote:\r\n> Shall we talk?\r\n";

describe("normaliseMail() gives one record (ING-7)", () => {
  it("normaliseMail() fills every field the contract names", async () => {
    const message = await read(mailOf({
      "In-Reply-To": "<m0@acme.test>",
      "References": "<root@acme.test> <m0@acme.test>",
      "Subject": "Re: [EXT] =?utf-8?B?w5xiZXI=?= the offer",
      "Cc": "Carl <carl@globex.test>, not an address",
    }, QUESTION));
    expect(normalisedMessageSchema.parse(message)).toEqual(message);
    expect(message).toMatchObject({
      reference: "r1",
      internet_message_id: "<m1@globex.test>",
      in_reply_to: "<m0@acme.test>",
      references: ["<root@acme.test>", "<m0@acme.test>"],
      direction: "inbound",
      sender_address: "bob@globex.test",
      sender_name: "Bob Miller",
      recipients: [
        { kind: "to", address: "ada@acme.test", name: "Ada" },
        { kind: "cc", address: "carl@globex.test", name: "Carl" },
      ],
      subject: "Re: [EXT] Über the offer",
      subject_base: "über the offer",
      sent_at: "2026-03-03T09:00:00.000Z",
      sender_utc_offset_minutes: 60,
      automatic_kind: "human",
      expects_reply: true,
      expects_reply_evidence: "Could you send the offer by Friday?",
      importance_score: 1,
      is_truncated: false,
      bounce: null,
    });
  });

  it("normaliseMail() splits new, quoted and signature text (ING-9)", async () => {
    const message = await read(mailOf({}, QUESTION));
    expect(message.text_new).toBe("Hello Ada\n\nCould you send the offer by Friday?");
    expect(message.text_signature).toBe("Best regards,\nBob");
    expect(message.text_quoted).toContain("> Shall we talk?");
    expect(message.text_for_embedding).toBe(`Offer\n\n${message.text_new}`);
  });

  it("normaliseMail() marks mail from an own address as outbound, with plus tags told apart", async () => {
    expect((await read(mailOf({ From: "ADA@Acme.test" }))).direction).toBe("outbound");
    expect((await read(mailOf({ From: "ada+x@acme.test" }))).direction).toBe("inbound");
  });

  it("normaliseMail() reads the text of a mail that has only HTML", async () => {
    const html = "<p>Hi <b>Ada</b></p><blockquote>old</blockquote>";
    const message = await read(mailOf({ "Content-Type": "text/html; charset=utf-8" }, html));
    expect(message.text_new).toBe("Hi Ada");
    expect(message.html?.trim()).toBe(html);
  });

  it("normaliseMail() describes attachments and keeps attached mails out of the text", async () => {
    const message = await read(
      mailOf(
        { "Content-Type": "multipart/mixed; boundary=b" },
        multipart("b", [
          "Content-Type: text/plain\r\n\r\nSee attached",
          'Content-Type: application/pdf; name="a.pdf"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment\r\n\r\nQUJD',
          "Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\nPlease call me",
        ]),
      ),
    );
    expect(message.text_full.trim()).toBe("See attached");
    expect(message.attachments).toMatchObject([
      {
        part_id: "1",
        file_name: "a.pdf",
        content_type: "application/pdf",
        byte_count: 3,
        is_inline: false,
        content_hash: "b5d4045c3f466fa91fe2cc6abe79232a1a57cdf104f7a26e716e0a1e2789df78",
      },
      { part_id: "2", content_type: "message/rfc822" },
    ]);
  });

  it("normaliseMail() shows the text of a multipart whose boundary never comes", async () => {
    const body = multipart("other", ["Content-Type: text/plain\r\n\r\nWords that matter"]);
    const message = await read(
      mailOf({ "Content-Type": "multipart/mixed; boundary=declared" }, body),
    );
    expect(message.text_full).toContain("Words that matter");
  });

  it("normaliseMail() reads an empty alternative as empty, not as its boundaries", async () => {
    const body = multipart("b", [
      "Content-Type: text/plain\r\n\r\n",
      "Content-Type: text/html\r\n\r\n",
    ]);
    const message = await read(
      mailOf({ "Content-Type": "multipart/alternative; boundary=b" }, body),
    );
    expect(message.text_full.trim()).toBe("");
  });

  it.each([
    ["a missing Date", { Date: "" }, null],
    ["a Date of nonsense", { Date: "soon" }, null],
    ["a Date years after its arrival", {
      Date: "Tue, 3 Mar 2037 10:00:00 +0100",
      Received: "by mx.test; Tue, 3 Mar 2026 09:00:05 +0000",
    }, "2026-03-03T09:00:05.000Z"],
    [
      "no Date but Received",
      { Date: "", Received: "from a by b; 3 Mar 2026 09:00:05 GMT" },
      "2026-03-03T09:00:05.000Z",
    ],
  ])(
    "normaliseMail() with %s takes the newest plausible Received date or null",
    async (_, header, expected) => {
      expect((await read(mailOf(header as Record<string, string>))).sent_at).toBe(expected);
    },
  );

  it.each([
    [{ From: "" }, "unknown@unknown.invalid"],
    [{ From: "MAILER-DAEMON" }, "mailer-daemon@unknown.invalid"],
    [{ From: "", Sender: "Carl <carl@globex.test>" }, "carl@globex.test"],
    [{ From: "Team: carl@globex.test, dan@globex.test;" }, "carl@globex.test"],
  ])("normaliseMail() with %o names a sender", async (header, expected) => {
    expect((await read(mailOf(header as Record<string, string>))).sender_address).toBe(expected);
  });

  it.each([
    ["raw Windows-1252", "Gr\xfc\xdfe", "Grüße"],
    ["a raw byte in an encoded word", "=?iso-8859-1?Q?Gr\xfc=DFe?=", "Grüße"],
    ["raw UTF-8", "Gr\xc3\xbc\xc3\x9fe", "Grüße"],
  ])("normaliseMail() reads a subject in %s", async (_, subject, expected) => {
    const raw = Uint8Array.from(
      `Subject: ${subject}\n\nHi`,
      (character) => character.charCodeAt(0),
    );
    expect((await read(raw)).subject).toBe(expected);
  });

  it("normaliseMail() tells the size of the original of a mail that was cut before", async () => {
    const message = await read(mailOf({}), { originalByteCount: 9_000_000 });
    expect(message).toMatchObject({ byte_count: 9_000_000, is_truncated: true });
  });
});

describe("normaliseMail() gives stable ids (ING-8)", () => {
  it("normaliseMail() gives two exports of one mail the same id", async () => {
    const first = await read(
      mailOf({ "X-Gmail-Labels": "Inbox", "X-GM-THRID": "1788888888888888888" }),
    );
    const second = await read(mailOf({ "X-Mozilla-Status": "0001" }));
    expect(first.provider_message_id).toMatch(/^import:[0-9a-f]{64}$/);
    expect(second.provider_message_id).toBe(first.provider_message_id);
    expect(second.content_hash).toBe(first.content_hash);
    expect(first.provider_thread_id).toBe("18d368f76cdd8e38");
  });

  it("normaliseMail() gives another text another id and another meaning", async () => {
    const [first, second] = [await read(mailOf({})), await read(mailOf({}, "Goodbye\n"))];
    expect(second.provider_message_id).not.toBe(first.provider_message_id);
    expect(second.content_hash).not.toBe(first.content_hash);
  });

  it("normaliseMail() replaces an id too long for an index by its hash, the same everywhere", async () => {
    const long = `<${"ä".repeat(300)}@globex.test>`;
    const limit = `<${"a".repeat(498)}>`;
    const first = await read(mailOf({ "Message-ID": long }));
    const hash = first.internet_message_id;
    expect(hash).toMatch(/^<sha256:[0-9a-f]{64}>$/);
    expect(await read(mailOf({ "In-Reply-To": long, "References": `${limit} ${long}` })))
      .toMatchObject({ in_reply_to: hash, references: [limit, hash] });
    const bounce = await read(mailOf(
      { "From": "MAILER-DAEMON@globex.test", "Content-Type": "multipart/report; boundary=b" },
      multipart("b", [
        "Content-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; x@y.test\r\nAction: failed",
        `Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: ${long}`,
      ]),
    ));
    expect(bounce.bounce?.original_message_id).toBe(hash);
    const thread = await read(mailOf({}), { providerThreadId: "t".repeat(501) });
    expect(thread.provider_thread_id).toMatch(/^<sha256:/);
  });

  it("normaliseMail() gives copies that came by different ways one meaning", async () => {
    const [one, other] = await Promise.all(
      ["09:03:00", "09:05:00"].map((time) =>
        read(mailOf({ Received: `from a by b; Tue, 3 Mar 2026 ${time} +0000` }))
      ),
    );
    expect(one!.sent_at).not.toBe(other!.sent_at);
    expect(one!.content_hash).toBe(other!.content_hash);
  });

  it("normaliseMail() keeps the ids a provider gave", async () => {
    const message = await read(mailOf({}), { providerMessageId: "18c", providerThreadId: "18a" });
    expect(message).toMatchObject({ provider_message_id: "18c", provider_thread_id: "18a" });
  });
});

describe("normaliseMail() refuses only what is no mail", () => {
  it.each([["", "mail_empty"], [" \r\n\n", "mail_empty"], [
    "just words\nno header",
    "mail_unreadable",
  ]])(
    "normaliseMail() of %j fails as %s",
    (text, slug) => {
      const reading = () => read(new TextEncoder().encode(text));
      expect(reading).toThrow(MailError);
      expect(reading).toThrow(expect.objectContaining({ slug }));
      expect(reading).toThrow(/^Cannot read mail: /);
    },
  );

  it("normaliseMail() reads a mail that begins with an mbox line and a byte order mark", async () => {
    const raw = new Uint8Array([
      ...new TextEncoder().encode("\uFEFFFrom bob Tue Mar 3\r\n"),
      ...mailOf({}),
    ]);
    expect((await read(raw)).sender_address).toBe("bob@globex.test");
  });
});
