/** The outside world as its callers see it. */
import { fork } from "node:child_process";
import { join } from "node:path";

export interface EffectsServer {
  url: string;
  /** Every count so far, by job id and by Message-ID. */
  counts(): Promise<{ effects: Map<string, number>; mails: Map<string, number> }>;
  stop(): void;
}

export async function startEffects(): Promise<EffectsServer> {
  const child = fork(join(import.meta.dirname, "effects-server.ts"), { execArgv: [] });
  const port = await new Promise<number>((resolve, reject) => {
    child.once("message", (message) => resolve(message as number));
    child.once("exit", () => reject(new Error("The effects server did not start")));
  });
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    async counts() {
      const all = await (await fetch(`${url}/all`)).json();
      return { effects: new Map(all.effects), mails: new Map(all.mails) };
    },
    stop: () => void child.kill("SIGKILL"),
  };
}

/** Takes an effect once. A later attempt asks first, as the send path does: the first may have got that far. */
export async function actOnce(url: string, key: string, attempt: number): Promise<void> {
  if (attempt > 1) {
    const taken = await (await fetch(`${url}/effects/${key}`)).json();
    if (taken > 0) return;
  }
  const response = await fetch(`${url}/effects/${key}`, { method: "POST" });
  await response.arrayBuffer();
}
