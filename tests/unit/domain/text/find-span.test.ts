import { expect, test } from "vitest";
import { findSpan } from "../../../../functions/_shared/domain/text/find-span.ts";

test("findSpan() finds a quote across wrapped lines, word for word", () => {
  const text = "Hi Ada,\nplease send me\n  the deck (v2).\nBob";
  const span = findSpan(text, "please send me the deck (v2).")!;
  expect(text.slice(span.start, span.end)).toBe("please send me\n  the deck (v2).");
});

test.each(["please send the deck", "PLEASE SEND", "", "   ", "send me.the"])(
  "findSpan() finds nothing nobody wrote: %j",
  (quote) => expect(findSpan("please send me the deck", quote)).toBe(null),
);
