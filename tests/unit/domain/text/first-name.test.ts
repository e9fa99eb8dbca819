import { describe, expect, test } from "vitest";
import { readName } from "../../../../functions/_shared/domain/text/first-name.ts";

const at = (name: string | null, address = "bob@globex.test") => readName(name, address);

describe("readName()", () => {
  test.each([
    ["Müller, Bob", "Bob", "Bob Müller"],
    ["Dr. Bob Müller", "Bob", "Bob Müller"],
    ["Müller, Dr. Bob", "Bob", "Bob Müller"],
    ["NOVÁK Jan", "Jan", "Jan Novák"],
    ["Jan NOVÁK", "Jan", "Jan Novák"],
    ["BOB MÜLLER", "Bob", "Bob Müller"],
    ["bob", "Bob", "Bob"],
    ["bob müller", "Bob", "Bob Müller"],
    ["Bob Müller (Globex)", "Bob", "Bob Müller"],
    ["Bob Miller, PhD", "Bob", "Bob Miller"],
    ["Anne-Marie d’Arc", "Anne-Marie", "Anne-Marie d’Arc"],
    ["Ludwig van Beethoven", "Ludwig", "Ludwig van Beethoven"],
  ])("reads %j", (name, first, full) => expect(at(name)).toEqual({ first, full }));

  test.each([
    "Frau Dr. Müller-Lüdenscheidt",
    "Mr. Smith",
    "Support",
    "Info",
    "Globex Team",
    "Buchhaltung",
    "Sales Office",
    "Globex",
    "Globex GmbH",
    "GLOBEX",
    "bob@globex.test",
    "Globex Support 24/7",
    "",
    null,
  ])("finds no first name in %j", (name) => expect(at(name)).toBeNull());

  test("tells a person with a domain of her own from a company", () => {
    expect(at("Jane Doe", "jane@janedoe.test")?.first).toBe("Jane");
    expect(at("Acme Industries", "hello@acme-industries.test")).toBeNull();
  });
});
