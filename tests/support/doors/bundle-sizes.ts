/** How large each door is once everything it imports is bundled and minified. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { build, type Rollup } from "vite";

export const root = join(import.meta.dirname, "../../..");

/** Names of the folders that are functions. */
export function doorNames(): string[] {
  return readdirSync(join(root, "functions"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("_"))
    .map(({ name }) => name);
}

/**
 * Bytes by door: its own code, ours it shares and every package, without what Deno brings (`node:*`). What two doors share is
 * counted for both, since each is deployed by itself.
 */
export async function bundleSizes(doors: string[]): Promise<Map<string, number>> {
  const result = await build({
    root,
    configFile: false,
    logLevel: "error",
    ssr: { noExternal: true, target: "webworker" },
    build: {
      ssr: true,
      write: false,
      minify: "esbuild",
      target: "esnext",
      rollupOptions: {
        input: Object.fromEntries(doors.map((name) => [name, `functions/${name}/index.ts`])),
        external: /^node:/,
      },
    },
  }) as Rollup.RollupOutput;
  const chunks = new Map(
    result.output.filter((part) => part.type === "chunk").map((chunk) => [chunk.fileName, chunk]),
  );
  return new Map(doors.map((name) => {
    const [entry] = [...chunks.values()].filter((chunk) => chunk.isEntry && chunk.name === name);
    const reached = new Set<string>();
    const visit = (file: string) => {
      if (reached.has(file) || !chunks.has(file)) return;
      reached.add(file);
      const { imports, dynamicImports } = chunks.get(file)!;
      for (const next of [...imports, ...dynamicImports]) visit(next);
    };
    visit(entry!.fileName);
    const bytes = [...reached].map((file) => Buffer.byteLength(chunks.get(file)!.code));
    return [name, bytes.reduce((sum, size) => sum + size, 0)];
  }));
}
