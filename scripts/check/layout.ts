/**
 * The layout rules: which way imports may point, how big doors may be, and that one list of versions serves both runtimes.
 * Each rule answers sentences about what breaks it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const IMPORT = /(?:from|import)\s*\(?\s*"(\.[^"]+)"/g;

export interface SourceFile {
  /** Path from the repository's root, with forward slashes. */
  path: string;
  text: string;
}

export function readSources(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith("database.types.ts"))
    .map((name) => ({
      path: join(folder, name),
      text: readFileSync(join(root, folder, name), "utf8"),
    }));
}

/** The part of the functions a file belongs to. */
export function layerOf(path: string): string {
  const [, first, second] = path.split("/");
  if (first !== "_shared") return `door:${first}`;
  return second!.endsWith(".ts") ? second! : second!;
}

/** What each layer may import besides itself. Doors may import everything shared, and no other door. */
const MAY_IMPORT: Record<string, string[]> = {
  domain: ["ports"],
  ports: ["domain", "ai", "crypto"],
  crypto: [],
  "log.ts": [],
  "env.ts": [],
  http: ["ports", "log.ts", "env.ts", "adapters"],
  jobs: ["ports", "log.ts"],
  ai: ["ports", "domain", "env.ts"],
  adapters: ["ports", "domain", "http", "log.ts", "ai", "database.types.ts"],
  "deps": ["ports", "adapters", "ai", "crypto", "domain", "env.ts", "http", "log.ts"],
};

export function importDirection(files: SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const from = layerOf(path);
    return [...text.matchAll(IMPORT)].flatMap(([, specifier]) => {
      const target = relative(root, resolve(root, dirname(path), specifier!));
      const to = layerOf(target);
      if (to === from) return [];
      const isAllowed = from.startsWith("door:")
        ? !to.startsWith("door:")
        : MAY_IMPORT[from]?.includes(to) ?? false;
      return isAllowed ? [] : [`${path} imports ${target}: ${from} may not import ${to}`];
    });
  });
}

/** Pure rules: no clock, no environment, no network. */
const IMPURE =
  /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(|\bDeno\.|\bprocess\.|\bfetch\(|\bMath\.random\(|\bcrypto\.randomUUID\(|\bconsole\./;

export function pureDomain(files: SourceFile[]): string[] {
  return files.filter(({ path, text }) =>
    path.startsWith("functions/_shared/domain/") && IMPURE.test(withoutComments(text))
  )
    .map(({ path }) => `${path} reads a clock, the environment or the network: pass it in`);
}

export function onlyEnvReadsEnvironment(files: SourceFile[]): string[] {
  return files.filter(({ path, text }) =>
    path !== "functions/_shared/env.ts" &&
    /\bDeno\.env\b|\bprocess\.env\b/.test(withoutComments(text))
  ).map(({ path }) => `${path} reads the environment: only functions/_shared/env.ts does`);
}

/** Postgres takes any 128 bits for a uuid, and so must who reads its answers: a claim is committed before its rows are parsed. */
export function anyUuid(files: SourceFile[]): string[] {
  return files.filter(({ text }) => /\bz\s*\.uuid\(/.test(withoutComments(text)))
    .map(({ path }) => `${path} refuses ids that Postgres takes: say z.guid() for z.uuid()`);
}

export function thinDoors(files: SourceFile[]): string[] {
  return files.filter(({ path, text }) =>
    /^functions\/[^_][^/]*\/index\.ts$/.test(path) && text.trimEnd().split("\n").length > 10
  )
    .map(({ path }) => `${path} is longer than 10 lines: move it to app.ts`);
}

const MAX_LINES = { source: 300, test: 320, migration: 260 };

export function fileSizes(files: SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const lines = text.split("\n").length;
    const limit = path.startsWith("tests/")
      ? MAX_LINES.test
      : path.startsWith("migrations/")
      ? MAX_LINES.migration
      : MAX_LINES.source;
    return lines > limit ? [`${path} has ${lines} lines: split the concept (limit ${limit})`] : [];
  });
}

/** Deno and Node must run the same code: deno.json maps to what package.json pins, and everything is exact. */
export function sameVersions(denoJson: string, packageJson: string): string[] {
  const imports: Record<string, string> = JSON.parse(denoJson).imports;
  const pinned: Record<string, string> = JSON.parse(packageJson).devDependencies;
  const wrong = Object.entries(pinned).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))
    .map(([name, version]) => `package.json: ${name}@${version} is not an exact version`);
  for (const [specifier, target] of Object.entries(imports)) {
    const [, name, version] = /^npm:\/?((?:@[^/]+\/)?[^@/]+)@([^/]+)/.exec(target) ?? [];
    if (!name || pinned[name] !== version) {
      wrong.push(
        `deno.json: ${specifier} is ${target}, package.json pins ${name}@${pinned[name ?? ""]}`,
      );
    }
  }
  return wrong;
}

/** The register, the folders and the queues name the same doors. */
export function registeredDoors(configToml: string, folders: string[]): string[] {
  const registered = [...configToml.matchAll(/^\[functions\.([a-z-]+)\]/gm)].map(([, name]) =>
    name!
  );
  return [
    ...folders.filter((name) => !registered.includes(name)).map((name) =>
      `functions/${name} is not in supabase/config.toml`
    ),
    ...registered.filter((name) => !folders.includes(name)).map((name) =>
      `supabase/config.toml names ${name}, which has no folder`
    ),
  ];
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
}

export function checkLayout(): string[] {
  const functions = readSources("functions");
  const read = (path: string) => readFileSync(join(root, path), "utf8");
  const names = readdirSync(join(root, "migrations")).filter((name) => name.endsWith(".sql"));
  const migrations = names.map((name) => ({
    path: `migrations/${name}`,
    text: read(`migrations/${name}`),
  }));
  const folders = readdirSync(join(root, "functions"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("_")).map((entry) =>
      entry.name
    );
  return [
    ...importDirection(functions),
    ...pureDomain(functions),
    ...onlyEnvReadsEnvironment(functions),
    ...anyUuid(functions),
    ...thinDoors(functions),
    ...fileSizes([...functions, ...readSources("scripts"), ...readSources("tests"), ...migrations]),
    ...sameVersions(read("deno.json"), read("package.json")),
    ...registeredDoors(read("supabase/config.toml"), folders),
  ];
}
