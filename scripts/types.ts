/**
 * `npm run types`: writes functions/_shared/database.types.ts from the migrations, as the Supabase CLI generates it, and the
 * reference of functions in migrations/README.md.
 * `npm run types -- --check` only compares, for `npm run check`.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generateTypes } from "./db.ts";
import { StackError } from "./local/stack-error.ts";
import { startStack } from "./local/stack.ts";
import { checkReference, writeReference } from "./rpc-reference.ts";

const file = join(import.meta.dirname, "../functions/_shared/database.types.ts");

/** The types the migrations give now, from a database made for the purpose. */
export async function currentTypes(databaseUrl: string): Promise<string> {
  return await generateTypes(databaseUrl);
}

/** @throws {StackError} types_outdated when the file differs from the migrations */
export async function checkTypes(databaseUrl: string): Promise<void> {
  const written = await readFile(file, "utf8").catch(() => "");
  if (written !== await currentTypes(databaseUrl)) {
    throw new StackError(
      "types_outdated",
      "Cannot pass: functions/_shared/database.types.ts does not match the migrations",
      "Run npm run types and commit the file",
    );
  }
}

async function main(): Promise<void> {
  const stack = await startStack({
    engine: "postgres",
    emulators: false,
    functions: false,
    seed: false,
    cron: false,
  });
  try {
    if (process.argv.includes("--check")) {
      await checkTypes(stack.databaseUrl!);
      await checkReference(stack.databaseUrl!);
    } else {
      await writeFile(file, await currentTypes(stack.databaseUrl!));
      await writeReference(stack.databaseUrl!);
    }
  } finally {
    await stack.stop();
  }
}

if (import.meta.main) {
  try {
    await main();
    process.exit(0);
  } catch (error) {
    console.error(error instanceof StackError ? error.toLine() : error);
    process.exit(1);
  }
}
