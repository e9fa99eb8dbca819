import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";

/**
 * Ends a server that outlived its stack (kill -9 leaves it running) and removes the pid file of
 * one that died, if the number now belongs to another program. Linux only: reads /proc.
 */
export async function stopLeftoverServer(dataDir: string): Promise<void> {
  const file = join(dataDir, "postmaster.pid");
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null) return;
  const pid = Number(text.split("\n")[0]);
  if (!await isServerOf(pid, dataDir)) return await rm(file, { force: true });
  process.kill(pid, "SIGINT");
  const deadline = Date.now() + 15_000;
  while (await isServerOf(pid, dataDir)) {
    if (Date.now() > deadline) process.kill(pid, "SIGQUIT");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function isServerOf(pid: number, dataDir: string): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return command.split("\0").includes(dataDir) && command.includes("postgres");
}
