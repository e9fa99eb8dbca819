/** Starts worker processes, kills them by pid, and starts them again. */
import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { FromWorker, ToWorker, WorkerSettings } from "./protocol.ts";

export interface WorkerProcess {
  child: ChildProcess;
  pid: number;
  /** Jobs claimed and not ended, by id. */
  open: Set<string>;
  /** Names under which its runs claim. */
  runs: Set<string>;
}

export interface Supervisor {
  workers(): readonly WorkerProcess[];
  /** Processes that ended without being told to. */
  unexpectedExits(): number;
  /** Ends a worker with SIGKILL, waits until it is gone and starts another. Answers the jobs it held. */
  kill(worker: WorkerProcess): Promise<string[]>;
  /** Sends a signal and waits for the end; answers the milliseconds that took. Starts nothing. */
  end(worker: WorkerProcess, signal: NodeJS.Signals): Promise<number>;
  answer(worker: WorkerProcess, message: ToWorker): void;
  stop(): Promise<void>;
}

export type Listener = (worker: WorkerProcess, message: FromWorker) => void;

const program = join(import.meta.dirname, "worker.ts");

export async function startWorkers(
  count: number,
  settings: WorkerSettings,
  listener: Listener = () => {},
): Promise<Supervisor> {
  const workers = new Set<WorkerProcess>();
  const ending = new Set<WorkerProcess>();
  let unexpected = 0;

  function start(): Promise<void> {
    const child = fork(program, {
      env: { ...process.env, FAULT_WORKER: JSON.stringify(settings) },
      execArgv: [],
    });
    const worker: WorkerProcess = { child, pid: child.pid!, open: new Set(), runs: new Set() };
    workers.add(worker);
    child.on("error", () => {}); // an answer to a process that was killed meanwhile
    child.on("exit", () => {
      workers.delete(worker);
      if (!ending.has(worker)) unexpected++;
    });
    return new Promise((resolve, reject) => {
      child.once("exit", () => reject(new Error("A worker did not start")));
      child.on("message", (message: FromWorker) => {
        if (message.type === "ready") resolve();
        if (message.type === "claiming") worker.runs.add(message.run);
        if (message.type === "claimed") { for (const job of message.jobs) worker.open.add(job.id); }
        if (message.type === "ended") worker.open.delete(message.jobId);
        listener(worker, message);
      });
    });
  }

  async function end(worker: WorkerProcess, signal: NodeJS.Signals): Promise<number> {
    const since = performance.now();
    ending.add(worker);
    if (worker.child.exitCode === null && worker.child.signalCode === null) {
      const gone = new Promise((resolve) => worker.child.once("exit", resolve));
      process.kill(worker.pid, signal);
      await gone;
    }
    workers.delete(worker);
    return performance.now() - since;
  }

  await Promise.all(Array.from({ length: count }, start));
  return {
    workers: () => [...workers],
    unexpectedExits: () => unexpected,
    end,
    async kill(worker) {
      await end(worker, "SIGKILL");
      await start();
      return [...worker.open];
    },
    answer: (worker, message) => void (worker.child.connected && worker.child.send(message)),
    async stop() {
      await Promise.all([...workers].map((worker) => end(worker, "SIGKILL")));
    },
  };
}
