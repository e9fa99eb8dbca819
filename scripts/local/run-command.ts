import { spawn } from "node:child_process";
import type { UnixUser } from "./unprivileged.ts";

export interface CommandResult {
  code: number | null;
  /** Standard output and standard error, in the order they arrived. */
  output: string;
  stdout: string;
}

export interface CommandOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  user?: UnixUser | null;
  input?: string;
  timeoutMs?: number;
}

/** Runs a program to its end without a shell. A program that cannot be started has code null. */
export function runCommand(
  command: string,
  args: string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      ...options.user,
      stdio: ["pipe", "pipe", "pipe"],
      timeout: options.timeoutMs,
    });
    let output = "";
    let stdout = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => output += chunk);
    child.on(
      "error",
      (error) => resolve({ code: null, output: `${output}${error.message}`, stdout }),
    );
    child.on("close", (code) => resolve({ code, output, stdout }));
    child.stdin.on("error", () => {}); // the program may end without reading its input
    child.stdin.end(options.input ?? "");
  });
}
