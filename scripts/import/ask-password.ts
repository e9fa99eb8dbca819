import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { ImportError } from "./errors.ts";

/**
 * Asks on the terminal without echo.
 *
 * @throws ImportError `import_stopped` on Ctrl-C or Ctrl-D
 */
export async function askPassword(question: string): Promise<string> {
  process.stderr.write(question);
  // readline echoes what is typed to its output; an output that writes nothing keeps it secret.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  const closed = new AbortController();
  terminal.once("close", () => closed.abort());
  try {
    return await terminal.question("", { signal: closed.signal });
  } catch {
    throw new ImportError("import_stopped");
  } finally {
    terminal.close();
    process.stderr.write("\n");
  }
}
