import { expect, it } from "vitest";
import { returnDate } from "../../../../functions/_shared/domain/mail/return-date.ts";
import { mailOf, read } from "./mail-of.ts";

const SENT_AT = new Date("2026-03-03T09:00:00Z"); // a Tuesday

it.each([
  ["I will be back on March 16, 2026.", "2026-03-16"],
  ["I'll return to the office on 16 March.", "2026-03-16"],
  ["Back in the office Monday, 9th March 2026", "2026-03-09"],
  ["returning 2026-04-01 with limited access until then", "2026-04-01"],
  ["I am out of the office until 3/16/2026.", "2026-03-16"],
  ["Out of office from March 4 through March 13, 2026.", "2026-03-14"],
  ["I am back on Monday.", "2026-03-09"],
  ["I am away until January 5.", "2027-01-05"],
  ["Ich bin ab dem 16.03.2026 wieder im Büro.", "2026-03-16"],
  ["Ich bin bis zum 13. März nicht erreichbar.", "2026-03-13"],
  ["Ich bin bis einschließlich 13.03. im Urlaub.", "2026-03-14"],
  ["Je serai de retour le 16 mars 2026.", "2026-03-16"],
  ["Je suis absent jusqu'au 16/03/2026.", "2026-03-16"],
  ["Estaré fuera hasta el 16 de marzo de 2026.", "2026-03-16"],
  ["Ik ben terug op maandag 16 maart.", "2026-03-16"],
  ["I am out of the office.", null],
  ["I will be back soon and return your call.", null],
  ["Back on 31 February 2026", null],
])("returnDate() reads %j as %s (ING-9)", (text, expected) => {
  expect(returnDate(text, SENT_AT)).toBe(expected);
});

it("returnDate() needs the moment of sending for a day without a year", () => {
  expect(returnDate("Back on 16 March", null)).toBeNull();
  expect(returnDate("Back on 16 March 2026", null)).toBe("2026-03-16");
});

it("normaliseMail() stores the return date of out-of-office replies only", async () => {
  const text = "I am out of the office, back on March 16, 2026.";
  expect((await read(mailOf({ "Auto-Submitted": "auto-replied" }, text))).returns_on).toBe(
    "2026-03-16",
  );
  expect((await read(mailOf({}, text))).returns_on).toBeNull();
});
