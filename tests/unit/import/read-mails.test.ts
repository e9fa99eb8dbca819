import { Buffer } from "node:buffer";
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openMailSource, type ReadItem, readMails } from "../../../scripts/import/read-mails.ts";

const ENVELOPE = "From bob@globex.test Thu Apr 29 23:34:45 2010\n";
const MAIL = "Subject: hi\nFrom: bob@globex.test\n\nFrom here on\n";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "import-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function put(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return path;
}

async function readAll(path = folder): Promise<{ items: ReadItem[]; readBytes: number }> {
  const source = await openMailSource(path);
  const items: ReadItem[] = [];
  let readBytes = 0;
  for await (const item of readMails(source, (count) => readBytes += count)) items.push(item);
  return { items, readBytes };
}

function summary(items: ReadItem[]): string[] {
  return items.map((item) => {
    if (item.kind === "mail") return `mail ${item.reference}`;
    return item.kind === "skipped"
      ? `skipped ${item.file}: ${item.reason}`
      : item.kind === "refused"
      ? `refused ${item.slug}`
      : `${item.slug} ${item.file}`;
  });
}

describe("readMails()", () => {
  it("ING-6: reads .eml, mbox and Maildir files of a folder in a stable order", async () => {
    await put("b/two.eml", MAIL);
    await put("a.EML", MAIL);
    await put("c/Inbox.mbox", ENVELOPE + MAIL + "\n" + ENVELOPE + MAIL);
    await put("Sent", ENVELOPE + MAIL);
    await put("Maildir/cur/1700000000.M1P1.host:2,S", MAIL);
    await put("Maildir/.Archive/cur/1700000001.M1P1.host", MAIL);
    const { items } = await readAll();
    const secondAt = (ENVELOPE + MAIL + "\n").length;
    expect(summary(items)).toEqual([
      "mail Maildir/.Archive/cur/1700000001.M1P1.host",
      "mail Maildir/cur/1700000000.M1P1.host:2,S",
      "mail Sent@0",
      "mail a.EML",
      "mail b/two.eml",
      "mail c/Inbox.mbox@0",
      `mail c/Inbox.mbox@${secondAt}`,
    ]);
  });

  it("ING-6: skips what is no mail and says why; an unreadable mail is a failure", async () => {
    await put("a.json", "{}");
    await put(".DS_Store", "\0");
    await put("notes", "3 V1 dovecot\n");
    await put("Drafts.mbox", "");
    await put("empty.eml", "");
    await put("picture.eml", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]));
    await put("good.eml", MAIL);
    await symlink(join(folder, "gone"), join(folder, "lost.eml"));
    const { items } = await readAll();
    expect(summary(items)).toEqual([
      "skipped .DS_Store: hidden",
      "skipped Drafts.mbox: empty",
      "skipped a.json: name ends in .json",
      "import_file_empty empty.eml",
      "mail good.eml",
      "import_file_unreadable lost.eml",
      "skipped notes: no mail inside",
      "import_no_mail_found picture.eml",
    ]);
  });

  it("ING-6: counts drafts and mail in the trash by their place, without sending them", async () => {
    await put("Maildir/.Drafts/cur/1.M1P1.host:2,S", MAIL);
    await put("Maildir/.INBOX.Entw&APw-rfe/cur/1.M1P1.host:2,", MAIL);
    await put("Maildir/.Trash/cur/1.M1P1.host", MAIL);
    await put("Maildir/cur/1.M1P1.host:2,DS", MAIL);
    await put("Maildir/cur/2.M1P1.host:2,ST", MAIL);
    await put("Maildir/cur/3.M1P1.host:2,S", MAIL);
    await put("Profile/Drafts", `${ENVELOPE}${MAIL}\n${ENVELOPE}${MAIL}`);
    await put("Takeout/Brouillons.mbox", ENVELOPE + MAIL);
    await put("bin/Drafts of the statute.eml", MAIL);
    const { items } = await readAll();
    expect(summary(items)).toEqual([
      "refused mail_is_draft",
      "refused mail_is_draft",
      "refused mail_is_deleted",
      "refused mail_is_draft",
      "refused mail_is_deleted",
      "mail Maildir/cur/3.M1P1.host:2,S",
      "refused mail_is_draft",
      "refused mail_is_draft",
      "refused mail_is_draft",
      "mail bin/Drafts of the statute.eml",
    ]);
  });

  it("ING-6: knows a folder of drafts that is imported by itself", async () => {
    await put("Drafts/one.eml", MAIL);
    expect(summary((await readAll(join(folder, "Drafts"))).items)).toEqual([
      "refused mail_is_draft",
    ]);
  });

  it("follows symbolic links once and ends at loops", async () => {
    await put("real/one.eml", MAIL);
    await symlink(join(folder, "real"), join(folder, "again"));
    await symlink(folder, join(folder, "real", "loop"));
    const { items } = await readAll();
    expect(summary(items)).toEqual(["mail again/one.eml"]);
  });

  it.skipIf(process.getuid?.() === 0)("names a folder it may not look into", async () => {
    await put("closed/one.eml", MAIL);
    await put("open.eml", MAIL);
    await chmod(join(folder, "closed"), 0);
    const { items } = await readAll();
    await chmod(join(folder, "closed"), 0o700);
    expect(summary(items)).toEqual(["import_file_unreadable closed", "mail open.eml"]);
  });

  it("takes an .eml file as one mail and drops its envelope line", async () => {
    const path = await put("bounce.eml", `${ENVELOPE}${MAIL}\n${ENVELOPE}${MAIL}`);
    const { items } = await readAll(path);
    expect(summary(items)).toEqual(["mail bounce.eml"]);
    const [mail] = items;
    if (mail?.kind !== "mail") throw new Error("no mail");
    expect(Buffer.from(mail.raw).toString()).toBe(`${MAIL}\n${ENVELOPE}${MAIL}`);
  });

  it("takes a bare mail without separator as one mail, whatever its name", async () => {
    const { items } = await readAll(await put("bare.mbox", MAIL));
    expect(summary(items)).toEqual(["mail bare.mbox"]);
  });

  it("cuts a mail file at 5 MiB and keeps its size", async () => {
    const text = MAIL + "x".repeat(6 * 1024 * 1024);
    const { items, readBytes } = await readAll(await put("large.eml", text));
    expect(items).toMatchObject([{ byteCount: text.length }]);
    expect(items[0]?.kind === "mail" && items[0].raw.length).toBe(5 * 1024 * 1024);
    expect(readBytes).toBe(text.length);
  });

  it("reports every byte of an mbox file as read", async () => {
    const text = (ENVELOPE + MAIL + "\n").repeat(20_000);
    const { items, readBytes } = await readAll(await put("in.mbox", text));
    expect(items).toHaveLength(20_000);
    expect(readBytes).toBe(text.length);
  });

  it("names an empty message of an mbox with its offset", async () => {
    const { items } = await readAll(await put("in.mbox", `${ENVELOPE}\n${ENVELOPE}${MAIL}`));
    expect(items[0]).toMatchObject({ kind: "failure", offset: 0, slug: "import_mail_empty" });
    const bare = await readAll(await put("bare.eml", ENVELOPE));
    expect(bare.items).toMatchObject([{ slug: "import_mail_empty", offset: null }]);
  });
});

describe("openMailSource()", () => {
  it.each([
    ["import_file_empty", "", 1],
    ["import_file_empty", "\r\n\r\n", 1],
    ["import_file_compressed", Buffer.from("504b030414000000", "hex"), 1],
    ["import_file_compressed", Buffer.from("1f8b0800", "hex"), 1],
    ["import_no_mail_found", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]), 1],
    ["import_no_mail_found", "Just a shopping list\nmilk\n", 1],
  ])("answers %s for %j", async (slug, content, exitCode) => {
    const opened = openMailSource(await put("file", content));
    await expect(opened).rejects.toMatchObject({ slug, exitCode });
  });

  it("answers import_file_not_found for a path that does not exist", async () => {
    const opened = openMailSource(join(folder, "absent.mbox"));
    await expect(opened).rejects.toMatchObject({ slug: "import_file_not_found", exitCode: 2 });
  });

  it("answers import_no_mail_found for a folder without mail", async () => {
    await put("a.json", "{}");
    await expect(openMailSource(folder)).rejects.toMatchObject({ slug: "import_no_mail_found" });
  });
});
