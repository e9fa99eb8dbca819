import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { makeTar } from "../../../scripts/local/tar.ts";

it("makeTar() makes archives that tar itself reads", () => {
  const long = "x".repeat(1500);
  const archive = makeTar({ "share/a.sql": "select 1;\n", "share/b.control": long });
  const list = execFileSync("tar", ["-t"], { input: archive, encoding: "utf8" });
  expect(list).toBe("share/a.sql\nshare/b.control\n");
  const body = execFileSync("tar", ["-xO", "share/b.control"], {
    input: archive,
    encoding: "utf8",
  });
  expect(body).toBe(long);
});
