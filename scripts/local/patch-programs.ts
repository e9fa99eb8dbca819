/**
 * Makes unpacked Debian programs run with the libraries they were unpacked with, because the
 * host's libc may be older: the loader and the search path are written into each program with the
 * unpacked patchelf, which itself is run through the unpacked loader.
 */
import { existsSync } from "node:fs";
import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "./run-command.ts";
import { StackError } from "./stack-error.ts";

const architectures: Record<string, { triplet: string; loader: string }> = {
  x64: { triplet: "x86_64-linux-gnu", loader: "ld-linux-x86-64.so.2" },
  arm64: { triplet: "aarch64-linux-gnu", loader: "ld-linux-aarch64.so.1" },
};

/** `made` is where the files lie now, `prefix` where they will lie. */
export async function patchPrograms(made: string, prefix: string): Promise<void> {
  const architecture = architectures[process.arch];
  if (!architecture) throw broken(`there is no recipe for ${process.arch}`);
  const libraries = join("usr/lib", architecture.triplet);
  const loader = join(libraries, architecture.loader);
  if (!existsSync(join(made, loader))) throw broken(`the packages hold no ${architecture.loader}`);

  const folder = join(made, "usr/lib/postgresql/17/bin");
  const programs = [];
  for (const name of await readdir(folder)) {
    if (await isElf(join(folder, name))) programs.push(join(folder, name));
  }
  const run = (program: string, args: string[]) =>
    runCommand(join(made, loader), [
      "--library-path",
      join(made, libraries),
      program,
      ...args,
    ]);
  // --force-rpath: unlike RUNPATH it also applies to the libraries' own libraries.
  const patch = await run(join(made, "usr/bin/patchelf"), [
    "--set-interpreter",
    join(prefix, loader),
    "--force-rpath",
    "--set-rpath",
    join(prefix, libraries),
    ...programs,
  ]);
  if (patch.code !== 0) throw broken(patch.output.trim().slice(0, 200));
  const check = await run(join(folder, "postgres"), ["--version"]);
  if (check.code !== 0) throw broken(check.output.trim().slice(0, 200));
}

async function isElf(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(new Uint8Array(4), 0, 4, 0);
    return new TextDecoder().decode(buffer) === "\x7fELF";
  } finally {
    await file.close();
  }
}

function broken(why: string): StackError {
  return new StackError(
    "postgres_unavailable",
    `Cannot prepare PostgreSQL 17: ${why}`,
    "Set DATABASE_URL to a PostgreSQL 17 of yours, or use the built-in one with --engine=pglite",
  );
}
