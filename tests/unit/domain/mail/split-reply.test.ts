import { describe, expect, it } from "vitest";
import { splitReply } from "../../../../functions/_shared/domain/mail/split-reply.ts";

const ATTRIBUTIONS = [
  ["English", "On Tue, Mar 3, 2026 at 10:00 AM Bob Miller <bob@globex.test> wrote:"],
  [
    "English over two lines",
    "On Tue, Mar 3, 2026 at 10:00 AM, Bob Miller via List <\nbob@globex.test> wrote:",
  ],
  ["German", "Am 03.03.2026 um 10:00 schrieb Bob Miller <bob@globex.test>:"],
  [
    "German, name first",
    "Bob Miller <bob@globex.test> schrieb am Di., 3. März 2026\num 10:00 Uhr:",
  ],
  ["French", "Le mar. 3 mars 2026 à 10:00, Bob Miller <bob@globex.test> a écrit :"],
  ["Spanish", "El mar, 3 mar 2026 a las 10:00, Bob Miller (<bob@globex.test>) escribió:"],
  ["Italian", "Il giorno mar 3 mar 2026 alle ore 10:00 Bob Miller <bob@globex.test> ha scritto:"],
  ["Portuguese", "Em ter., 3 de mar. de 2026 às 10:00, Bob Miller <bob@globex.test> escreveu:"],
  ["Dutch", "Op di 3 mrt 2026 om 10:00 schreef Bob Miller <bob@globex.test>:"],
  ["Swedish", "Den tis 3 mars 2026 kl 10:00 skrev Bob Miller <bob@globex.test>:"],
  ["Polish", "wt., 3 mar 2026 o 10:00 Bob Miller <bob@globex.test> napisał(a):"],
  ["Czech", "út 3. 3. 2026 v 10:00 odesílatel Bob Miller <bob@globex.test> napsal:"],
  ["Russian", "вт, 3 мар. 2026 г. в 10:00, Bob Miller <bob@globex.test>:"],
  ["Chinese", "在 2026年3月3日，上午10:00，Bob Miller <bob@globex.test> 写道："],
  ["Japanese", "2026年3月3日(火) 10:00 Bob Miller <bob@globex.test>:"],
  ["Korean", "2026년 3월 3일 (화) 오전 10:00, Bob Miller <bob@globex.test>님이 작성:"],
  ["no verb", "2026/3/3 Bob Miller <bob@globex.test>"],
];

describe("splitReply() finds the quotation (ING-9)", () => {
  it.each(ATTRIBUTIONS)("splitReply() cuts at an attribution in %s", (_, attribution) => {
    const split = splitReply(`Yes, that works.\n\n${attribution}\n\n> Does Friday work?\n> Bob`);
    expect(split.textNew).toBe("Yes, that works.");
    expect(split.textQuoted.startsWith(attribution!.split("\n")[0]!)).toBe(true);
    expect(split.textSignature).toBe("");
  });

  it.each([
    [
      "Outlook, English",
      "From: Bob\nSent: Tuesday, March 3, 2026 10:00 AM\nTo: Ada\nSubject: Offer",
    ],
    [
      "Outlook, German",
      "Von: Bob\nGesendet: Dienstag, 3. März 2026 10:00\nAn: Ada\nBetreff: Angebot",
    ],
    ["Outlook, French", "De : Bob\nEnvoyé : mardi 3 mars 2026 10:00\nÀ : Ada\nObjet : Offre"],
    [
      "Outlook, bold",
      "*From:* Bob\n*Sent:* Tuesday\n*To:* Ada\n*Subject:* Offer that\nspans two lines",
    ],
    ["a divider", "-----Original Message-----\nFrom: Bob"],
    ["a divider, Spanish", "-----Mensaje original-----\nDe: Bob"],
    ["Apple Mail", "Begin forwarded message:\n\nFrom: Bob"],
  ])("splitReply() cuts at a header block of %s", (_, block) => {
    const split = splitReply(
      `Fine.\n\n________________________________\n${block}\n\nDoes Friday work?`,
    );
    expect(split.textNew.replace(/\n*_+$/, "")).toBe("Fine.");
    expect(split.textQuoted).toContain("Does Friday work?");
  });

  it("splitReply() takes the text below the quotation when there is none above", () => {
    const split = splitReply(
      "On 3 Mar 2026 at 10:00, Bob <bob@globex.test> wrote:\n> Friday?\n\nYes.",
    );
    expect(split.textNew).toBe("Yes.");
  });

  it("splitReply() keeps answers between quotations", () => {
    const text =
      "Hi\n\nOn 3 Mar 2026 at 10:00, Bob <bob@globex.test> wrote:\n> One?\nYes.\n> Two?\nNo.";
    const { textNew } = splitReply(text);
    expect(textNew).toContain("Yes.");
    expect(textNew).toContain("No.");
    expect(textNew).not.toContain("wrote:");
  });

  it.each(["> Only a quotation.", "-- \nOnly a signature"])(
    "splitReply() keeps %j as new",
    (text) => {
      expect(splitReply(text).textNew).toBe(text.replace(" \n", "\n"));
    },
  );

  it("splitReply() takes a table at the end for a table, not for a quotation", () => {
    const text = "The prices:\n\n| item | price |\n| desk | 200 |";
    expect(splitReply(text).textNew).toBe(text);
  });

  it("splitReply() leaves a sentence with a colon and a year alone", () => {
    const text = "In 2025 we agreed on this:\n\nthe price stays.";
    expect(splitReply(text)).toEqual({ textNew: text, textQuoted: "", textSignature: "" });
  });
});

describe("splitReply() finds the signature (ING-9)", () => {
  it.each([
    ["a delimiter", "-- \nBob Miller\nGlobex"],
    ["a closing", "Best regards,\nBob Miller\nSales, Globex\n+1 555 123 4567"],
    ["a closing with the name", "Thanks, Bob"],
    ["a closing in German", "Mit freundlichen Grüßen\n\nBob Miller\nTel. +49 30 1234567"],
    ["a closing in French", "Bien cordialement,\nBob"],
    ["the sender's name", "Bob"],
    ["name and contact lines", "Carl Jones\nHead of Sales\nwww.globex.test"],
    ["a phone", "Sent from my iPhone"],
    ["a phone in Norwegian", "Sendt fra min iPad"],
    [
      "a legal notice",
      "This e-mail is confidential and intended only for the addressee.\nDelete it otherwise.",
    ],
  ])("splitReply() cuts %s", (_, signature) => {
    const split = splitReply(`The offer is attached.\n\n${signature}`, {
      senderName: "Bob Miller",
    });
    expect(split.textNew).toBe("The offer is attached.");
    expect(split.textSignature).toBe(signature.replace("-- ", "--"));
  });

  it.each([
    "Thanks for the offer, we will sign it.",
    "Thank you.",
    "Bob is on holiday until Monday.",
  ])(
    "splitReply() leaves %j in the new text",
    (text) => {
      expect(splitReply(text, { senderName: "Bob Miller" })).toMatchObject({
        textNew: text,
        textSignature: "",
      });
    },
  );
});
