import { createWriteStream, mkdirSync, type WriteStream } from "node:fs";
import { join } from "node:path";
import type { ImportFailure } from "./import-report.ts";

/** How many failures are shown; more go to a file. */
export const MAX_LISTED_FAILURES = 50;

/** Keeps the first failures for the report and writes all of them to a file once they are many. */
export class FailureLog {
  readonly listed: ImportFailure[] = [];
  /** Path of the file with every failure, one JSON object a line; null while there are few. */
  path: string | null = null;
  private stream: WriteStream | null = null;
  private readonly folder: string;

  /** `folder` is made when it is needed, usually `.local`. */
  constructor(folder: string) {
    this.folder = folder;
  }

  add(failure: ImportFailure): void {
    if (this.listed.length < MAX_LISTED_FAILURES) {
      this.listed.push(failure);
      return;
    }
    if (this.stream === null) {
      mkdirSync(this.folder, { recursive: true });
      const time = new Date().toISOString().replace(/[:.]/g, "-");
      this.path = join(this.folder, `import-failures-${time}.jsonl`);
      this.stream = createWriteStream(this.path, { mode: 0o600 });
      for (const listed of this.listed) this.write(listed);
    }
    this.write(failure);
  }

  async close(): Promise<void> {
    const { stream } = this;
    if (stream === null) return;
    await new Promise<void>((resolve, reject) => {
      stream.once("error", reject);
      stream.end(resolve);
    });
  }

  private write(failure: ImportFailure): void {
    this.stream?.write(`${JSON.stringify(failure)}\n`);
  }
}
