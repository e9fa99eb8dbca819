import { describe, expect, it } from "vitest";
import { mailOf, multipart, read } from "./mail-of.ts";

const CASES: [
  name: string,
  header: Record<string, string>,
  body: string,
  kind: string,
  sign: string,
][] = [
  [
    "Auto-Submitted: auto-replied",
    { "Auto-Submitted": "auto-replied" },
    "We got your mail.",
    "auto_reply",
    "header:auto-submitted=auto-replied",
  ],
  [
    "an out-of-office reply by header",
    { "Auto-Submitted": "auto-replied" },
    "I am out of the office.",
    "out_of_office",
    "text:absence",
  ],
  [
    "an out-of-office reply by subject and text",
    { Subject: "Out of Office: Offer" },
    "I am on vacation.",
    "out_of_office",
    "subject:absence",
  ],
  [
    "Abwesenheitsnotiz",
    { Subject: "Abwesenheitsnotiz: Angebot" },
    "Ich bin im Urlaub.",
    "out_of_office",
    "subject:absence",
  ],
  [
    "Réponse automatique",
    { "Subject": "Réponse automatique : Offre", "X-Autoreply": "yes" },
    "Je suis en congé.",
    "out_of_office",
    "header:x-autoreply",
  ],
  [
    "Auto-Submitted: auto-generated",
    { "Auto-Submitted": "auto-generated" },
    "Build done.",
    "notification",
    "header:auto-submitted=auto-generated",
  ],
  ["List-Id", { "List-Id": "<dev.acme.test>" }, "Patch", "mailing_list", "header:list-id"],
  [
    "List-Unsubscribe",
    { "List-Unsubscribe": "<https://x.test/u>" },
    "News",
    "mailing_list",
    "header:list-unsubscribe",
  ],
  [
    "a noreply sender",
    { From: "no-reply@shop.test" },
    "Your order",
    "notification",
    "sender:noreply",
  ],
  [
    "a delivery report in prose",
    { "From": "MAILER-DAEMON@mx.test", "Subject": "Undelivered Mail Returned to Sender" },
    "<x@y.test>: user unknown",
    "bounce",
    "sender:mail-system",
  ],
];

describe("recogniseAutomatic() knows mail of programs (ING-9)", () => {
  it.each(CASES)("recogniseAutomatic() marks %s", async (_, header, body, kind, sign) => {
    const message = await read(mailOf(header, body));
    expect(message.automatic_kind).toBe(kind);
    expect(message.automatic_evidence).toContain(sign);
    expect(message.automatic_confidence).toBeGreaterThanOrEqual(0.6);
    expect(message.expects_reply).toBe(false);
  });

  it("recogniseAutomatic() marks an invitation by its METHOD", async () => {
    const body = multipart("b", [
      "Content-Type: text/plain\r\n\r\nJoin us",
      "Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR",
    ]);
    const message = await read(
      mailOf({ "Content-Type": "multipart/alternative; boundary=b" }, body),
    );
    expect(message.automatic_kind).toBe("calendar");
    expect(message.automatic_evidence).toEqual(["part:text/calendar method=REQUEST"]);
  });
});

const HUMAN: [name: string, header: Record<string, string>, body: string][] = [
  ["X-Auto-Response-Suppress", { "X-Auto-Response-Suppress": "All" }, "Shall we talk?"],
  ["Precedence: bulk", { Precedence: "bulk" }, "Shall we talk?"],
  ["Auto-Submitted: no", { "Auto-Submitted": "no" }, "Shall we talk?"],
  [
    "talk of a bounce",
    { Subject: "Undelivered mail returned to sender?" },
    "My mail got 550 5.1.1 user unknown.",
  ],
  ["a forwarded bounce", {
    "Subject": "Fwd: Delivery Status Notification (Failure)",
    "Return-Path": "<bob@globex.test>",
  }, "See:\n550 5.1.1 unknown\nFinal-Recipient: rfc822; x@y.test"],
  [
    "talk of a holiday",
    { Subject: "Plans" },
    "I will be out of the office next week, back on Monday. Can you take over?",
  ],
  ["an absence policy", { Subject: "Absence: new policy" }, "Please read the new form."],
];

describe("recogniseAutomatic() never takes a person for a program (ING-9)", () => {
  it.each(HUMAN)("recogniseAutomatic() leaves mail with %s to people", async (_, header, body) => {
    const message = await read(mailOf(header, body));
    expect(message.automatic_kind).toBe("human");
    expect(message.bounce).toBeNull();
  });

  it("recogniseAutomatic() is less sure of a person behind Precedence: bulk", async () => {
    const [plain, bulk] = [await read(mailOf({})), await read(mailOf({ Precedence: "bulk" }))];
    expect(bulk.automatic_confidence).toBeLessThan(plain.automatic_confidence);
    expect(bulk.importance_score).toBeLessThan(plain.importance_score);
  });
});
