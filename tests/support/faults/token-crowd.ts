/** Processes full of callers that need a token of the same account at the same moment. */
import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { TokenAnswers, TokenQuestion } from "./token-caller.ts";

export interface TokenCrowd {
  /** Asks with this many callers, spread over all processes. */
  ask(connection: Omit<TokenQuestion, "callers">, callers: number): Promise<TokenAnswers>;
  /** One caller of the first process, which is going to be killed. */
  askFirst(connection: Omit<TokenQuestion, "callers">): Promise<TokenAnswers>;
  /** Ends the first process with SIGKILL and starts another. */
  killFirst(): Promise<void>;
  stop(): void;
}

/** `env`: the settings of functions, and DATABASE_URL. */
export async function startTokenCrowd(
  count: number,
  env: Record<string, string>,
): Promise<TokenCrowd> {
  const start = async () => {
    const child = fork(join(import.meta.dirname, "token-caller.ts"), {
      env: { ...process.env, ...env },
      execArgv: [],
    });
    await nextMessage(child);
    return child;
  };
  const processes = await Promise.all(Array.from({ length: count }, start));
  return {
    async ask(connection, callers) {
      const answers = processes.map((child) => {
        const answer = nextMessage(child);
        child.send({ ...connection, callers: Math.ceil(callers / count) });
        return answer;
      });
      return (await Promise.all(answers)).flat();
    },
    askFirst(connection) {
      const answer = nextMessage(processes[0]!);
      processes[0]!.send({ ...connection, callers: 1 });
      return answer;
    },
    async killFirst() {
      // those that wait for its answers hear of the end
      process.kill(processes[0]!.pid!, "SIGKILL");
      processes[0] = await start();
    },
    stop: () => processes.forEach((child) => child.kill("SIGKILL")),
  };
}

/** A process that dies answers nothing: an empty list. */
function nextMessage(child: ChildProcess): Promise<TokenAnswers> {
  return new Promise((resolve) => {
    const answer = (answers: TokenAnswers) => {
      child.removeAllListeners("message").removeAllListeners("exit");
      resolve(answers);
    };
    child.once("message", (message) => answer(message as TokenAnswers));
    child.once("exit", () => answer([]));
  });
}
