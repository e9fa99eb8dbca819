/** One run of a week as a process of its own: it moves the clock of all it does. Prints its days, then its result as one line. */
import { appendFileSync } from "node:fs";
import { runWeek, type WeekOptions } from "./run-week.ts";

const options: Omit<WeekOptions, "say" | "isStopped"> = JSON.parse(process.argv[2]!);
const print = console.log;
// the functions' own log lines go to the file the caller names, if any
const logFile = process.env.WEEK_LOG;
console.log = (...words: unknown[]) => {
  if (logFile) appendFileSync(logFile, `${words.join(" ")}\n`);
};
let isStopped = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => isStopped = true);
const result = await runWeek({
  ...options,
  say: (line) => print(line),
  isStopped: () => isStopped,
});
// megabytes of a week's rows are written when the pipe has room
process.stdout.write(`result ${JSON.stringify(result)}\n`, () => process.exit(0));
