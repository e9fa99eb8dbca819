/** A mail with files, as mail programs write it. */
import { randomBytes } from "node:crypto";

export interface MailFile {
  name: string;
  type: string;
  bytes: Buffer;
}

export function mailWithFiles(
  files: MailFile[],
  headers: Record<string, string> = {},
): string {
  const all = {
    From: "Bob <bob@globex.test>",
    To: "Ada <ada@acme.test>",
    Subject: "Plans",
    Date: new Date().toUTCString(),
    "Message-ID": `<${randomBytes(8).toString("hex")}@globex.test>`,
    ...headers,
    "MIME-Version": "1.0",
    "Content-Type": 'multipart/mixed; boundary="part"',
  };
  return [
    ...Object.entries(all).map(([name, value]) => `${name}: ${value}`),
    "",
    "--part",
    "Content-Type: text/plain; charset=utf-8",
    "",
    "Here are the plans.",
    ...files.flatMap(({ name, type, bytes }) => [
      "--part",
      `Content-Type: ${type}`,
      `Content-Disposition: attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      "Content-Transfer-Encoding: base64",
      "",
      bytes.toString("base64").replace(/.{76}/g, "$&\r\n"),
    ]),
    "--part--",
    "",
  ].join("\r\n");
}

/** Bytes that differ from each other and are the same for the same seed. */
export function someBytes(length: number, seed = 1): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let state = seed >>> 0;
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}
