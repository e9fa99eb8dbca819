import { describe, expect, test } from "vitest";
import { headerText } from "../../../../functions/_shared/domain/outgoing/header-text.ts";
import { isMessageId } from "../../../../functions/_shared/domain/outgoing/message-id.ts";
import { replySubject } from "../../../../functions/_shared/domain/outgoing/reply-subject.ts";
import { trimReferences } from "../../../../functions/_shared/domain/outgoing/trim-references.ts";

describe("headerText()", () => {
  test.each([
    ["a\r\nBcc: b", "a Bcc: b"],
    ["a\u2028b\u2029c\u0085d\u0000e\u007ff", "a b c d e f"],
    ["\u202etxt.exe\u200b", "txt.exe"],
    ["  a   b ", "a b"],
    ["\ud800", ""],
    ["Grüße 👋🏽 你好", "Grüße 👋🏽 你好"],
  ])("%j becomes %j", (text, expected) => expect(headerText(text)).toBe(expected));
});

describe("isMessageId()", () => {
  test.each(["<a@b>", "<CAJ+x=_a.b/c@mail.gmail.com>", "<1!2@[127.0.0.1]>"])(
    "accepts %s",
    (id) => expect(isMessageId(id)).toBe(true),
  );
  test.each(["", "a@b", "<a b@c>", "<a@b> <c@d>", '<"a"@b>', "<a@b\n>", "<(a)@b>", "<é@b>"])(
    "rejects %j",
    (id) => expect(isMessageId(id)).toBe(false),
  );
});

describe("replySubject()", () => {
  test.each([
    ["Offer", "Re: Offer"],
    ["Re: Offer", "Re: Offer"],
    ["RE: AW: Re[2]: Sv：Offer", "Re: Offer"],
    ["Fwd: Offer", "Re: Fwd: Offer"],
    ["Ref: 12", "Re: Ref: 12"],
    ["Reminder: pay", "Re: Reminder: pay"],
    ["", "Re:"],
    ["Re: ", "Re:"],
  ])("%j becomes %j", (subject, expected) => expect(replySubject(subject)).toBe(expected));
});

describe("trimReferences()", () => {
  const many = Array.from({ length: 500 }, (_, number) => `<message-${number}@globex.test>`);

  test("drops the middle of a long list, never the first or the last two", () => {
    const trimmed = trimReferences(many, "<last@globex.test>");
    expect(`References: ${trimmed.join(" ")}`.length).toBeLessThanOrEqual(998);
    expect(trimmed.length).toBeGreaterThan(20);
    expect(trimmed[0]).toBe("<message-0@globex.test>");
    expect(trimmed.slice(-2)).toEqual(["<message-499@globex.test>", "<last@globex.test>"]);
  });
  test("names an id once, at its last place, and leaves out what is none", () => {
    expect(trimReferences(["<a@b>", "<c@d>", "junk", "<a@b>"], "<e@f>"))
      .toEqual(["<c@d>", "<a@b>", "<e@f>"]);
    expect(trimReferences(["<a@b>"], "<a@b>")).toEqual(["<a@b>"]);
    expect(trimReferences([], null)).toEqual([]);
  });
});
