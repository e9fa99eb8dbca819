import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MboxOptions, readMbox } from "../../../scripts/import/read-mbox.ts";
import { inChunks, writeMboxrd } from "./write-mbox.ts";

interface Split {
  reference: string;
  offset: number;
  text: string;
  byteCount: number;
}

async function split(
  file: string | Uint8Array,
  sizes: number[] = [65_536],
  options: Partial<MboxOptions> = {},
): Promise<Split[]> {
  const bytes = Buffer.from(file as string);
  const mails: Split[] = [];
  for await (const mail of readMbox(inChunks(bytes, sizes), { name: "in.mbox", ...options })) {
    const { reference, offset, byteCount } = mail;
    mails.push({ reference, offset, byteCount, text: Buffer.from(mail.raw).toString() });
  }
  return mails;
}

const envelope = fc.constantFrom(
  "From ada@acme.test Thu Apr 29 23:34:45 2010",
  "From 1545668983435175434@xxx Fri Sep 16 22:26:51 +0000 2016",
  "From MAILER-DAEMON  Fri Jan 1 00:0:00 2015",
  "From - Mon Jan  5 10:00:00 2026",
);
const bodyLine = fc.oneof(
  fc.constantFrom(
    "",
    "",
    "From ",
    "From the start",
    "From bob@globex.test Thu Apr 29 23:34:45 2010",
    ">From ",
    ">>From me",
    "> From me",
    "From: not a separator",
    "Subject: inside",
    "\u00e4\u20ac\u{1f600}",
  ),
  fc.string({ maxLength: 40 }).map((text) => text.replace(/[\r\n]/g, "")),
  fc.integer({ min: 1000, max: 3000 }).map((length) => "x".repeat(length)),
);
const sizes = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 5 });

function mailsWith(lineEnd: string) {
  const mail = fc.record({ envelope, lines: fc.array(bodyLine, { maxLength: 12 }) });
  return fc.array(mail, { minLength: 1, maxLength: 8 }).map((mails) =>
    mails.map(({ envelope, lines }, index) => ({
      envelope,
      raw: [`Subject: mail ${index}`, "To: ada@acme.test", "", ...lines, ""].join(lineEnd),
    }))
  );
}

describe("readMbox()", () => {
  for (const [name, lineEnd] of [["LF", "\n"], ["CRLF", "\r\n"]] as const) {
    it(`ING-6: gives back every mail written as mboxrd with ${name}, whatever the chunks`, async () => {
      await fc.assert(
        fc.asyncProperty(mailsWith(lineEnd), sizes, async (mails, sizes) => {
          const file = writeMboxrd(mails, lineEnd);
          const found = await split(file, sizes);
          expect(found.map(({ text }) => text)).toEqual(mails.map(({ raw }) => raw));
          for (const [index, { offset, reference, byteCount, text }] of found.entries()) {
            const line = file.subarray(offset).toString().split(lineEnd, 1)[0];
            expect(line).toBe(mails[index]?.envelope);
            expect(reference).toBe(`in.mbox@${offset}`);
            expect(byteCount).toBe(Buffer.byteLength(text));
          }
        }),
        { numRuns: 300 },
      );
    });
  }

  it("ING-6: gives the same mails for any bytes, whatever the chunks", async () => {
    const piece = fc.oneof(
      bodyLine,
      envelope,
      fc.constantFrom("\n", "\r\n", "\n\n", "From ", "A: b\n", "\0"),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), sizes, async (pieces, sizes) => {
        const file = pieces.join("\n");
        expect(await split(file, sizes)).toEqual(await split(file, [1_000_000]));
      }),
      { numRuns: 300 },
    );
  });

  it("ING-6: cuts a message at the limit, keeps its true size, and goes on with the next", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 20_000 }), sizes, async (limit, sizes) => {
        const mails = ["a", "b"].map((letter) => ({
          envelope: "From ada@acme.test Thu Apr 29 23:34:45 2010",
          raw: `Subject: ${letter}\n\n${letter.repeat(9_000)}\n`,
        }));
        const found = await split(writeMboxrd(mails, "\n"), sizes, { maxByteCount: limit });
        expect(found.map(({ byteCount }) => byteCount)).toEqual(mails.map(({ raw }) => raw.length));
        expect(found.map(({ text }) => text)).toEqual(mails.map(({ raw }) => raw.slice(0, limit)));
      }),
      { numRuns: 50 },
    );
  });

  it("takes a last message without final line break or blank line", async () => {
    const found = await split("From a Thu Apr 29 23:34:45 2010\nSubject: x\n\nlast words");
    expect(found.map(({ text }) => text)).toEqual(["Subject: x\n\nlast words"]);
  });

  it("leaves a byte order mark and leading blank lines out", async () => {
    const found = await split("\ufeff\n\nFrom a Thu Apr 29 23:34:45 2010\nSubject: x\n\nhi\n");
    expect(found).toMatchObject([{ offset: 5, text: "Subject: x\n\nhi\n" }]);
  });

  it("takes text before the first separator as a message of its own", async () => {
    const found = await split(
      "Subject: bare\n\nhi\n\nFrom a Thu Apr 29 23:34:45 2010\nTo: b\n\nho\n",
    );
    expect(found.map(({ text }) => text)).toEqual(["Subject: bare\n\nhi\n", "To: b\n\nho\n"]);
  });

  it("gives an empty message where two separators follow each other", async () => {
    const line = "From a Thu Apr 29 23:34:45 2010\n";
    const found = await split(`${line}\n${line}Subject: x\n\nhi\n`);
    expect(found.map(({ byteCount }) => byteCount)).toEqual([0, 15]);
  });

  it("finds nothing in an empty file", async () => {
    expect(await split("")).toEqual([]);
    expect(await split("\n\n")).toEqual([]);
  });
});
