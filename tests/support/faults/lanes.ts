/**
 * Connections that are thrown away when they break. The driver's own pool is left out because a query that meets a connection
 * while it closes may never be answered, or end the process (postgres 3.4.9, connection.js: closed() and nextWrite()).
 */
import postgres, { type Sql } from "postgres";

export interface Lanes {
  /** Runs on a connection of its own. Rejects when there is no answer in time. */
  run<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
}

/** Tells these connections from those of the test itself. */
export const APPLICATION = "fault-worker";
const MAX_LANES = 8;
const NO_ANSWER_MS = 15_000;

export function openLanes(url: string, connection: Record<string, string | number>): Lanes {
  const idle: Sql[] = [];
  const waiting: (() => void)[] = [];
  let busy = 0;

  const open = () =>
    postgres(url, {
      max: 1,
      onnotice: () => {},
      connect_timeout: 5,
      fetch_types: false,
      connection: { ...connection, application_name: APPLICATION },
    });

  return {
    async run(work) {
      while (busy >= MAX_LANES) await new Promise<void>((resolve) => waiting.push(resolve));
      busy++;
      const sql = idle.pop() ?? open();
      let timer: NodeJS.Timeout | undefined;
      try {
        const noAnswer = new Promise<never>((_resolve, reject) => {
          timer = setTimeout(
            () => reject(Object.assign(new Error("No answer"), { code: "NO_ANSWER" })),
            NO_ANSWER_MS,
          );
        });
        const answer = await Promise.race([work(sql), noAnswer]);
        idle.push(sql);
        return answer;
      } catch (error) {
        // what the server itself refused leaves the connection whole, unless it was told to end
        const { code = "" } = error as { code?: string };
        if (/^(?!57P|53)[0-9A-Z]{5}$/.test(code) || /^P[T0]/.test(code)) idle.push(sql);
        else void sql.end({ timeout: 0 }).catch(() => {});
        throw error;
      } finally {
        clearTimeout(timer);
        busy--;
        waiting.shift()?.();
      }
    },
  };
}

/** The driver's fault described above; anything else ends the process as it should. */
export function outliveDriver(): void {
  process.on("uncaughtException", (error) => {
    if (!error.stack?.includes("nextWrite")) throw error;
  });
}
