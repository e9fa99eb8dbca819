import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ACME, type IngestStub, startIngestStub } from "../../support/stub-ingest.ts";
import { runImportCommand } from "./run-import-command.ts";

const ENVELOPE = "From bob@globex.test Thu Apr 29 23:34:45 2010\n";

let folder: string;
let stub: IngestStub;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "import-"));
});
afterEach(async () => {
  await stub?.close();
  await rm(folder, { recursive: true, force: true });
});

function mailbox(count: number, headersOf: (index: number) => string = () => ""): string {
  const mails = Array.from(
    { length: count },
    (_, index) => `${ENVELOPE}Subject: ${index}\n${headersOf(index)}\nmail ${index}\n\n`,
  );
  return mails.join("");
}

async function put(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

function importAs(path: string, ...more: string[]) {
  return runImportCommand([path, "--as", "ada@acme.test", "--url", stub.url, "--json", ...more]);
}

describe("npm run import", () => {
  it("ING-6: imports an mbox, reports it, and stores nothing new the second time", async () => {
    stub = await startIngestStub();
    const path = await put(
      "in.mbox",
      mailbox(120, (index) => index % 10 === 0 ? "Auto-Submitted: auto-replied\n" : ""),
    );
    const first = await importAs(path, "--mine", "ada@home.test");
    expect(first.exitCode, first.stderr).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({
      mailbox: "ada@acme.test",
      workspace: "Acme",
      ended_by: null,
      read: 120,
      stored: 120,
      duplicates: 0,
      new_conversations: 120,
      new_contacts: 120,
      automatic: { auto_reply: 12 },
      failure_count: 0,
    });
    expect(stub.requests.map(({ references }) => references.length)).toEqual([50, 50, 20]);
    expect(stub.requests[0]?.references[0]).toBe("in.mbox@0");
    expect(stub.calls).toEqual([
      {
        name: "connect_mailbox_for_import",
        body: { workspace_id: ACME.id, address: "ada@acme.test" },
      },
      {
        name: "add_own_address",
        body: { connection_id: "00000000-0000-4000-8000-000000000c01", address: "ada@home.test" },
      },
    ]);

    const second = await importAs(path);
    expect(second.exitCode).toBe(0);
    expect(JSON.parse(second.stdout)).toMatchObject({ read: 120, stored: 0, duplicates: 120 });
  });

  it("ING-6: imports a folder for people, with progress on stderr and the report on stdout", async () => {
    stub = await startIngestStub();
    await mkdir(join(folder, "mails"));
    await put("mails/one.eml", "Subject: one\n\nhi\n");
    await put("mails/one.json", "{}");
    await put("mails/two.eml", "Subject: two\nX-Stub: failed\n\nhi\n");
    const args = [join(folder, "mails"), "--as", "ada@acme.test", "--url", stub.url];
    const { exitCode, stdout, stderr } = await runImportCommand(args);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain("  stored                 1\n");
    expect(stdout).toContain("  failures               1\n");
    expect(stdout).toContain("name ends in .json 1\n");
    expect(stdout).toContain(
      "  two.eml: Cannot parse the message: it is broken [message_unreadable]\n",
    );
  });

  it("ING-6: tries again after resets, 5xx and 429, never before Retry-After", async () => {
    const moments: number[] = [];
    stub = await startIngestStub({
      fault: (_messages, number) => {
        moments.push(performance.now());
        if (number === 1) return { isReset: true };
        if (number === 2) return { status: 503, headers: { "retry-after": "0" } };
        return number === 3 ? { status: 429, headers: { "retry-after": "1" } } : null;
      },
    });
    const { exitCode, stdout, stderr } = await importAs(await put("in.mbox", mailbox(10)));
    expect(exitCode, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ stored: 10, failure_count: 0 });
    expect(stub.requests).toHaveLength(4);
    expect((moments[3] ?? 0) - (moments[2] ?? 0)).toBeGreaterThanOrEqual(1000);
  });

  it("ING-6: one message that the server cannot take does not cost its neighbours", async () => {
    const content = mailbox(60);
    const bad = content.indexOf(`${ENVELOPE}Subject: 37\n`);
    stub = await startIngestStub({
      fault: (messages) =>
        messages.some(({ reference }) => reference === `in.mbox@${bad}`)
          ? { status: 413, body: { slug: "batch_too_large", detail: "Cannot take it" } }
          : null,
    });
    const { exitCode, stdout } = await importAs(await put("in.mbox", content));
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      read: 60,
      stored: 59,
      failures: [{
        file: "in.mbox",
        offset: bad,
        slug: "batch_too_large",
        detail: "Cannot take it",
      }],
    });
  });

  it("lists fifty failures and writes all of them to a file", async () => {
    stub = await startIngestStub();
    const path = await put("in.mbox", mailbox(70, (index) => index < 60 ? "X-Stub: failed\n" : ""));
    const { exitCode, stdout } = await importAs(path);
    const report = JSON.parse(stdout);
    expect(exitCode).toBe(0);
    expect(report.failure_count).toBe(60);
    expect(report.failures).toHaveLength(50);
    const lines = (await readFile(report.failure_file, "utf8")).trim().split("\n");
    await rm(report.failure_file);
    expect(lines).toHaveLength(60);
    expect(lines.slice(0, 50).map((line) => JSON.parse(line))).toEqual(report.failures);
  });

  it("renews a refused token once and goes on", async () => {
    stub = await startIngestStub({
      fault: (_messages, number) => number === 1 ? { status: 401 } : null,
    });
    const { exitCode, stderr } = await importAs(await put("in.mbox", mailbox(3)));
    expect(exitCode, stderr).toBe(0);
    expect(stub.requests.map(({ token }) => token)).toEqual([
      "Bearer first-token",
      "Bearer fresh-token",
    ]);
  });

  it("has at most two requests under way", async () => {
    stub = await startIngestStub({ delayMs: 30 });
    await importAs(await put("in.mbox", mailbox(400)));
    expect(stub.requests).toHaveLength(8);
    expect(stub.maxInFlight).toBe(2);
  });

  it("ING-6: Ctrl-C ends after the requests under way, and the same command continues", async () => {
    let kill: (signal: NodeJS.Signals) => void = () => {};
    let isStopped = false;
    stub = await startIngestStub({
      delayMs: 50,
      fault: () => {
        if (!isStopped) kill("SIGINT");
        isStopped = true;
        return null;
      },
    });
    const path = await put("in.mbox", mailbox(1000));
    const args = [path, "--as", "ada@acme.test", "--url", stub.url, "--json"];
    const stopped = await runImportCommand(args, { onStart: (how) => kill = how });
    const report = JSON.parse(stopped.stdout);
    expect(stopped.exitCode).toBe(130);
    expect(stopped.stderr).toContain("[import_stopped]\nRun the same command again to continue");
    expect(report).toMatchObject({ ended_by: "import_stopped", failure_count: 0 });
    expect(report.stored).toBeGreaterThan(0);
    expect(report.stored).toBeLessThan(1000);
    expect(report.stored).toBe(stub.messages.size);

    const rest = JSON.parse((await importAs(path)).stdout);
    expect(rest).toMatchObject({ stored: 1000 - report.stored, duplicates: report.stored });
  });
});
