import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findPassword, findTarget } from "../../../scripts/import/find-target.ts";
import { HELP, parseArguments } from "../../../scripts/import/parse-arguments.ts";

describe("parseArguments()", () => {
  it("reads everything that can be said", () => {
    const line = "in.mbox --as ada@acme.test --workspace acme --mine a@b --mine c@d --json";
    expect(parseArguments(line.split(" "))).toEqual({
      path: "in.mbox",
      as: "ada@acme.test",
      workspace: "acme",
      mine: ["a@b", "c@d"],
      url: null,
      passwordFile: null,
      isJson: true,
    });
  });

  it("gives null for --help, which names every option and exit code", () => {
    expect(parseArguments(["--help"])).toBeNull();
    for (const word of ["--as", "--workspace", "--mine", "--url", "--password-file", "--json"]) {
      expect(HELP).toContain(word);
    }
    expect(HELP).toContain("Exit codes: 0");
  });

  it.each([
    ["", "the file or folder is missing"],
    ["in.mbox", "--as is missing"],
    ["in.mbox --as ada", "ada is not an address"],
    ["in.mbox --as a@b --mine c", "c is not an address"],
    ["a b --as a@b", "one path at a time, not also b"],
    ["in.mbox --as a@b --url ftp://x", "ftp://x is not a URL"],
    ["in.mbox --as a@b --fast", "Unknown option '--fast'"],
  ])("answers import_usage for %j", (line, sentence) => {
    expect(() => parseArguments(line.split(" ").filter(Boolean))).toThrow(
      expect.objectContaining({
        slug: "import_usage",
        exitCode: 2,
        message: `Cannot import mail: the command line is not understood (${sentence})`,
      }),
    );
  });
});

describe("findTarget() and findPassword()", () => {
  let folder: string;
  let secrets: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "import-"));
    secrets = join(folder, "secrets.json");
    await writeFile(secrets, JSON.stringify({ publishableKey: "local-key" }));
    await writeFile(join(folder, "password"), "from file\n");
  });
  afterAll(() => rm(folder, { recursive: true }));

  const hosted = { SUPABASE_URL: "https://x.supabase.co/", SUPABASE_PUBLISHABLE_KEY: "hosted-key" };

  it("uses the local stack unless the environment names a project", async () => {
    expect(await findTarget(null, {}, secrets))
      .toEqual({ url: "http://127.0.0.1:54321", publishableKey: "local-key", isLocal: true });
    expect(await findTarget(null, hosted, secrets))
      .toEqual({ url: "https://x.supabase.co", publishableKey: "hosted-key", isLocal: false });
    expect(await findTarget("http://localhost:9", hosted, secrets))
      .toMatchObject({ publishableKey: "local-key", isLocal: true });
  });

  it("answers import_key_missing when there is no key", async () => {
    const target = findTarget(null, {}, join(folder, "absent.json"));
    await expect(target).rejects.toMatchObject({ slug: "import_key_missing" });
  });

  it("answers import_key_missing when the file of the local keys is broken", async () => {
    const target = findTarget(null, {}, join(folder, "password"));
    await expect(target).rejects.toMatchObject({ slug: "import_key_missing" });
  });

  it("prefers the password file, then the environment, then the demo's on this machine only", async () => {
    const local = await findTarget(null, {}, secrets);
    const remote = await findTarget(null, hosted, secrets);
    const environment = { AKASAVANI_PASSWORD: "from environment" };
    expect(await findPassword(join(folder, "password"), "a@b", local, environment)).toBe(
      "from file",
    );
    expect(await findPassword(null, "a@b", local, environment)).toBe("from environment");
    expect(await findPassword(null, "a@b", local, {})).toBe("akasavani-demo");
    await expect(findPassword(null, "a@b", remote, {})).rejects
      .toMatchObject({ slug: "import_password_missing" });
  });
});
