import { describe, expect, it } from "vitest";
import { importFingerprint } from "../../../../functions/_shared/domain/mail/import-fingerprint.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const mail = (headers: string[], body = "Hello") =>
  bytes(`${headers.join("\r\n")}\r\n\r\n${body}\r\n`);
const base = ["From: bob@globex.test", "Subject: Hi", "X-Mailer: one\r\n two"];

describe("importFingerprint()", () => {
  it.each([
    ["labels and read marks", mail([...base, "X-Gmail-Labels: Unread,\r\n Inbox", "Status: RO"])],
    ["the export's own counts", mail(["Content-Length: 7", ...base, "Lines: 1"])],
    ["line ends and a missing last one", bytes(`${base.join("\n").replaceAll("\r", "")}\n\nHello`)],
  ])("stays the same whatever the export says of %s (ING-8)", async (_name, other) => {
    expect(await importFingerprint(other)).toBe(await importFingerprint(mail(base)));
  });

  it.each([
    ["a header", mail([...base, "X-Priority: 1"])],
    ["the body", mail(base, "Hello!")],
    ["a header of that name in the body", mail(base, "Status: RO\nHello")],
    ["no text at all but another attachment", mail(base, "\0\x01\xff")],
  ])("differs with %s, so that no mail is lost (ING-8)", async (_name, other) => {
    expect(await importFingerprint(other)).not.toBe(await importFingerprint(mail(base)));
  });
});
