import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MailError } from "../../../../functions/_shared/domain/mail/mail-error.ts";
import { normalisedMessageSchema } from "../../../../functions/_shared/domain/mail/message.ts";
import type { NormalisedMessage } from "../../../../functions/_shared/domain/mail/message.ts";
import { splitReply } from "../../../../functions/_shared/domain/mail/split-reply.ts";
import { mailOf, multipart, read } from "./mail-of.ts";

const SEED = mailOf(
  {
    "Content-Type": "multipart/mixed; boundary=b",
    "Subject": "=?utf-8?Q?caf=C3=A9?=",
    "References": "<a@b> <c@d>",
  },
  multipart("b", [
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nHi =F0=9F=98=80 there=00?",
    "Content-Type: text/html\r\n\r\n<p>Hi</p>",
    "Content-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; x@y.test\r\nAction: failed\r\nStatus: 5.1.1",
    "Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR",
  ]),
);

// Where mails were cut or copied as they came: halves of a pair at the cut, NULs in reports and types.
const POISON: [string, Uint8Array][] = [
  ["a header cut inside an emoji", mailOf({ "Auto-Submitted": `auto-${"x".repeat(34)}😀` })],
  ["a long header cut inside an emoji", mailOf({ "X-Long": `${"x".repeat(3_999)}😀` })],
  ["a long header of emojis", mailOf({ "Subject": `x${"😀".repeat(5_000)}` })],
  [
    "a NUL in the address of a report",
    mailOf(
      { "Content-Type": "multipart/report; report-type=delivery-status; boundary=b" },
      multipart("b", [
        "Content-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; x\0y@y.test\r\nAction: failed\r\nStatus: 5.1.1",
      ]),
    ),
  ],
  [
    "a NUL in the method of a calendar part",
    mailOf(
      { "Content-Type": "multipart/mixed; boundary=b" },
      multipart("b", [
        'Content-Type: text/calendar; method="RE\0QUEST"\r\n\r\nBEGIN:VCALENDAR',
      ]),
    ),
  ],
];

const mutated = fc.array(fc.tuple(fc.nat(SEED.length - 1), fc.nat(255)), { maxLength: 40 }).map(
  (changes) => {
    const bytes = Uint8Array.from(SEED);
    for (const [at, byte] of changes) bytes[at] = byte;
    return bytes;
  },
);
const header = fc.tuple(
  fc.constantFrom(
    "From",
    "To",
    "Subject",
    "Date",
    "References",
    "Content-Type",
    "List-Id",
    "Auto-Submitted",
  ),
  fc.string({ unit: "binary", maxLength: 60 }),
);
const written = fc.tuple(
  fc.array(header, { maxLength: 6 }),
  fc.string({ unit: "binary", maxLength: 300 }),
)
  .map(([headers, body]) => mailOf(Object.fromEntries(headers), body));
const anyBytes = fc.oneof(fc.uint8Array({ maxLength: 400 }), mutated, written);

async function outcome(raw: Uint8Array): Promise<NormalisedMessage | MailError> {
  try {
    return await read(raw);
  } catch (error) {
    if (error instanceof MailError) return error;
    throw error;
  }
}

describe("normaliseMail() on any bytes", () => {
  it("normaliseMail() throws nothing but MailError and keeps to its schema (ING-7)", async () => {
    await fc.assert(
      fc.asyncProperty(anyBytes, async (raw) => {
        const message = await outcome(raw);
        if (!(message instanceof MailError)) normalisedMessageSchema.parse(message);
      }),
      { numRuns: 400 },
    );
  });

  it("normaliseMail() gives the same result for the same bytes (ING-8)", async () => {
    await fc.assert(
      fc.asyncProperty(anyBytes, async (raw) => {
        expect(await outcome(Uint8Array.from(raw))).toEqual(await outcome(raw));
      }),
      { numRuns: 150 },
    );
  });

  it.each(POISON)("normaliseMail() makes JSON the database takes of %s", async (_, raw) => {
    expectStorable(await read(raw));
  });

  it("normaliseMail() makes JSON the database takes of any change to these", async () => {
    const change = fc.tuple(fc.nat(400), fc.constantFrom(0, 0xf0, 0x9f, 0xed, 0xa0, 0x3d, 0x3f));
    const any = fc.tuple(
      fc.constantFrom(...POISON.map(([, raw]) => raw)),
      fc.array(change, { maxLength: 8 }),
    ).map(([raw, changes]) => {
      const bytes = Uint8Array.from(raw);
      for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte;
      return bytes;
    });
    await fc.assert(
      fc.asyncProperty(any, async (raw) => {
        const message = await outcome(raw);
        if (!(message instanceof MailError)) expectStorable(message);
      }),
      { numRuns: 300 },
    );
  });

  it("normaliseMail() puts no NUL and no lone surrogate into any string", async () => {
    await fc.assert(
      fc.asyncProperty(anyBytes, async (raw) => {
        const message = await outcome(raw);
        if (message instanceof MailError) return;
        for (const text of stringsIn(message)) {
          expect(text.includes("\0")).toBe(false);
          expect(text.isWellFormed()).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });
});

it("splitReply() puts every word of a text into exactly one part (ING-9)", () => {
  const line = fc.constantFrom(
    "hello",
    "> old",
    "On 1 May 2020 at 9:00 Bob <b@c.test> wrote:",
    "",
    "--",
    "Regards,",
    "From: a",
    "To: b",
    "Subject: c",
    "Sent from my iPhone",
  );
  fc.assert(fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
    const { textNew, textQuoted, textSignature } = splitReply(lines.join("\n"));
    const words = (text: string) => text.split(/\s+/).filter(Boolean).sort();
    expect(words(`${textNew}\n${textQuoted}\n${textSignature}`)).toEqual(words(lines.join("\n")));
    if (lines.join("").trim() !== "") expect(textNew).not.toBe("");
  }));
});

/** PostgreSQL's jsonb refuses \\u0000 and a surrogate without its other half. */
function expectStorable(message: NormalisedMessage): void {
  for (const text of stringsIn(message)) {
    expect(text.includes("\0")).toBe(false);
    expect(text.isWellFormed()).toBe(true);
  }
  // JSON.stringify() writes a lone surrogate as an escape; a backslash of the mail is doubled.
  expect(JSON.stringify(message)).not.toMatch(/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i);
}

function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (value === null || typeof value !== "object") return [];
  return [...Object.keys(value), ...Object.values(value).flatMap(stringsIn)];
}
