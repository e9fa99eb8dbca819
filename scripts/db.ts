/**
 * The only file that knows the Supabase CLI's flags (version pinned in package.json). Every function
 * takes the connection string of a PostgreSQL the CLI can reach.
 */
import { join } from "node:path";
import { runCommand } from "./local/run-command.ts";
import { StackError } from "./local/stack-error.ts";

const root = join(import.meta.dirname, "..");
const program = join(root, "node_modules/.bin/supabase");

export interface AdvisorFinding {
  name: string;
  title: string;
  level: "INFO" | "WARN" | "ERROR";
  detail: string;
  remediation: string;
}

/** Applies the migrations the database does not have. Throws StackError `migration_failed`. */
export async function migrateUp(url: string): Promise<void> {
  await supabase(["migration", "up", "--include-all", target(url), "--yes"], "migration_failed");
}

/** The findings of the database advisors (Splinter) at or above a level. */
export async function runAdvisors(
  url: string,
  level: "info" | "warn" | "error" = "warn",
): Promise<AdvisorFinding[]> {
  const flags = ["--type", "all", "--level", level, "--fail-on", "none", "--output-format", "json"];
  const output = await supabase(["db", "advisors", target(url), ...flags], "advisors_failed");
  const parsed = JSON.parse(output.slice(output.indexOf("{")));
  return parsed.results ?? [];
}

/** TypeScript types of the schemas, unformatted as the CLI writes them. */
export function generateTypes(url: string, schemas = ["public", "worker"]): Promise<string> {
  const flags = schemas.flatMap((schema) => ["--schema", schema]);
  return supabase(["gen", "types", "--lang", "typescript", ...flags, target(url)], "types_failed");
}

function target(url: string): string {
  const remote = new URL(url);
  const isLoopback = ["127.0.0.1", "localhost", "[::1]"].includes(remote.hostname);
  if (isLoopback && !remote.searchParams.has("sslmode")) {
    remote.searchParams.set("sslmode", "disable"); // else the CLI tries TLS and warns
  }
  return `--remote=${remote}`;
}

async function supabase(args: string[], slug: string): Promise<string> {
  const result = await runCommand(program, ["--workdir", root, ...args], {
    env: { ...process.env, SUPABASE_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1", NO_COLOR: "1" },
  });
  if (result.code === 0) return result.stdout;
  const reason = result.output.replaceAll(/postgres(ql)?:\/\/\S+/g, "<database>").trim();
  throw new StackError(
    slug,
    `Cannot run supabase ${args.slice(0, 2).join(" ")}: ${
      reason.split("\n").slice(-12).join("\n")
    }`,
    "Correct the file named above and run the command again",
  );
}
