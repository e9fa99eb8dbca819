/** F15: mails far larger than anybody writes, each made when it is needed. */

export interface HugeMail {
  name: string;
  /** Whether so much must be left out that the message has to say so. */
  isTruncated: boolean;
  make(): Uint8Array;
}

const HEADER = "From: Bob Miller <bob@globex.test>\r\nDate: Tue, 3 Mar 2026 10:00:00 +0100\r\n";
const MIXED = "Content-Type: multipart/mixed; boundary=q\r\n";
const BASE64_LINE = `${"QUJD".repeat(19)}\r\n`;

function mail(fields: string, body: string): Uint8Array {
  return new TextEncoder().encode(`${HEADER}${fields}\r\n${body}`);
}

function repeat(count: number, item: (at: number) => string): string {
  return Array.from({ length: count }, (_, at) => item(at)).join("");
}

function withFile(megabytes: number): Uint8Array {
  const part =
    "--q\r\n\r\nSee attached\r\n--q\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n";
  return mail(
    MIXED,
    part + BASE64_LINE.repeat(megabytes * 1024 * 1024 / BASE64_LINE.length) + "--q--\r\n",
  );
}

export const HUGE_MAILS: HugeMail[] = [
  { name: "25 MB of attachment", isTruncated: false, make: () => withFile(25) },
  { name: "50 MB of attachment", isTruncated: true, make: () => withFile(50) },
  {
    name: "25 MB of lines of text",
    isTruncated: true,
    make: () =>
      mail("", "On Monday 2 March 2026 at 10:00 she wrote:\r\n> why?\r\n".repeat(490_000)),
  },
  {
    name: "25 MB of HTML",
    isTruncated: true,
    make: () =>
      mail("Content-Type: text/html\r\n", "<div><p>Hello <b>Ada</b>\r\n".repeat(1_000_000)),
  },
  {
    name: "10,000 recipients",
    isTruncated: true,
    make: () =>
      mail(
        `To: ${
          repeat(10_000, (at) => `Person ${at} <p${at}@customer.test>,\r\n `)
        }z@customer.test\r\n`,
        "Hi",
      ),
  },
  {
    name: "5,000 references",
    isTruncated: true,
    make: () =>
      mail(
        `References: ${repeat(5_000, (at) => `<${at}.mail@globex.test>\r\n `)}<z@globex.test>\r\n`,
        "Hi",
      ),
  },
  {
    name: "1,000 nested multiparts",
    isTruncated: true,
    make: () =>
      mail(
        "Content-Type: multipart/mixed; boundary=b0\r\n",
        repeat(1_000, (at) =>
          `--b${at}\r\nContent-Type: multipart/mixed; boundary=b${at + 1}\r\n\r\n`),
      ),
  },
  {
    name: "1,000 nested messages",
    isTruncated: false,
    make: () =>
      mail(
        "Content-Type: message/rfc822\r\n",
        repeat(1_000, (at) => `Subject: ${at}\r\nContent-Type: message/rfc822\r\n\r\n`),
      ),
  },
  {
    name: "a header of 1,000,000 characters",
    isTruncated: true,
    make: () => mail(`X-Long: ${"a".repeat(1_000_000)}\r\n`, "Hi"),
  },
  {
    name: "a subject of 100,000 characters without a space",
    isTruncated: true,
    make: () => mail(`Subject: ${"a".repeat(100_000)}\r\n`, "Hi"),
  },
  {
    name: "10,000 attachments",
    isTruncated: true,
    make: () =>
      mail(
        MIXED,
        repeat(10_000, (at) =>
          `--q\r\nContent-Type: application/pdf; name=f${at}.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJD\r\n`),
      ),
  },
  {
    name: "1,000,000 parts",
    isTruncated: true,
    make: () => mail(MIXED, "--q\r\n\r\n".repeat(1_000_000)),
  },
  {
    name: "100 boundaries that nearly match 400,000 lines",
    isTruncated: true,
    make: () => {
      const boundary = (at: number) => `${"b".repeat(60)}${at}`;
      const open = repeat(
        99,
        (at) =>
          `--${boundary(100 + at)}\r\nContent-Type: multipart/mixed; boundary=${
            boundary(101 + at)
          }\r\n\r\n`,
      );
      return mail(
        `Content-Type: multipart/mixed; boundary=${boundary(100)}\r\n`,
        open + `--${"b".repeat(60)}xxx\r\n`.repeat(400_000),
      );
    },
  },
];
