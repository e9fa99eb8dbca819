import { describe, expect, it } from "vitest";
import { readBounce } from "../../../../functions/_shared/domain/mail/read-bounce.ts";
import type { BounceMaterial } from "../../../../functions/_shared/domain/mail/read-bounce.ts";
import { mailOf, multipart, read } from "./mail-of.ts";

function material(part: Partial<BounceMaterial>): BounceMaterial {
  return {
    text: "",
    deliveryStatus: [],
    originals: [],
    failedRecipients: [],
    reportedTo: [],
    ...part,
  };
}

function report(status: string, diagnostic: string, action = "failed"): string {
  return `Reporting-MTA: dns; mx.test\n\nFinal-Recipient: rfc822; X@y.test\nAction: ${action}\n` +
    `Status: ${status}\nDiagnostic-Code: smtp; ${diagnostic}\n`;
}

const REPORTS: [diagnostic: string, status: string, isHard: boolean, reason: string][] = [
  [
    "550 5.1.1 <x@y.test>: Recipient address rejected: User unknown",
    "5.1.1",
    true,
    "address_unknown",
  ],
  ["550 No such user here", "5.0.0", true, "address_unknown"],
  ["550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found", "5.1.10", true, "address_unknown"],
  ["554 host not found", "5.4.4", true, "domain_unknown"],
  ["551 not our user", "5.1.6", true, "moved"],
  ["552 5.2.2 Over quota", "5.2.2", false, "mailbox_full"],
  ["550 5.7.1 IP address blacklisted by recipient", "5.1.1", false, "blocked"],
  ["550 5.2.1 The email account that you tried to reach is disabled", "5.2.1", false, "suspended"],
  [
    "550 5.7.26 Unauthenticated email is not accepted due to DMARC policy",
    "5.7.26",
    false,
    "authentication",
  ],
  ["553 5.1.8 Domain of sender address a@b.test does not exist", "5.1.8", false, "sender_rejected"],
  ["554 5.6.0 Message contains spam", "5.6.0", false, "spam"],
  ["552 5.3.4 Message size exceeds fixed limit", "5.3.4", false, "too_big"],
];

describe("readBounce() reads RFC 3464 reports (ING-9)", () => {
  it.each(REPORTS)("readBounce() of %j", (diagnostic, status, isHard, reason) => {
    const { recipients } = readBounce(material({ deliveryStatus: [report(status, diagnostic)] }));
    expect(recipients).toMatchObject([{ address: "x@y.test", is_hard: isHard, reason }]);
  });

  it("readBounce() never calls a delay hard", () => {
    const deliveryStatus = [report("4.4.7", "450 4.1.1 user unknown", "delayed")];
    const [first] = readBounce(material({ deliveryStatus })).recipients;
    expect(first).toMatchObject({
      is_hard: false,
      reason: "delayed",
      status: "4.4.7",
      smtp_code: 450,
    });
  });

  it("readBounce() does not believe 'user unknown' when the content was refused", () => {
    const text = "host mx.test said: 550 User unknown (in reply to end of DATA command)";
    const deliveryStatus = [report("5.0.0", "550 User unknown")];
    expect(readBounce(material({ text, deliveryStatus })).recipients[0]?.is_hard).toBe(false);
  });
});

describe("readBounce() reads reports in prose (ING-9)", () => {
  it("readBounce() gives each address its own reason", () => {
    const text =
      "I wasn't able to deliver your message.\n\n<x@y.test>:\nRemote host said: 550 5.1.1 User Unknown\n\n" +
      "<z@y.test>:\nRemote host said: 552 5.2.2 Mailbox Full\n\n--- Below this line is a copy of the message.\n\n" +
      "From: ada@acme.test\nMessage-ID: <sent@acme.test>\n";
    expect(readBounce(material({ text, reportedTo: ["ada@acme.test"] }))).toEqual({
      recipients: [
        {
          address: "x@y.test",
          status: "5.1.1",
          smtp_code: 550,
          is_hard: true,
          reason: "address_unknown",
        },
        {
          address: "z@y.test",
          status: "5.2.2",
          smtp_code: 552,
          is_hard: false,
          reason: "mailbox_full",
        },
      ],
      original_message_id: "<sent@acme.test>",
    });
  });

  it("readBounce() takes X-Failed-Recipients when the text names nobody", () => {
    const found = readBounce(
      material({ text: "The address couldn't be found", failedRecipients: [" X@y.test"] }),
    );
    expect(found.recipients).toMatchObject([{ address: "x@y.test", is_hard: true }]);
  });

  it("readBounce() of a report that names nobody is empty", () => {
    expect(readBounce(material({ text: "Something failed" }))).toEqual({
      recipients: [],
      original_message_id: null,
    });
  });
});

it("normaliseMail() attaches the bounce with the id of the original", async () => {
  const body = multipart("b", [
    "Content-Type: text/plain\r\n\r\nSorry",
    `Content-Type: message/delivery-status\r\n\r\n${report("5.1.1", "550 5.1.1 User unknown")}`,
    "Content-Type: message/rfc822\r\n\r\nMessage-ID: <sent@acme.test>\r\nSubject: Offer\r\n\r\nHi",
  ]);
  const type = "multipart/report; report-type=delivery-status; boundary=b";
  const message = await read(
    mailOf({ "From": "Mail <mailer-daemon@mx.test>", "Content-Type": type }, body),
  );
  expect(message.automatic_kind).toBe("bounce");
  expect(message.bounce).toMatchObject({
    recipients: [{ address: "x@y.test", status: "5.1.1", smtp_code: 550, is_hard: true }],
    original_message_id: "<sent@acme.test>",
  });
});
