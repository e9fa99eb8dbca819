import { expect, test } from "vitest";
import { readTap } from "./read-tap.ts";

test("readTap() accepts a file whose plan is kept", () => {
  expect(readTap("1..2\nok 1 - one\n\nok 2 - two\n")).toEqual([]);
});

test("readTap() names a failed test with its diagnostics", () => {
  const output = '1..2\nnot ok 1 - one\n# Failed test 1: "one"\n#  have: 1\nok 2 - two\n# note';
  expect(readTap(output)).toEqual([
    "not ok 1 - one",
    '# Failed test 1: "one"',
    "#  have: 1",
  ]);
});

test("readTap() refuses a plan that was not kept", () => {
  expect(readTap("1..3\nok 1 - one\n")).toEqual(["Planned 3 tests but ran 1"]);
});

test("readTap() refuses a file without tests and without plan", () => {
  expect(readTap("")).toEqual([
    "The file ran no test",
    "The file has no plan: begin with select plan(n)",
  ]);
});
