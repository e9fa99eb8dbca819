import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ACME, type IngestStub, startIngestStub } from "../../support/stub-ingest.ts";
import { runImportCommand } from "./run-import-command.ts";

const MAIL = "From bob@globex.test Thu Apr 29 23:34:45 2010\nSubject: hi\n\nhi\n";

let folder: string;
let path: string;
let stub: IngestStub | null = null;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "import-"));
  path = join(folder, "in.mbox");
  await writeFile(path, MAIL);
  await writeFile(join(folder, "empty.mbox"), "");
});
afterEach(async () => {
  await stub?.close();
  stub = null;
});
afterAll(() => rm(folder, { recursive: true }));

const AS_ADA = ["--as", "ada@acme.test"];
const NOWHERE = ["--url", "http://127.0.0.1:9"];

describe("npm run import says in one sentence what is wrong and what to do", () => {
  it("prints help", async () => {
    const { exitCode, stdout } = await runImportCommand(["--help"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("npm run import -- PATH --as ADDRESS");
  });

  it("wrong usage", async () => {
    const { exitCode, stderr } = await runImportCommand([path]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("[import_usage]\nSee: npm run import -- --help\n");
  });

  it("unknown path and empty file, before anybody signs in", async () => {
    const absent = await runImportCommand([join(folder, "absent.mbox"), ...AS_ADA, ...NOWHERE]);
    expect(absent.exitCode).toBe(2);
    expect(absent.stderr).toContain("[import_file_not_found]");
    const empty = await runImportCommand([join(folder, "empty.mbox"), ...AS_ADA, ...NOWHERE]);
    expect(empty.exitCode).toBe(1);
    expect(empty.stderr).toContain("Cannot import mail: the file is empty (");
  });

  it("a stack that is not running", async () => {
    const { exitCode, stderr } = await runImportCommand([path, ...AS_ADA, ...NOWHERE]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      "Cannot import mail: the server does not answer (http://127.0.0.1:9) " +
        "[import_server_unreachable]\nStart the local stack with npm start, or check --url\n",
    );
  });

  it("a wrong password", async () => {
    stub = await startIngestStub();
    const { exitCode, stderr } = await runImportCommand([path, ...AS_ADA, "--url", stub.url], {
      environment: { AKASAVANI_PASSWORD: "wrong" },
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("[import_sign_in_failed]");
    expect(stub.requests).toEqual([]);
  });

  it("an unknown workspace, several workspaces, and one team besides the personal one", async () => {
    const other = { ...ACME, id: "00000000-0000-4000-8000-000000000b0b", slug: "other" };
    const workspaces = [ACME, other];
    stub = await startIngestStub({ workspaces });
    const args = [path, ...AS_ADA, "--url", stub.url];
    const unknown = await runImportCommand([...args, "--workspace", "nowhere"]);
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr).toContain(
      "(nowhere) [import_workspace_not_found]\nYours are: acme, other\n",
    );
    const several = await runImportCommand(args);
    expect(several.exitCode).toBe(2);
    expect(several.stderr).toContain("(acme, other) [import_workspace_ambiguous]");
    workspaces[1] = { ...other, is_personal: true };
    expect((await runImportCommand(args)).exitCode).toBe(0);
    expect((await runImportCommand([...args, "--workspace", other.id])).exitCode).toBe(0);
    const ids = stub.calls.map(({ body }) => (body as { workspace_id: string }).workspace_id);
    expect(ids).toEqual([ACME.id, other.id]);
  });

  it("a door that refuses the person", async () => {
    const body = {
      slug: "connection_not_found",
      detail: "Cannot find the connection: it does not exist or is not yours",
      hint: "Check the id in your list of connections.",
    };
    stub = await startIngestStub({ fault: () => ({ status: 404, body }) });
    const { exitCode, stdout, stderr } = await runImportCommand([
      path,
      ...AS_ADA,
      "--url",
      stub.url,
    ]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("  not sent               1");
    expect(stderr).toContain(`[connection_not_found]\n${body.hint}\n`);
  });

  it("a server that is no Akasavani", async () => {
    stub = await startIngestStub({ fault: () => ({ status: 200, body: "hello" }) });
    const { exitCode, stderr } = await runImportCommand([path, ...AS_ADA, "--url", stub.url]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("[import_answer_invalid]");
  });

  it("a server that asks to come back in an hour", async () => {
    const headers = { "retry-after": "3600" };
    stub = await startIngestStub({ fault: () => ({ status: 429, headers }) });
    const { exitCode, stderr } = await runImportCommand([path, ...AS_ADA, "--url", stub.url]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("[import_server_busy]");
    expect(stub.requests).toHaveLength(1);
  });

  it("nothing but failures ends with exit code 1", async () => {
    await writeFile(join(folder, "bad.mbox"), MAIL.replace("Subject", "X-Stub: failed\nSubject"));
    stub = await startIngestStub();
    const args = [join(folder, "bad.mbox"), ...AS_ADA, "--url", stub.url];
    expect((await runImportCommand(args)).exitCode).toBe(1);
  });
});
