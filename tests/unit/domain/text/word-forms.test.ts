import { describe, expect, test } from "vitest";
import { plainText, stem } from "../../../../functions/_shared/domain/text/word-forms.ts";

describe("plainText()", () => {
  test("lower case, no accents, and a sharp s as two", () => {
    expect(plainText("Übergröße ÉTÉ año")).toBe("ubergrosse ete ano");
  });
});

describe("stem()", () => {
  test.each([
    ["invoice", "invoices"],
    ["order", "ordered"],
    ["rechnung", "rechnungen"],
    ["lieferung", "lieferungen"],
    ["facture", "factures"],
    ["factura", "facturas"],
    ["fenster", "fenstern"],
  ])("%s and %s are one word", (one, other) => {
    expect(stem(one)).toBe(stem(other));
  });

  test("leaves four letters, and keeps different words apart", () => {
    expect(stem("bees")).toBe("bees");
    expect(stem("loan")).toBe("loan");
    expect(stem("invoice")).not.toBe(stem("invite"));
  });
});
