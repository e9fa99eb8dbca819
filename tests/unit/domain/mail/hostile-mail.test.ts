import { describe, expect, it } from "vitest";
import { MAIL_LIMITS } from "../../../../functions/_shared/domain/mail/limits.ts";
import { normalisedMessageSchema } from "../../../../functions/_shared/domain/mail/message.ts";
import { mailOf, read } from "./mail-of.ts";

const range = (count: number, item: (index: number) => string) =>
  Array.from({ length: count }, (_, at) => item(at));
const MULTIPART = { "Content-Type": "multipart/mixed; boundary=q" };

/** An Edge Function has 2 s of CPU; a test machine may be slower than it, so this is the bound. */
const MAX_MS = 2_000;

const CASES: [name: string, raw: () => Uint8Array][] = [
  ["1,000 nested multiparts", () =>
    mailOf(
      { "Content-Type": "multipart/mixed; boundary=b0" },
      range(1_000, (at) => `--b${at}\r\nContent-Type: multipart/mixed; boundary=b${at + 1}\r\n\r\n`)
        .join(""),
    )],
  ["a header of 1,000,000 characters", () => mailOf({ "X-Long": "a".repeat(1_000_000) })],
  ["a header folded 300,000 times", () => mailOf({ "X-Long": "a" + "\r\n b".repeat(300_000) })],
  ["a subject of 100,000 characters", () => mailOf({ Subject: "Re: ".repeat(25_000) })],
  [
    "5,000 references",
    () => mailOf({ References: range(5_000, (at) => `<${at}@x.test>`).join("\r\n ") }),
  ],
  [
    "10,000 recipients",
    () => mailOf({ Cc: range(10_000, (at) => `P <p${at}@x.test>`).join(",\r\n ") }),
  ],
  ["1,000,000 parts", () => mailOf(MULTIPART, "--q\n\n".repeat(1_000_000))],
  [
    "1,000,000 header lines of a part",
    () => mailOf(MULTIPART, "--q\n" + "a:\n".repeat(1_000_000) + "\nhi"),
  ],
  ["500,000 lines of text", () => mailOf({}, "On Monday 2020 she wrote:\n".repeat(500_000))],
  ["25 MB of empty lines", () => mailOf({}, "\n".repeat(25_000_000))],
  [
    "500,000 open HTML tags",
    () => mailOf({ "Content-Type": "text/html" }, "<div><b>x".repeat(250_000)),
  ],
];

describe("normaliseMail() stays within an Edge Function's limits (ING-7)", () => {
  it.each(CASES)("normaliseMail() cuts %s and says so", async (_, raw) => {
    const bytes = raw();
    const started = performance.now();
    const message = await read(bytes);
    expect(performance.now() - started).toBeLessThan(MAX_MS);
    expect(message.is_truncated).toBe(true);
    expect(message.sender_address).toBe("bob@globex.test");
    expect(normalisedMessageSchema.safeParse(message).error).toBeUndefined();
  });

  it("normaliseMail() reads a 25 MB attachment whole", async () => {
    const body = "--q\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n" +
      `${"QUJD".repeat(19)}\n`.repeat(340_000) + "--q--\n";
    const started = performance.now();
    const message = await read(mailOf(MULTIPART, body));
    expect(performance.now() - started).toBeLessThan(MAX_MS);
    expect(message.attachments[0]?.byte_count).toBe(340_000 * 57);
    expect(message.is_truncated).toBe(false);
  });

  it("normaliseMail() keeps the first and the last 99 references", async () => {
    const ids = range(300, (at) => `<${at}@x.test>`);
    const { references } = await read(mailOf({ References: ids.join(" ") }));
    expect(references).toEqual([ids[0], ...ids.slice(-(MAIL_LIMITS.references - 1))]);
  });
});
