// Preloaded into the import command by its tests: says on exit how large the process became. On Linux
// `ru_maxrss` survives exec, so it would count the test runner that started the process; VmHWM does not
// (https://man7.org/linux/man-pages/man2/getrusage.2.html, proc_pid_status(5)).
import { existsSync, readFileSync } from "node:fs";

const STATUS_FILE = "/proc/self/status";

process.on("exit", () => {
  const status = existsSync(STATUS_FILE) ? readFileSync(STATUS_FILE, "utf8") : "";
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
  process.stderr.write(`max-rss-kilobytes ${kilobytes}\n`);
});
