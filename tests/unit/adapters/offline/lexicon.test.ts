import { describe, expect, test } from "vitest";
import { conceptsOf } from "../../../../functions/_shared/adapters/offline/lexicon/concepts.ts";

const shared = (one: string, other: string) =>
  conceptsOf(one).filter((idea) => conceptsOf(other).includes(idea)).length > 0;

describe("conceptsOf()", () => {
  test.each([
    ["invoice", "rechnungen"],
    ["facture", "factura"],
    ["delivered", "livraison"],
    ["heating", "calefaccion"],
    ["grandmother", "abuela"],
  ])("VEC-2 %s and %s stand for one idea", (one, other) => {
    expect(shared(one, other)).toBe(true);
  });

  test("VEC-2 a compound stands for the ideas of its parts", () => {
    expect(shared("blumenrechnung", "invoice")).toBe(true);
    expect(shared("blumenrechnung", "flowers")).toBe(true);
  });

  test("what it does not know, and what is no kin, stands for nothing in common", () => {
    expect(conceptsOf("northgate")).toEqual([]);
    expect(conceptsOf("qwertzuiop")).toEqual([]);
    expect(shared("invoice", "heating")).toBe(false);
  });
});
