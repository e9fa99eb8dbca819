import { expect, it } from "vitest";
import { parseStructured } from "../../../../functions/_shared/domain/mime/structured-value.ts";

it.each<[field: string, value: string, params: Record<string, string>]>([
  ["Text/Plain", "text/plain", {}],
  ["", "", {}],
  ['"text/plain"; charset="utf-8"', "text/plain", { charset: "utf-8" }],
  ["text/plain ; charset = us-ascii ;", "text/plain", { charset: "us-ascii" }],
  ["text/plain (plain text); charset=utf-8 (Unicode)", "text/plain", { charset: "utf-8" }],
  ["attachment; filename=Invoice(1).pdf", "attachment", { filename: "Invoice(1).pdf" }],
  ['attachment; filename="a;b=\\"c\\".pdf"', "attachment", { filename: 'a;b="c".pdf' }],
  ["attachment; filename=C:\\Users\\a.txt", "attachment", { filename: "C:\\Users\\a.txt" }],
  ['multipart/mixed; boundary="b" junk', "multipart/mixed", { boundary: "b" }],
  ['multipart/mixed; boundary="b" (open', "multipart/mixed", { boundary: "b" }],
  ["multipart/mixed (open; boundary=b", "multipart/mixed (open", { boundary: "b" }],
  ["multipart/mixed; boundary=b; boundary=c", "multipart/mixed", { boundary: "b" }],
  ['multipart/mixed boundary="b"', "multipart/mixed", { boundary: "b" }],
  ["multipart/mixed; flag; boundary=b", "multipart/mixed", { flag: "", boundary: "b" }],
  ["a/b; constructor=x; __proto__=y", "a/b", { constructor: "x", ["__proto__"]: "y" }],
  ["a/b; filename*=utf-8'de'%C3%BC%20b", "a/b", { filename: "ü b" }],
  ["a/b; filename*=iso-8859-1''%FC", "a/b", { filename: "ü" }],
  // A character split between two sections, and a section that is literal.
  ["a/b; f*1*=%BC; f*0*=utf-8''%C3; f*2=%41", "a/b", { f: "ü%41" }],
])("parseStructured() reads %j (ING-7)", (field, value, params) => {
  const read = parseStructured(field);
  expect(read.value).toBe(value);
  expect([...read.params]).toEqual(Object.entries(params));
});
