import fc from "fast-check";
import PostalMime, { type Email } from "postal-mime";
import { describe, expect, test } from "vitest";
import { composeMail } from "../../../../functions/_shared/domain/outgoing/compose-mail.ts";
import type { OutgoingMail } from "../../../../functions/_shared/ports/mail-provider.ts";

const MAIL: OutgoingMail = {
  from: { address: "ada@acme.test", name: "Ada" },
  to: [{ address: "bob@globex.test", name: "Bob" }],
  cc: [],
  subject: "Offer",
  text: "Hi Bob",
  html: null,
  internetMessageId: "<5f1c9d1e-6f0e-4a5a-9f5e-0d3f5b1f2a3c@acme.test>",
  inReplyTo: "<original@globex.test>",
  references: ["<first@globex.test>"],
  providerThreadId: null,
  replyToMessageId: "<original@globex.test>",
  headers: { "X-Akasavani-Outbound": "outbound-1" },
  isAutomatic: true,
  sentAt: "2026-11-20T09:30:00.000Z",
};

const HEADERS = [
  "auto-submitted",
  "content-transfer-encoding",
  "content-type",
  "date",
  "from",
  "in-reply-to",
  "message-id",
  "mime-version",
  "references",
  "subject",
  "to",
  "x-akasavani-outbound",
];

async function compose(changes: Partial<OutgoingMail>): Promise<{ raw: string; mail: Email }> {
  const bytes = await composeMail({ ...MAIL, ...changes });
  return { raw: new TextDecoder().decode(bytes), mail: await PostalMime.parse(bytes) };
}

/** The composed mail, read by another library, has exactly the headers and people it was given. */
function expectNothingAdded(mail: Email): void {
  expect(mail.headers.map(({ key }) => key).sort()).toEqual(HEADERS);
  expect(mail.from?.address).toBe("ada@acme.test");
  expect(mail.to?.map(({ address }) => address)).toEqual(["bob@globex.test"]);
  expect(mail.cc ?? []).toEqual([]);
  expect(mail.bcc ?? []).toEqual([]);
}

const HOSTILE = [
  "x\r\nBcc: cy@elsewhere.test",
  "x\nBcc: cy@elsewhere.test",
  "x\rBcc: cy@elsewhere.test",
  "x\u2028Bcc: cy@elsewhere.test",
  "x\u2029Bcc: cy@elsewhere.test",
  "x\u0085Bcc: cy@elsewhere.test",
  "x\u0000\r\n\r\nbody",
  "x\r\n\tfolded: yes",
  'Bob" <cy@elsewhere.test>, "',
  "Bob, cy@elsewhere.test; eve@elsewhere.test",
  "Group: cy@elsewhere.test;",
  "=?utf-8?Q?=0D=0ABcc:_cy@elsewhere.test?=",
  "\ud800 lone surrogate",
  "\u202ereversed",
  "é".repeat(3_000),
  "x".repeat(100_000),
];

describe("composeMail()", () => {
  test("keeps the given Message-ID and date, and marks the mail as automatic", async () => {
    const { mail } = await compose({});
    expectNothingAdded(mail);
    expect(mail.messageId).toBe(MAIL.internetMessageId);
    expect(mail.date).toBe("2026-11-20T09:30:00.000Z");
    expect(mail.inReplyTo).toBe("<original@globex.test>");
    expect(mail.references).toBe("<first@globex.test> <original@globex.test>");
    const headers = Object.fromEntries(mail.headers.map(({ key, value }) => [key, value]));
    expect(headers["auto-submitted"]).toBe("auto-generated");
    expect(headers["x-akasavani-outbound"]).toBe("outbound-1");
  });

  test("does not call a mail automatic that a person released", async () => {
    const mail = await PostalMime.parse(await composeMail({ ...MAIL, isAutomatic: false }));
    expect(mail.headers.map(({ key }) => key)).not.toContain("auto-submitted");
  });

  test("gives the same bytes for the same mail, text and HTML included", async () => {
    const html = "<p>Hi Bob</p>";
    expect((await compose({ html })).raw).toBe((await compose({ html })).raw);
  });

  test.each(HOSTILE)("adds no header and no recipient for the name or subject %j", async (text) => {
    expectNothingAdded((await compose({ subject: text })).mail);
    expectNothingAdded((await compose({ from: { address: "ada@acme.test", name: text } })).mail);
    expectNothingAdded((await compose({ to: [{ address: "bob@globex.test", name: text }] })).mail);
    expectNothingAdded((await compose({ headers: { "X-Akasavani-Outbound": text } })).mail);
    expectNothingAdded((await compose({ text })).mail);
  });

  test("adds no header and no recipient for any name and subject", async () => {
    const text = fc.string({ unit: "binary", maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(text, text, text, async (name, subject, body) => {
        const { mail } = await compose({
          to: [{ address: "bob@globex.test", name: `${name}\r\n${subject}` }],
          subject: `${subject}\n${name}`,
          text: `Hi ${body}`,
        });
        expectNothingAdded(mail);
      }),
      { numRuns: 500 },
    );
  }, 60_000);

  test("adds nothing for hostile ids of the mail being answered", async () => {
    const hostile = "<a@b>\r\nBcc: <cy@elsewhere.test>";
    const { mail } = await compose({ references: [hostile, "<first@globex.test>"] });
    expectNothingAdded(mail);
    expect(mail.references).toBe("<first@globex.test> <original@globex.test>");
  });

  test.each([
    ["", "mail_address_invalid"],
    ["bob", "mail_address_invalid"],
    ["bob@globex.test, cy@elsewhere.test", "mail_address_invalid"],
    ["bob@globex.test\r\nBcc: cy@elsewhere.test", "mail_address_invalid"],
    ["<bob@globex.test>", "mail_address_invalid"],
    [`${"b".repeat(300)}@globex.test`, "mail_address_invalid"],
  ])("refuses the address %j", async (address, slug) => {
    await expect(compose({ to: [{ address, name: null }] })).rejects.toMatchObject({ slug });
    await expect(compose({ cc: [{ address, name: null }] })).rejects.toMatchObject({ slug });
    await expect(compose({ from: { address, name: null } })).rejects.toMatchObject({ slug });
  });

  test.each(["Bcc", "From", "Content-Type", "Received", "X-Akasavani-Outbound\r\nBcc"])(
    "refuses the header %j",
    async (name) => {
      await expect(compose({ headers: { [name]: "x" } })).rejects.toMatchObject({
        slug: "mail_header_not_allowed",
      });
    },
  );

  test.each([
    [{ to: [] }, "mail_recipient_missing"],
    [{ internetMessageId: "<a b@c>" }, "mail_message_id_invalid"],
    [{ sentAt: "soon" }, "mail_date_invalid"],
  ])("refuses %j", async (changes, slug) => {
    await expect(compose(changes)).rejects.toMatchObject({ slug });
  });

  test("keeps text of every script, long lines and both kinds of line end", async () => {
    const text = `Grüße — 你好 👋\nline\r\n${"long ".repeat(400)}\n.\nFrom here`;
    const { raw, mail } = await compose({ text });
    expect(mail.text?.replaceAll("\r\n", "\n").trimEnd()).toBe(text.replaceAll("\r\n", "\n"));
    expect(Math.max(...raw.split("\r\n").map((line) => line.length))).toBeLessThanOrEqual(998);
    expect(raw.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  });
});

test("NEW-7 composeMail() writes a sender whose domain is not ASCII, with the Message-ID the database made", async () => {
  const id = "<5f1c9d1e-6f0e-4a5a-9f5e-0d3f5b1f2a3c@xn--bcher-kva.example>";
  const { raw } = await compose({
    from: { address: "ada@bücher.example", name: "Ada" },
    internetMessageId: id,
  });
  expect(raw).toContain(`Message-ID: ${id}\r\n`);
  expect(raw).toContain("From: Ada <ada@xn--bcher-kva.example>\r\n");
});
