/** The same week twice, once well and once with every fault: what was missed, what came twice, and where the ends differ. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ensurePostgresPackages } from "../../../scripts/local/postgres-packages.ts";
import type { WeekSize } from "./plan.ts";
import type { WeekResult } from "./run-week.ts";

export interface TwoWeeks {
  well: WeekResult;
  faulty: WeekResult;
  /** Rows only one of the two states has, by part; some of each. */
  differing: string[];
}

export async function runTwoWeeks(
  options: WeekSize & { seed: string; say: (line: string) => void },
): Promise<TwoWeeks> {
  const { say, ...size } = options;
  const run = (hasFaults: boolean, signal: AbortSignal) =>
    runProcess(
      { ...size, hasFaults },
      signal,
      (line) => say(`${hasFaults ? "with faults" : "well       "}  ${line}`),
    );
  // here, not in both at once
  await ensurePostgresPackages(join(import.meta.dirname, "../../.."), say);
  // one that fails ends the other
  const stop = new AbortController();
  const runs = [run(false, stop.signal), run(true, stop.signal)] as const;
  const [well, faulty] = await Promise.all(runs).finally(() => stop.abort());
  return { well, faulty, differing: differingRows(well, faulty) };
}

async function runProcess(
  options: WeekSize & { seed: string; hasFaults: boolean },
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<WeekResult> {
  const child = spawn(process.execPath, [
    join(import.meta.dirname, "week-process.ts"),
    JSON.stringify(options),
  ], { stdio: ["ignore", "pipe", "inherit"] });
  signal.addEventListener("abort", () => child.kill("SIGTERM"));
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  let result: WeekResult | null = null;
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith("result ")) result = JSON.parse(line.slice("result ".length));
    else say(line);
  }
  const code = await ended;
  if (result === null) throw new Error(`The simulated week ended with code ${code} and no result`);
  return result;
}

const SHOWN = 10;

function differingRows(well: WeekResult, faulty: WeekResult): string[] {
  return Object.keys(well.state.rows).flatMap((part) => {
    const [mine, theirs] = [well.state.rows[part]!, faulty.state.rows[part]!];
    const only = (rows: string[], others: string[], whose: string) => {
      const known = new Set(others);
      return rows.filter((row) => !known.has(row)).slice(0, SHOWN)
        .map((row) => `${part}, only ${whose}: ${row.slice(0, 400)}`);
    };
    return [...only(mine, theirs, "well"), ...only(theirs, mine, "with faults")];
  });
}

/** What must hold at the end, one line each; `isMet` of all is the verdict. */
export function weekFigures({ well, faulty }: TwoWeeks): { text: string; isMet: boolean }[] {
  const count = (result: WeekResult, fits: (what: string) => boolean) =>
    result.differences.filter(({ what }) => fits(what)).length;
  const parts = Object.entries(well.state.parts).map(([name, part]) => `${part.count} ${name}`);
  const happened = Object.entries(faulty.faults).map(([kind, times]) => `${kind} ${times}`);
  const isMissing = (what: string) => what.endsWith("missing");
  const isTwice = (what: string) => what.endsWith("twice");
  const others = (result: WeekResult) =>
    count(result, (what) => !isMissing(what) && !isTwice(what));
  return [
    {
      text: `${
        faulty.workers.join(", ")
      }: compared ${faulty.compared} mails and events with the provider: ${
        count(faulty, isMissing)
      } missing, ${count(faulty, isTwice)} twice, ${
        others(faulty)
      } otherwise different (without faults ${well.differences.length})`,
      isMet: faulty.compared > 0 && faulty.differences.length === 0 &&
        well.differences.length === 0,
    },
    {
      text: `state ${faulty.state.hash} with faults, ${well.state.hash} without: ${
        parts.join(", ")
      }`,
      isMet: faulty.state.hash === well.state.hash,
    },
    {
      text:
        `${faulty.requestCount} requests, ${faulty.refusedCount} refused for the rate, ${faulty.earlyCount} before Retry-After`,
      isMet: faulty.earlyCount === 0,
    },
    {
      text:
        `${faulty.revokedCount} permissions taken away, ${faulty.reconnectCount} owners asked to reconnect`,
      isMet: faulty.reconnectCount <= faulty.revokedCount && well.reconnectCount === 0,
    },
    {
      text: `dead jobs: ${
        faulty.deadJobs.map(({ queue, error, count }) => `${queue} ${count} ${error}`).join(", ") ||
        "none"
      }`,
      isMet: unexplainedDeaths(faulty) === 0,
    },
    {
      text: `faults that happened: ${happened.join(", ") || "none"}`,
      isMet: happened.length > 0 && Object.keys(well.faults).length === 0,
    },
  ];
}

/** A list that is too long to hold is given up at once, and the next poll asks anew: one death for each flood is right. */
function unexplainedDeaths({ deadJobs, faults }: WeekResult): number {
  const sum = (jobs: typeof deadJobs) => jobs.reduce((total, { count }) => total + count, 0);
  const isFlood = ({ error }: { error: string }) => error.includes("provider_answer_too_long");
  const floods = sum(deadJobs.filter(isFlood));
  return sum(deadJobs) - Math.min(floods, faults.huge ?? 0);
}
