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
  [
    "a ticket receipt without headers",
    { From: "support@shop.test", Subject: "[#55] Offer" },
    "Your request (#55) has been received and is being reviewed.\n",
    "auto_reply",
    "text:request-received",
  ],
  [
    "an Eingangsbestätigung",
    { From: "service@shop.test" },
    "Ihre Anfrage mit der Nummer 4711 ist bei uns eingegangen.",
    "auto_reply",
    "text:request-received",
  ],
  [
    "an automated message nobody should answer",
    { From: "billing@shop.test" },
    "Your invoice is ready.\n\nThis is an automated message, please do not reply.",
    "notification",
    "text:automated-message",
  ],
  [
    "a newsletter by sender and text",
    { From: "newsletter@shop.test" },
    "Neu im Shop!\n\nNewsletter abbestellen: https://shop.test/ab",
    "mailing_list",
    "text:unsubscribe",
  ],
  [
    "a lettre d'information",
    { From: "Shop <news@shop.test>" },
    "Nos offres.\n\nSe désabonner",
    "mailing_list",
    "sender:newsletter",
  ],
  [
    "a read receipt without a report",
    { Subject: "Read: Offer" },
    "Your message\n\nTo: Bob\nSubject: Offer\n\nwas read on Tuesday, 3 March 2026 10:00.",
    "notification",
    "subject:read-receipt",
  ],
  [
    "a calendar answer without a calendar part",
    { Subject: "Accepted: Planning @ Tue 3 Mar 2026 10:00" },
    "Bob Miller has accepted this invitation.",
    "calendar",
    "subject:calendar-answer",
  ],
  ["an empty calendar answer", { Subject: "Zugesagt: Planung" }, "", "calendar", "text:empty"],
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

  it("recogniseAutomatic() is only fairly sure of a receipt without headers", async () => {
    const { automatic_confidence } = await read(
      mailOf({}, "Your request (#55) has been received."),
    );
    expect(automatic_confidence).toBeGreaterThanOrEqual(0.6);
    expect(automatic_confidence).toBeLessThan(0.8);
  });

  const report = (type: string, part: string, body: string) =>
    read(mailOf(
      {
        "From": "Bob Miller <bob@globex.test>",
        "Subject": "Read: Offer",
        "Content-Type": `multipart/report; report-type=${type}; boundary=b`,
      },
      multipart("b", [
        "Content-Type: text/plain\r\n\r\nAbout your message",
        `Content-Type: message/${part}\r\n\r\n${body}`,
      ]),
    ));

  it("recogniseAutomatic() takes a read receipt (RFC 8098) for a notification", async () => {
    const body = "Final-Recipient: rfc822;bob@globex.test\r\n" +
      "Disposition: manual-action/MDN-sent-manually; displayed\r\n";
    const receipt = await report("disposition-notification", "disposition-notification", body);
    expect(receipt.automatic_kind).toBe("notification");
    expect(receipt.bounce).toBeNull();
    const bare = await read(
      mailOf(
        { "Content-Type": "multipart/mixed; boundary=b" },
        multipart("b", [
          "Content-Type: text/plain\r\n\r\nSeen",
          `Content-Type: message/disposition-notification\r\n\r\n${body}`,
        ]),
      ),
    );
    expect(bare.automatic_kind).toBe("notification");
  });

  it("recogniseAutomatic() takes a report of a delay for a bounce that is not hard", async () => {
    const delayed = await report(
      "delivery-status",
      "delivery-status",
      "Reporting-MTA: dns; mx.test\r\n\r\nFinal-Recipient: rfc822;x@y.test\r\n" +
        "Action: delayed\r\nStatus: 4.4.1\r\n",
    );
    expect(delayed.automatic_kind).toBe("bounce");
    expect(delayed.bounce?.recipients).toMatchObject([{ address: "x@y.test", is_hard: false }]);
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
  [
    "a delivery of goods, from the complaints desk",
    { From: "complaints@shop.test", Subject: "Delivery problem with your order" },
    "Hello Ada, delivery to your office failed. When are you in?",
  ],
  [
    "an answer of a postmaster",
    { From: "Bob <postmaster@globex.test>", Subject: "Re: Undelivered mail" },
    "Hello Ada, I looked into it. Which address did you use?",
  ],
  [
    "talk of automated messages",
    { Subject: "Template" },
    'I wrote a text: "This is an automated message, please do not reply." Is it too cold?',
  ],
  [
    "a quoted receipt",
    { Subject: "Re: Ticket" },
    "What does this mean?\n\n> Your request (#55) has been received.\n> This is an automated message.",
  ],
  ["a received request", {}, "Your request has been received, I will look at it tomorrow."],
  ["a wish to be left out", {}, "Can you unsubscribe me?"],
  ["a newsletter desk that writes", { From: "news@paper.test" }, "May I call you?"],
  [
    "an accepted offer",
    { Subject: "Accepted: your offer" },
    "Hello Ada, we accept. When can you start?",
  ],
  ["an absence policy", { Subject: "Absence: new policy" }, "Please read the new form."],
];

describe("recogniseAutomatic() never takes a person for a program (ING-9)", () => {
  it.each(HUMAN)("recogniseAutomatic() leaves mail with %s to people", async (_, header, body) => {
    const message = await read(mailOf(header, body));
    expect(message.automatic_kind).toBe("human");
    expect(message.bounce).toBeNull();
  });

  it("recogniseAutomatic() leaves mail that carries a bounce along to people", async () => {
    const bounce = "From: MAILER-DAEMON@mx.test\r\nSubject: Undelivered Mail\r\n" +
      "Content-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n" +
      multipart("r", [
        "Content-Type: text/plain\r\n\r\nCould not be delivered",
        "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.test\r\n\r\n" +
        "Final-Recipient: rfc822;x@y.test\r\nAction: failed\r\nStatus: 5.1.1\r\n",
      ]);
    const message = await read(mailOf(
      { "Subject": "Fwd: Undelivered Mail", "Content-Type": "multipart/mixed; boundary=b" },
      multipart("b", [
        "Content-Type: text/plain\r\n\r\nHello Ada, what is this?",
        `Content-Type: message/rfc822\r\n\r\n${bounce}`,
      ]),
    ));
    expect(message.automatic_kind).toBe("human");
  });

  it("recogniseAutomatic() does not take an absence for a bounce", async () => {
    const away = await read(mailOf(
      {
        "Subject": "Automatic reply: Offer",
        "Return-Path": "<>",
        "Auto-Submitted": "auto-replied",
      },
      "I am on leave. About delivering your parcels ask Ann.",
    ));
    expect(away.automatic_kind).toBe("out_of_office");
  });

  it("recogniseAutomatic() is less sure of a person behind Precedence: bulk", async () => {
    const [plain, bulk] = [await read(mailOf({})), await read(mailOf({ Precedence: "bulk" }))];
    expect(bulk.automatic_confidence).toBeLessThan(plain.automatic_confidence);
    expect(bulk.importance_score).toBeLessThan(plain.importance_score);
  });
});
