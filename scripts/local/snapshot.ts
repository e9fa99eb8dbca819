/**
 * A golden data folder: provisioned, migrated and seeded once, then copied for each new stack of the
 * tests, which is many times faster than migrating anew. Its name is a hash of everything that
 * goes into it, so a changed migration makes a new one by itself.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { runCommand } from "./run-command.ts";
import { reachableFolder } from "./unprivileged.ts";

/** Of each engine: with and without seeds, and those of the tests. */
const kept = 6;

export interface Snapshot {
  /** Whether it has been made. */
  exists(): boolean;
  /** Copies it to a data folder that does not exist yet; leaves nothing there when that fails. */
  copyTo(dataFolder: string): Promise<void>;
  /** Makes it from the data folder of an engine that has been stopped. */
  makeFrom(dataFolder: string): Promise<void>;
}

/**
 * The snapshot that belongs to the present state of the repository.
 *
 * @param more folders whose SQL goes into it besides the migrations, as `seed`
 */
export async function findSnapshot(
  root: string,
  engine: "postgres" | "pglite",
  more: string[],
): Promise<Snapshot> {
  const folders = ["migrations", "scripts/local", ...more];
  const hash = createHash("sha256").update(`${engine} ${more}`);
  hash.update(await readFile(join(root, "node_modules/@supabase/lite/package.json")));
  for (const folder of folders) {
    for (const file of await inputFiles(join(root, folder))) {
      hash.update(file).update(await readFile(file));
    }
  }
  const cache = reachableFolder(join(root, ".local/cache"));
  const folder = join(cache, `${engine}-${hash.digest("hex").slice(0, 16)}`);
  return {
    exists: () => existsSync(folder),
    copyTo: (dataFolder) => copy(folder, dataFolder),
    async makeFrom(dataFolder) {
      await mkdir(cache, { recursive: true });
      const making = `${folder}.${process.pid}-${Math.random().toString(36).slice(2, 8)}`;
      await copy(dataFolder, making);
      // Another process may have made the same one meanwhile; either is good.
      await rename(making, folder).catch(() => rm(making, { recursive: true, force: true }));
      await forgetOld(cache, engine);
    },
  };
}

/** SQL decides what is in the data, and so do the modules that write rows or make the folder. */
async function inputFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  return entries
    .filter((name) => name.endsWith(".sql") || /^(provision|postgres)\.ts$/.test(basename(name)))
    .sort()
    .map((name) => join(folder, name));
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  // cp keeps the owner (the server may run as another user) and clones where the disk can.
  const result = await runCommand("cp", ["-a", "--reflink=auto", from, to]);
  if (result.code === 0) return;
  await rm(to, { recursive: true, force: true });
  throw new Error(`Cannot copy ${from}: ${result.output.trim().slice(0, 300)}`);
}

async function forgetOld(cache: string, engine: string): Promise<void> {
  const isSnapshot = new RegExp(`^${engine}-[0-9a-f]{16}$`);
  const names = (await readdir(cache)).filter((name) => isSnapshot.test(name));
  const aged = await Promise.all(names.map(async (name) => ({
    name,
    at: (await stat(join(cache, name)).catch(() => null))?.mtimeMs ?? 0,
  })));
  for (const { name } of aged.sort((a, b) => b.at - a.at).slice(kept)) {
    await rm(join(cache, name), { recursive: true, force: true });
  }
}
