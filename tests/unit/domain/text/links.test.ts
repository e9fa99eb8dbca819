import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findLinks, findUnknownLinks } from "../../../../functions/_shared/domain/text/links.ts";

describe("findLinks()", () => {
  test.each([
    ["see https://evil.test/pay?x=1.", "https://evil.test/pay?x=1"],
    ["(HTTP://EVIL.TEST)", "http://evil.test"],
    ["go to evil.test now", "evil.test"],
    ["go to www.evil.test/pay, please", "www.evil.test/pay"],
    ["ｅｖｉｌ．ｔｅｓｔ", "evil.test"],
    ["evil。test", "evil。test"],
    ["bücher.test", "bücher.test"],
    ["write to eve@evil.test!", "eve@evil.test"],
    ["mailto:eve@evil.test", "mailto:eve@evil.test"],
    ["tel:+49123", "tel:+49123"],
    ["[click](javascript:alert(1))", "javascript:alert(1"],
    ["at 10.0.0.1/login", "10.0.0.1/login"],
  ])("finds the link in %j", (text, link) => expect(findLinks(text)).toContain(link));

  test.each([
    "Could you send it by 5 p.m. today? See e.g. page 3.",
    "z. B. am 3. Mai, d. h. um 14.30 Uhr",
    "It costs 1.234,50 €. Thanks... Ada",
    "Subject: offer; to Bob: yes / no",
  ])("finds none in %j", (text) => expect(findLinks(text)).toEqual([]));

  test("takes its time in proportion to the text", () => {
    const startedAt = performance.now();
    for (const piece of ["a.", "a@", "a-", "http:", "1.", "@."]) findLinks(piece.repeat(2_000));
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});

describe("findUnknownLinks()", () => {
  test("lets through what the given texts have, and nothing like it", () => {
    const own = ["The offer is at https://acme.test/offers/7."];
    expect(findUnknownLinks("Here again: https://acme.test/offers/7", own)).toEqual([]);
    expect(findUnknownLinks("Here: https://acme.test/offers/7?to=evil", own)).not.toEqual([]);
    expect(findUnknownLinks("Here: https://acme.test.evil.test/offers/7", own)).not.toEqual([]);
  });

  test("never lets a web address of any form through that no text has", () => {
    fc.assert(fc.property(fc.webUrl(), fc.lorem({ mode: "sentences" }), (url, text) => {
      expect(findUnknownLinks(`${text} ${url} ${text}`, [text]).length).toBeGreaterThan(0);
    }));
  });
});
