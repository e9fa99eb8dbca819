/** Mails as people write them, the same for the same numbers. */
import type { Random } from "../random.ts";

export interface Person {
  name: string;
  address: string;
}

export interface TrafficMail {
  from: Person;
  to: Person[];
  subject: string;
  /** Without brackets; unique. */
  messageId: string;
  /** Ids of the mails before it, oldest first. */
  references: string[];
  at: Date;
  body: string;
  attachment?: { name: string; bytes: Buffer };
}

export const OUTSIDERS: readonly Person[] = [
  { name: "Bob Tanaka", address: "bob@globex.test" },
  { name: "Priya Nair", address: "priya@initech.test" },
  { name: "Jörg Weiß", address: "joerg@umbrella.test" },
  { name: "Zoë O'Brien", address: "zoe@hooli.test" },
  { name: "Łukasz Żak", address: "lukasz@stark.test" },
];

const SUBJECTS = [
  "Pilot in the Pune warehouse",
  "Invoice for October",
  "Grüße und eine Frage",
  "Contract renewal",
  "見積もりについて",
  "Meeting next week",
  "Delivery of the second line",
];
const LINES = [
  "Could you confirm the start date by Thursday?",
  "Thanks, that works for us.",
  "Können Sie mir bitte das Angebot bis Freitag schicken?",
  "I have attached the numbers we talked about.",
  "Who on your side signs the agreement?",
  "We are still waiting for the purchase order.",
  "Let us talk tomorrow at ten.",
];

export const newSubject = (random: Random) =>
  `${random.pick(SUBJECTS)} ${random.between(100, 999)}`;

export const newBody = (random: Random) =>
  Array.from({ length: random.between(1, 4) }, () => random.pick(LINES)).join("\n\n");

/** RFC 5322 with CRLF line ends. */
export function toRaw(mail: TrafficMail): string {
  const head = [
    `From: ${writePerson(mail.from)}`,
    `To: ${mail.to.map(writePerson).join(", ")}`,
    `Subject: ${encodeWord(mail.subject)}`,
    `Date: ${mail.at.toUTCString().replace("GMT", "+0000")}`,
    `Message-ID: <${mail.messageId}>`,
    ...(mail.references.length > 0
      ? [
        `In-Reply-To: <${mail.references.at(-1)}>`,
        `References: ${mail.references.map((id) => `<${id}>`).join("\r\n ")}`,
      ]
      : []),
    "MIME-Version: 1.0",
  ];
  const text = Buffer.from(mail.body.replaceAll("\n", "\r\n")).toString("base64")
    .replace(/(.{76})/g, "$1\r\n");
  const plain = [
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: base64",
    "",
    text,
  ];
  if (!mail.attachment) return [...head, ...plain, ""].join("\r\n");
  const { name, bytes } = mail.attachment;
  return [
    ...head,
    'Content-Type: multipart/mixed; boundary="traffic"',
    "",
    "--traffic",
    ...plain,
    "--traffic",
    `Content-Type: application/octet-stream; name="${name}"`,
    `Content-Disposition: attachment; filename="${name}"`,
    "Content-Transfer-Encoding: base64",
    "",
    bytes.toString("base64"),
    "--traffic--",
    "",
  ].join("\r\n");
}

function writePerson({ name, address }: Person): string {
  return `${encodeWord(name)} <${address}>`;
}

function encodeWord(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : `=?utf-8?B?${Buffer.from(text).toString("base64")}?=`;
}
