/** Gives PGlite the stand-in extensions, which it wants as gzipped tar archives of control and SQL files. */
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { makeTar } from "./tar.ts";

const folders = [
  join(import.meta.dirname, "extensions"),
  join(import.meta.dirname, "extensions/pglite"),
];

/** In the form of PGlite's option `extensions`. The archives are written below `cacheDir`. */
export async function packStandInExtensions(cacheDir: string) {
  await mkdir(cacheDir, { recursive: true });
  const packed: Record<string, { name: string; setup: () => Promise<{ bundlePath: URL }> }> = {};
  for (const folder of folders) {
    const names = await readdir(folder);
    for (const control of names.filter((name) => name.endsWith(".control"))) {
      const name = control.replace(".control", "");
      const own = names.filter((file) => file === control || file.startsWith(`${name}--`));
      const files = await Promise.all(own.map(async (file) =>
        [
          `share/postgresql/extension/${file}`,
          await readFile(join(folder, file), "utf8"),
        ] as const
      ));
      const archive = join(cacheDir, `${name}.tar.gz`);
      const making = `${archive}.${process.pid}`;
      await writeFile(making, gzipSync(makeTar(Object.fromEntries(files))));
      await rename(making, archive);
      const bundlePath = pathToFileURL(archive);
      packed[name] = { name, setup: () => Promise.resolve({ bundlePath }) };
    }
  }
  return packed;
}
