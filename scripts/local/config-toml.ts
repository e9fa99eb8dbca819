import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

export interface FunctionConfig {
  name: string;
  /** Absolute path of the file whose default export is `{ fetch }`. */
  entrypoint: string;
  /** Whether only requests with a valid user token get through. The platform's default is true. */
  verifyJwt: boolean;
}

export interface ProjectConfig {
  functions: FunctionConfig[];
  /** Schemas reachable over /rest/v1. */
  schemas: string[];
}

type Value = string | number | boolean | string[];

/** Reads supabase/config.toml: what the local stack honours of it. */
export function readProjectConfig(file: string): ProjectConfig {
  const tables = parseToml(readFileSync(file, "utf8"));
  const folder = dirname(file);
  const functions = Object.entries(tables).flatMap(([table, entries]) => {
    const name = /^functions\.(.+)$/.exec(table)?.[1];
    if (!name || entries.enabled === false) return [];
    const entrypoint = String(entries.entrypoint ?? join("functions", name, "index.ts"));
    return [{
      name,
      entrypoint: resolve(folder, entrypoint),
      verifyJwt: entries.verify_jwt !== false,
    }];
  });
  const schemas = tables.api?.schemas;
  return { functions, schemas: Array.isArray(schemas) ? schemas : ["public"] };
}

/**
 * The part of TOML this project's own config.toml uses: tables, and strings, numbers, booleans or
 * one-line arrays of strings as values. A line of another form is an error, not a guess.
 */
export function parseToml(text: string): Record<string, Record<string, Value>> {
  const tables: Record<string, Record<string, Value>> = { "": {} };
  let table = tables[""]!;
  for (const [index, raw] of text.split("\n").entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const header = /^\[([^\]]+)\]\s*(?:#.*)?$/.exec(line);
    if (header) {
      table = tables[header[1]!.replaceAll('"', "")] ??= {};
      continue;
    }
    const entry = /^([\w-]+)\s*=\s*("[^"]*"|\[[^\]]*\]|true|false|[\d.]+)\s*(?:#.*)?$/.exec(line);
    if (!entry) throw new Error(`Cannot read config.toml: line ${index + 1} has an unknown form`);
    table[entry[1]!] = JSON.parse(entry[2]!.replace(/,\s*\]$/, "]"));
  }
  return tables;
}
