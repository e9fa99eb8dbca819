import { chmodSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { reachableFolder } from "../../../scripts/local/unprivileged.ts";

const stranger = { uid: 60_000, gid: 60_000 };

it("reachableFolder() keeps a folder the server's user can reach, and moves one it cannot", () => {
  const base = mkdtempSync(join(tmpdir(), "reach-"));
  mkdirSync(join(base, "repository"));
  const wanted = join(base, "repository/data");

  chmodSync(base, 0o755);
  expect(reachableFolder(wanted, stranger)).toBe(wanted);

  chmodSync(base, 0o700);
  const moved = reachableFolder(wanted, stranger);
  expect(moved).toMatch(/^\/var\/tmp\/akasavani-[0-9a-f]{12}-data$/);
  expect(reachableFolder(wanted, stranger)).toBe(moved);
  expect(reachableFolder(wanted, null)).toBe(wanted);
});
