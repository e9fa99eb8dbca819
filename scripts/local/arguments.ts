import { parseArgs } from "node:util";
import { StackError } from "./stack-error.ts";

export interface StartArguments {
  engine: "auto" | "postgres" | "pglite";
  /** Port of the gateway; the other parts take ports near it (see portsNear). */
  port: number;
  reset: boolean;
  emulators: boolean;
  quiet: boolean;
  help: boolean;
}

export const startUsage = `Usage: npm start -- [options]

  --engine=postgres|pglite  database engine (default: DATABASE_URL, else a private PostgreSQL, else PGlite)
  --port=54321              port of the gateway; database +1, Gmail emulator +10, Slack emulator +11
  --reset                   delete the local data and keys first
  --no-emulators            without the Gmail and Slack emulators
  --quiet                   only the result and errors
`;

/** Throws StackError `bad_argument`. */
export function parseStartArguments(args: string[]): StartArguments {
  const bad = (why: string) =>
    new StackError("bad_argument", `Cannot start: ${why}`, "See npm start -- --help");
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        engine: { type: "string", default: "auto" },
        port: { type: "string", default: "54321" },
        reset: { type: "boolean", default: false },
        "no-emulators": { type: "boolean", default: false },
        quiet: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }));
  } catch (error) {
    throw bad((error as Error).message.split(". ")[0]!);
  }
  const { engine } = values;
  if (engine !== "auto" && engine !== "postgres" && engine !== "pglite") {
    throw bad(`--engine must be postgres or pglite, not ${engine}`);
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1024 || port > 65_000) {
    throw bad(`--port must be a number from 1024 to 65000, not ${values.port}`);
  }
  const { reset, quiet, help } = values;
  return { engine, port, reset, emulators: !values["no-emulators"], quiet, help };
}

/** Ports of the stack's parts: with the default, those Supabase's own local stack uses. */
export function portsNear(port: number) {
  return { gateway: port, database: port + 1, google: port + 10, slack: port + 11 };
}
