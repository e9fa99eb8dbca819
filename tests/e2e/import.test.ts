/** `npm run import` against the whole stack. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, inject, test } from "vitest";
import { importMails, signIn, untilNudge } from "../../scripts/demo/play-demo.ts";
import { newcomer } from "../support/people.ts";

const stack = inject("stack");
const root = join(import.meta.dirname, "../..");
const corpora = join(root, "../shared/corpora");

/** Runs the command as somebody who has just signed up; answers its JSON report. */
async function run(path: string, email: string) {
  const args = [join(root, "scripts/import.ts"), path, "--as", email, "--url", stack.url, "--json"];
  const env = {
    ...process.env,
    SUPABASE_URL: stack.url,
    SUPABASE_PUBLISHABLE_KEY: stack.publishableKey,
    AKASAVANI_PASSWORD: "a-good-password",
  };
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return JSON.parse(stdout);
}

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toUTCString();

describe("npm run import", () => {
  test("FUP-1 plans no nudge that a later mail of the same import answers", async () => {
    const [asked, answered, open] = ["asked", "answer", "open"].map((one) =>
      `<${one}-${Date.now()}@x.test>`
    );
    const mail = (headers: string[], text: string) =>
      ["MIME-Version: 1.0", ...headers, "Content-Type: text/plain", "", text, ""].join("\r\n");
    const outbound = ["From: ada@acme.test", "To: bob@globex.test"];
    const inbound = ["From: bob@globex.test", "To: ada@acme.test"];
    const question = mail([
      ...outbound,
      `Date: ${hoursAgo(90)}`,
      "Subject: Early question",
      `Message-ID: ${asked}`,
    ], "Could you send the list?");
    // Enough to fill batches of fifty, so that question and answer arrive in different requests.
    const between = Array.from(
      { length: 120 },
      (_, index) =>
        mail([
          ...inbound,
          `Date: ${hoursAgo(80)}`,
          `Subject: Note ${index}`,
          `Message-ID: <between-${index}-${Date.now()}@x.test>`,
        ], "For your information."),
    );
    const answer = mail([
      ...inbound,
      `Date: ${hoursAgo(60)}`,
      "Subject: Re: Early question",
      `Message-ID: ${answered}`,
      `In-Reply-To: ${asked}`,
    ], "Here is the list.");
    const unanswered = mail([
      ...outbound,
      `Date: ${hoursAgo(50)}`,
      "Subject: Late question",
      `Message-ID: ${open}`,
    ], "Could you confirm the date?");

    const report = await importMails(stack, [question, ...between, answer, unanswered]);
    expect(report).toMatchObject({ stored: 123, failure_count: 0 });
    const ada = await signIn(stack, "ada@acme.test");
    const conversation = async (subject: string) =>
      (await ada.from("conversations").select("id, waiting_on").eq("subject", subject).single()
        .throwOnError()).data;
    const late = await conversation("Late question");
    expect(await untilNudge(ada, late.id, ["drafted"])).toMatchObject({
      recipient_address: "bob@globex.test",
    });
    const early = await conversation("Early question");
    expect(early.waiting_on).toBe("nobody");
    const { data: nudges } = await ada.from("nudges").select("status").eq(
      "conversation_id",
      early.id,
    ).throwOnError();
    expect(nudges).toEqual([]);
  });

  test("FUP-1 ING-6 reminds nobody because of a forged sender, and stores no draft", async () => {
    const key = `${Date.now()}@x.test`;
    const mail = (first: string, subject: string, from = "ada@acme.test") =>
      [
        first,
        `From: ${from}`,
        `To: victim-${key.replace("@x", "@globex")}`,
        `Date: ${hoursAgo(90)}`,
        `Subject: ${subject} ${key}`,
        `Message-ID: <${subject.toLowerCase()}-${key}>`,
        "Content-Type: text/plain",
        "",
        "Could you send the list?",
        "",
      ].join("\r\n");
    const received = `Received: from mail.elsewhere.test by mx.acme.test; ${hoursAgo(90)}`;
    const report = await importMails(stack, [
      mail(received, "Forged"),
      mail(`${received}\r\nX-Gmail-Labels: Sent`, "Labelled"),
      mail("X-Gmail-Labels: Drafts", "Draft"),
      mail("X-Gmail-Labels: Trash", "Deleted"),
      mail("X-Gmail-Labels: Spam", "Spam", "cy@elsewhere.test"),
      mail(`X-Gmail-Labels: Sent\r\n${received}`, "Genuine"),
    ]);
    expect(report).toMatchObject({
      read: 6,
      stored: 4,
      automatic: { notification: 3 },
      not_imported: { mail_is_draft: 1, mail_is_deleted: 1 },
      failure_count: 0,
    });
    const ada = await signIn(stack, "ada@acme.test");
    const { data: found } = await ada.from("conversations")
      .select("id, subject, waiting_on, contact_id").like("subject", `%${key}`).order("subject")
      .throwOnError();
    expect(found.map(({ subject, waiting_on }) => [subject.split(" ")[0], waiting_on])).toEqual([
      ["Forged", "nobody"],
      ["Genuine", "them"],
      ["Labelled", "nobody"],
      ["Spam", "nobody"],
    ]);
    const genuine = found[1]!;
    await untilNudge(ada, genuine.id, ["drafted"]);
    const { data: nudges } = await ada.from("nudges").select("conversation_id")
      .in("conversation_id", found.map(({ id }) => id)).throwOnError();
    expect(nudges).toEqual([{ conversation_id: genuine.id }]);
    expect(found.filter(({ contact_id }) => contact_id !== null)).toEqual([genuine]);
  });

  test("ING-6 ING-8 every mail of the corpora is read without an uncaught error, and a second time adds nothing", async ({ skip }) => {
    if (!existsSync(corpora)) skip("the mail corpora are not beside this checkout");
    const zoe = await newcomer(stack, "zoe");
    const count = async () =>
      (await zoe.client.from("messages").select("*", { count: "exact", head: true }).throwOnError())
        .count;
    for (const folder of ["mime", "bounces"]) {
      const before = await count();
      const first = await run(join(corpora, folder), zoe.email);
      expect(first.failures).toEqual([]);
      expect(first.stored + first.duplicates).toBe(first.read);
      expect(await count()).toBe(before! + first.stored);
      const second = await run(join(corpora, folder), zoe.email);
      expect(second).toMatchObject({ read: first.read, stored: 0, updated: 0, failure_count: 0 });
      expect(await count()).toBe(before! + first.stored);
    }
  });

  test.each([
    ["a file that is not there", null, "import_file_not_found", 2],
    ["an empty file", "", "import_file_empty", 1],
    ["a file that holds no mail", "\0\x01\x02 not a mail", "import_no_mail_found", 1],
  ])(
    "answers %s with a slug and a cure, and stores nothing",
    async (_name, content, slug, code) => {
      const folder = await mkdtemp(join(tmpdir(), "akasavani-test-"));
      const file = join(folder, "mail.mbox");
      if (content !== null) await writeFile(file, content);
      const failed = await run(file, "ada@acme.test").catch((error) => error);
      await rm(folder, { recursive: true });
      expect(failed.stderr).toContain(`[${slug}]`);
      expect(failed.stderr.trim().split("\n").length).toBeGreaterThan(1);
      expect(failed.code).toBe(code);
    },
  );
});
