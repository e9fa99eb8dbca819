import { describe, expect, it } from "vitest";
import {
  cleanReferences,
  gmailThreadId,
  messageIds,
  ownMessageId,
  subjectBase,
} from "../../../../functions/_shared/domain/mail/thread-keys.ts";

describe("thread keys (ING-7)", () => {
  it.each([
    ["Re: Offer", "offer"],
    ["RE: re: Fwd: Offer", "offer"],
    ["AW: WG: Angebot  2026", "angebot 2026"],
    ["Antw: Sv: Vs: Offer", "offer"],
    ["Rif: R: Offerta", "offerta"],
    ["Re[4]: Offer", "offer"],
    ["RE : Offre", "offre"],
    ["回复：报价", "报价"],
    ["Re：返信: 見積", "見積"],
    ["[EXT] Re: [External] Offer", "offer"],
    ["Re: [acme-dev] Offer", "[acme-dev] offer"],
    ["Offer (fwd)", "offer"],
    ["Reservation: Friday", "reservation: friday"],
    ["Re:", ""],
  ])("subjectBase() of %j is %j", (subject, expected) => {
    expect(subjectBase(subject)).toBe(expected);
  });

  it("messageIds() keeps order and brackets, each id once", () => {
    expect(messageIds("<a@b>\r\n <c@d> junk <a@b> <>")).toEqual(["<a@b>", "<c@d>"]);
  });

  it.each([["<a@b>", "<a@b>"], [" a@b ", "<a@b>"], ["none", null], ["", null]])(
    "ownMessageId() of %j is %j",
    (header, expected) => expect(ownMessageId(header)).toBe(expected),
  );

  it("cleanReferences() keeps the root and the newest 99", () => {
    const ids = Array.from({ length: 150 }, (_, at) => `<${at}@x.test>`);
    expect(cleanReferences(ids.join(" "))).toEqual([ids[0], ...ids.slice(-99)]);
  });

  it("subjectBase() fits into an index, cut between characters", () => {
    const base = subjectBase(`Re: ${"😀".repeat(300)}`);
    expect(base).toBe("😀".repeat(125));
    expect(subjectBase("a".repeat(600))).toHaveLength(500);
  });

  it("gmailThreadId() is hex, as the Gmail API gives it", () => {
    expect(gmailThreadId("255")).toBe("ff");
    expect(gmailThreadId("x")).toBeNull();
  });
});
