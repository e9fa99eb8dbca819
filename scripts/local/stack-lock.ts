import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { StackError } from "./stack-error.ts";

/**
 * One stack per data folder. A lock left by a process that is gone is taken over. Throws StackError
 * `already_running`. Returns what releases the lock.
 */
export async function lockStack(file: string): Promise<() => Promise<void>> {
  const mine = await identity(process.pid);
  const held = await readFile(file, "utf8").catch(() => "");
  const pid = Number(held.split(" ")[0]);
  if (pid && held !== mine && held === await identity(pid)) {
    throw new StackError(
      "already_running",
      `Cannot start: a stack on this folder is already running (process ${pid})`,
      `Use that one, or stop it first with: kill ${pid}`,
    );
  }
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, mine!);
  return () => rm(file, { force: true });
}

/** Number and start time of a process, so that a number used again is not mistaken for the old one. */
async function identity(pid: number): Promise<string | null> {
  try {
    process.kill(pid, 0);
  } catch {
    return null;
  }
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The name in parentheses may hold blanks; the start time is the 20th field after it (proc(5)).
  return `${pid} ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? ""}`;
}
