import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseToml, readProjectConfig } from "../../../scripts/local/config-toml.ts";

describe("readProjectConfig()", () => {
  it("knows the functions of this project with their entrypoints and doors", () => {
    const root = join(import.meta.dirname, "../../..");
    const config = readProjectConfig(join(root, "supabase/config.toml"));
    expect(config.schemas).toEqual(["public", "worker"]);
    expect(config.functions).toContainEqual({
      name: "health",
      entrypoint: join(root, "functions/health/index.ts"),
      verifyJwt: false,
    });
    expect(config.functions.find((one) => one.name === "ingest")?.verifyJwt).toBe(true);
  });

  it("asks for a user token unless told otherwise, and leaves out a disabled function", () => {
    const folder = mkdtempSync(join(tmpdir(), "config-"));
    const file = join(folder, "config.toml");
    writeFileSync(file, "[functions.a]\n[functions.b]\nenabled = false\n");
    expect(readProjectConfig(file)).toEqual({
      schemas: ["public"],
      functions: [{ name: "a", entrypoint: join(folder, "functions/a/index.ts"), verifyJwt: true }],
    });
  });
});

describe("parseToml()", () => {
  it("reads strings, numbers, booleans, arrays and comments", () => {
    const text = `name = "x # y" # why\n[a.b]\nport = 54321\non = true\nlist = ["p", "q"]\n`;
    expect(parseToml(text)).toEqual({
      "": { name: "x # y" },
      "a.b": { port: 54321, on: true, list: ["p", "q"] },
    });
  });

  it("names the line it cannot read instead of guessing", () => {
    expect(() => parseToml("[a]\nx = { y = 1 }\n")).toThrow(
      "Cannot read config.toml: line 2 has an unknown form",
    );
  });
});
