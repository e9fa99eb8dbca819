import { expect, test } from "vitest";
import { matchPart } from "../../../../functions/_shared/domain/mail/match-part.ts";

const part = (file_name: string | null, content_type: string, byte_count: number) => ({
  file_name,
  content_type,
  byte_count,
});

test("matchPart() finds a file by its name, type and size", () => {
  const ours = [part("offer.pdf", "application/pdf", 10), part("logo.png", "image/png", 5)];
  const theirs = ours.map((one) => ({ ...one }));
  expect(matchPart(ours[1]!, ours, theirs)).toBe(theirs[1]);
});

test("matchPart() tells files that look alike by their place among them", () => {
  const scan = () => part("scan.pdf", "application/pdf", 10);
  const ours = [scan(), part("offer.pdf", "application/pdf", 10), scan()];
  const theirs = [scan(), scan()];
  expect(matchPart(ours[0]!, ours, theirs)).toBe(theirs[0]);
  expect(matchPart(ours[2]!, ours, theirs)).toBe(theirs[1]);
});

test("matchPart() goes on without the size, and then without the type", () => {
  const ours = [part("notes.txt", "text/plain", 10), part("plan.bin", "application/x-plan", 3)];
  const theirs = [
    part("plan.bin", "application/octet-stream", 3),
    part("notes.txt", "text/plain", 12),
  ];
  expect(matchPart(ours[0]!, ours, theirs)).toBe(theirs[1]);
  expect(matchPart(ours[1]!, ours, theirs)).toBe(theirs[0]);
});

test("matchPart() takes no other file for one that is gone, and a file without a name by type alone at most", () => {
  const ours = [part("offer.pdf", "application/pdf", 10), part(null, "image/png", 5)];
  expect(matchPart(ours[0]!, ours, [part("other.pdf", "application/pdf", 10)])).toBeNull();
  expect(matchPart(ours[1]!, ours, [part(null, "image/gif", 5)])).toBeNull();
  const theirs = [part(null, "image/png", 6)];
  expect(matchPart(ours[1]!, ours, theirs)).toBe(theirs[0]);
});
