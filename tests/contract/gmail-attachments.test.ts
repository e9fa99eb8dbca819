/** Files of mails at the lab: what our adapter hands out is what Google's own client reads. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import type { gmail_v1 } from "@googleapis/gmail";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGmailAttachments } from "../../functions/_shared/adapters/gmail/mail-attachments.ts";
import {
  type GoogleLab,
  type LabMailbox,
  startGoogleLab,
} from "../../scripts/local/emulators/google-lab/lab.ts";
import { gmailClient } from "../emulators/gmail-client.ts";
import { type MailFile, mailWithFiles, someBytes } from "../support/mail-with-files.ts";
import { unlimited } from "../support/unlimited.ts";

let lab: GoogleLab;
let box: LabMailbox;
beforeAll(async () => {
  lab = await startGoogleLab({ quotaProfile: "unlimited" });
  box = lab.addMailbox({ address: "ada@acme.test" });
});
afterAll(() => lab.close());

const ours = (timeoutMs = 10_000) =>
  createGmailAttachments({
    baseUrl: lab.url,
    fetch,
    log: () => {},
    limits: unlimited,
    timeoutMs,
    accessToken: () => Promise.resolve(box.accessToken),
  });
const bytesOf = async (stream: ReadableStream<Uint8Array> | null) =>
  Buffer.concat(await Array.fromAsync(stream!));

const files: MailFile[] = [
  { name: "Größe (1).pdf", type: "application/pdf", bytes: someBytes(200_001, 1) },
  { name: "scan.png", type: "image/png", bytes: someBytes(3_000, 2) },
  { name: "scan.png", type: "image/png", bytes: someBytes(3_000, 3) },
  { name: "notes.txt", type: "text/plain", bytes: Buffer.from("one\r\ntwo\n") },
  { name: "empty.bin", type: "application/octet-stream", bytes: Buffer.alloc(0) },
];

test("ING-1 the files of a mail are listed and handed out as googleapis reads them", async () => {
  const { id } = box.receive(mailWithFiles(files));
  const parts = (await ours().list(id))!;
  expect(
    parts.map(({ file_name, content_type, byte_count }) => [file_name, content_type, byte_count]),
  )
    .toEqual(files.map(({ name, type, bytes }) => [name, type, bytes.length]));

  const google = gmailClient(lab.url, box.accessToken);
  const { data } = await google.users.messages.get({ userId: "me", id });
  const theirs = data.payload!.parts!.filter(({ filename }: gmail_v1.Schema$MessagePart) =>
    filename
  );
  for (const [place, part] of parts.entries()) {
    const { data: answer } = await google.users.messages.attachments.get({
      userId: "me",
      messageId: id,
      id: theirs[place]!.body!.attachmentId!,
    });
    const wanted = Buffer.from(answer.data!, "base64url");
    expect(wanted.equals(files[place]!.bytes)).toBe(true);
    expect((await bytesOf(await ours().open(id, part))).equals(wanted)).toBe(true);
  }
});

test("ING-1 an attached mail is a file, and what is inside it is none", async () => {
  const inner = mailWithFiles([files[1]!], { Subject: "Inner" });
  const { id } = box.receive([
    "From: Bob <bob@globex.test>",
    "Subject: Forwarded",
    'Content-Type: multipart/mixed; boundary="outer"',
    "",
    "--outer",
    "Content-Type: text/plain",
    "",
    "See below",
    "--outer",
    "Content-Type: message/rfc822",
    "",
    inner,
    "--outer--",
    "",
  ].join("\r\n"));
  const parts = (await ours().list(id))!;
  expect(parts.map(({ content_type }) => content_type)).toEqual(["message/rfc822"]);
  expect((await bytesOf(await ours().open(id, parts[0]!))).toString()).toContain("Subject: Inner");
});

test("ING-1 null for a mail or a file that is gone; an answer that breaks off errors", async () => {
  const { id } = box.receive(mailWithFiles(files));
  const [part] = (await ours().list(id))!;
  expect(await ours().open(id, { ...part!, source: { id: "ANGjdJ-none" } })).toBeNull();
  lab.faults.add({ kind: "truncate", operation: "gmail.messages.attachments.get" });
  await expect(bytesOf(await ours().open(id, part!))).rejects.toThrow();
  lab.faults.add({ kind: "slow", bytesPerSecond: 10, operation: "gmail.messages.attachments.get" });
  await expect(bytesOf(await ours(300).open(id, part!))).rejects.toThrow();
  box.gmail.remove([box.gmail.get(id)]);
  expect(await ours().list(id)).toBeNull();
  expect(await ours().open(id, part!)).toBeNull();
});

test("ING-1 a file of 25 MB passes through Deno in bounded memory", async () => {
  const large = someBytes(25 * 1024 * 1024, 7);
  const { id } = box.receive(
    mailWithFiles([{ name: "film.mp4", type: "video/mp4", bytes: large }]),
  );
  const { stdout } = await promisify(execFile)("node_modules/.bin/deno", [
    ...["run", "--no-prompt", "--no-check", "--allow-env", "--allow-read", "--allow-sys"],
    "--allow-net=127.0.0.1",
    "tests/support/attachment-on-deno.ts",
    ...[lab.url, box.accessToken, id],
  ], { env: { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: "1" } });
  const { byteCount, hash, grownMb, peakMb } = JSON.parse(stdout);
  console.info(`25 MB attachment on Deno: ${grownMb} MB more, ${peakMb} MB in all (limit 256)`);
  expect(byteCount).toBe(large.length);
  expect(hash).toBe(createHash("sha256").update(large).digest("hex"));
  expect(grownMb).toBeLessThan(64);
  expect(peakMb).toBeLessThan(256);
}, 60_000);
