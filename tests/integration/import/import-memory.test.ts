import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type IngestStub, startIngestStub } from "../../support/stub-ingest.ts";
import { runImportCommand } from "./run-import-command.ts";
import { writeLargeMbox } from "./write-large-mbox.ts";

let folder: string;
let stub: IngestStub;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "import-"));
});
afterEach(async () => {
  await stub?.close();
  await rm(folder, { recursive: true, force: true });
});

describe("npm run import", () => {
  it("ING-6: needs under 300 MB of memory for 300 MB of mail and a mail of 100 MB", async () => {
    const path = join(folder, "large.mbox");
    const count = await writeLargeMbox(path, 300_000_000, 100_000_000);
    stub = await startIngestStub({ isRemembering: false });
    const args = [path, "--as", "ada@acme.test", "--url", stub.url, "--json"];
    const { exitCode, stdout, stderr, maxRssMegabytes } = await runImportCommand(args);
    expect(exitCode, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ read: count, stored: count, failure_count: 0 });
    expect(maxRssMegabytes).toBeGreaterThan(0);
    expect(maxRssMegabytes).toBeLessThan(300);
  }, 60_000);
});
