import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { stopLeftoverServer } from "./leftover-server.ts";
import { dataFolder, removeData } from "./open-database.ts";

/** A folder for a stack that lives as long as this process. */
export function temporaryStackFolder(root: string): string {
  const unique = Math.random().toString(36).slice(2, 8);
  return join(root, ".local/tests", `${process.pid}-${unique}`);
}

/**
 * Ends the servers and removes the folders of temporary stacks whose process is gone without having
 * stopped them (kill -9, a test runner's time limit).
 */
export async function sweepAbandonedStacks(root: string): Promise<void> {
  const folder = join(root, ".local/tests");
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const { name } = entry;
    const pid = Number(/^(\d+)-/.exec(name)?.[1]);
    if (!pid || isAlive(pid)) continue;
    // a server's log lies beside its folder
    if (entry.isDirectory()) {
      await stopLeftoverServer(dataFolder(join(folder, name), "postgres"));
      await removeData(join(folder, name));
    }
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
