import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { readMbox } from "../../../scripts/import/read-mbox.ts";
import { inChunks } from "./write-mbox.ts";

const CTIME = "From bob@globex.test Thu Apr 29 23:34:45 2010";

async function subjectsAndTexts(file: string): Promise<string[]> {
  const bytes = Buffer.from(file);
  const peek = (offset: number, length: number) =>
    Promise.resolve(bytes.subarray(offset, offset + length));
  const texts: string[] = [];
  for await (const mail of readMbox(inChunks(bytes, [100]), { name: "in.mbox", peek })) {
    texts.push(Buffer.from(mail.raw).toString());
  }
  return texts;
}

async function count(file: string): Promise<number> {
  return (await subjectsAndTexts(file)).length;
}

describe("readMbox() on files of writers that do not quote", () => {
  const first = `${CTIME}\nSubject: one\n\n`;

  it.each([
    ["prose after a blank line", "Hello\n\nFrom the team at 10:30 in 2010\n"],
    ["prose that looks like headers", "Hello\n\nFrom our side:\nDeadline: Friday\n"],
    ["an envelope line without a blank line before", `Hello\n${CTIME}\nSubject: quoted\n`],
    ["a git patch", `Hello\n\nFrom ${"a".repeat(40)} Mon Sep 17 00:00:00 2001\nFrom: A <a@b>\n`],
    ["a date without a header after it", "Hi\n\nFrom me, 3 May 2010 10:30\nand so on\n"],
  ])("does not split at %s", async (_name, body) => {
    expect(await subjectsAndTexts(first + body)).toEqual([`Subject: one\n\n${body}`]);
  });

  it("splits a file of git patches", async () => {
    const patch = `From ${"a".repeat(40)} Mon Sep 17 00:00:00 2001\nSubject: [PATCH]\n\ndiff\n\n`;
    expect(await count(patch + patch)).toBe(2);
  });

  it("splits Thunderbird folders without blank lines or envelope", async () => {
    expect(await count("From \nSubject: a\n\nx\nFrom \nSubject: b\n\ny\n")).toBe(2);
    const dated = "From - Thu Apr 29 23:34:45 2010\nX-Mozilla-Status: 0001\n\nx\n";
    expect(await count(dated + dated)).toBe(2);
  });

  it.each([
    "From a@b.test Thu Apr 29 23:34:45 CEST 2010",
    "From a@b.test Thu Apr 29 23:34 2010",
    "From john at acme.test  Thu Apr 29 23:34:45 2010",
    "From uucp Thu Apr 29 23:34:45 2010 remote from host",
    "From a@b.test Thu, 29 Apr 2010 23:34:45 +0200 (CEST)",
    "From a@b.test 2010-04-29T23:34:45Z",
  ])("knows the separator %j", async (line) => {
    expect(await count(`${first}hi\n\n${line}\nSubject: two\n\nho\n`)).toBe(2);
  });

  it("believes Content-Length when it leads to a separator, and unquotes nothing there", async () => {
    const body = `Forwarded:\n\n${CTIME}\nSubject: inside\n\n>From here\n`;
    const one = `Content-Length: ${body.length}\nSubject: one\n\n${body}`;
    const two = "Content-Length: 3\n\nho\n";
    expect(await subjectsAndTexts(`${CTIME}\n${one}\n${CTIME}\n${two}`)).toEqual([one, two]);
  });

  it("does not believe a wrong Content-Length", async () => {
    for (const length of [0, 1, 4, 1000, 999_999_999_999_999]) {
      const one = `${CTIME}\nContent-Length: ${length}\n\nhi\n\n`;
      expect(await count(`${one}${CTIME}\nSubject: two\n\nho\n`), String(length)).toBe(2);
    }
  });

  it("unquotes in bodies only, one level", async () => {
    const file = `${CTIME}\nX: 1\n>From old ${CTIME}\n\n>From a\n>>From b\n> From c\n`;
    expect(await subjectsAndTexts(file)).toEqual([
      `X: 1\n>From old ${CTIME}\n\nFrom a\n>From b\n> From c\n`,
    ]);
  });
});
