/** Jobs that arrive at a steady rate, from a process of their own: the database may go away meanwhile. */
import { fork } from "node:child_process";
import { join } from "node:path";

export interface Arrivals {
  /** Every job that was taken so far. */
  ids(): readonly string[];
  stop(): void;
}

export function startArrivals(url: string, queue: string, perSecond: number): Arrivals {
  const ids: string[] = [];
  const child = fork(
    join(import.meta.dirname, "arrivals-process.ts"),
    [url, queue, `${perSecond}`],
    {
      execArgv: [],
    },
  );
  child.on("message", (taken: string[]) => void ids.push(...taken));
  return { ids: () => ids, stop: () => void child.kill("SIGKILL") };
}
