import { copyFile, readdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";

const folder = join(import.meta.dirname, "extensions");

/** Puts the stand-in extensions (pg_net, supabase_vault) where `create extension` looks for them. */
export async function installStandInExtensions(prefix: string): Promise<void> {
  const target = join(prefix, "usr/share/postgresql/17/extension");
  const names = (await readdir(folder)).filter((name) => /\.(control|sql)$/.test(name));
  for (const name of names) {
    const [wanted, present] = await Promise.all([
      readFile(join(folder, name), "utf8"),
      readFile(join(target, name), "utf8").catch(() => null),
    ]);
    if (wanted === present) continue;
    // Written beside and renamed: another stack may be reading the file at this moment.
    const making = join(target, `${name}.${process.pid}`);
    await copyFile(join(folder, name), making);
    await rename(making, join(target, name));
  }
}
