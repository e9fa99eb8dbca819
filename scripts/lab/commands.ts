/** Commands a person types at a running lab. */
import {
  faultHelp,
  FaultSpecError,
  parseFault,
} from "../local/emulators/google-lab/faults/parse.ts";
import type { GoogleLab } from "../local/emulators/google-lab/lab.ts";
import type { Traffic } from "../local/emulators/google-lab/traffic/traffic.ts";

const HELP = [
  "fault KIND [name=value …]  switch a fault on: once, or times=3, times=always, chance=0.2",
  "kinds                      every fault and what it is told",
  "faults                     those that are on, and how often each kind has happened",
  "clear                      switch all off",
  "happen [ADDRESS] [COUNT]   let things happen to a mailbox, or to any",
  "advance 90s|15m|6h|7d      move the clock",
  "show tokens|requests       access tokens; the last twenty requests",
  "quit",
];

const UNITS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Answers what to print. */
export async function runCommand(
  lab: GoogleLab,
  traffic: Traffic,
  line: string,
): Promise<string[]> {
  const [command = "", ...rest] = line.trim().split(/\s+/);
  switch (command) {
    case "":
    case "quit":
      return [];
    case "fault":
      return addFault(lab, rest.join(" "));
    case "kinds":
      return faultHelp();
    case "faults":
      return [
        ...lab.faults.active().map(({ fault, scope, happened }) =>
          `on: ${JSON.stringify({ ...fault, ...scope })}, happened ${happened} times`
        ),
        `happened: ${JSON.stringify(lab.faults.counts())}`,
      ];
    case "clear":
      lab.faults.clear();
      return ["No fault is on"];
    case "happen":
      return happen(lab, traffic, rest);
    case "advance": {
      const [, count, unit] = /^(\d+)([smhd])$/.exec(rest[0] ?? "") ?? [];
      if (!unit) return ["advance what? As advance 90s, 15m, 6h or 7d"];
      await lab.clock.advance(Number(count) * UNITS[unit]!);
      return [`It is ${new Date(lab.clock.now()).toISOString()}`];
    }
    case "show":
      if (rest[0] === "tokens") {
        return lab.mailboxes().map(({ address, accessToken, refreshToken }) =>
          `${address}  Bearer ${accessToken}  refresh ${refreshToken}`
        );
      }
      return lab.requests.list().slice(-20).map((
        { at, operation, mailbox, units, status, faults },
      ) =>
        [
          new Date(at).toISOString().slice(11, 23),
          operation.padEnd(30),
          mailbox ?? "-",
          `${units} units`,
          status ?? "cut",
          ...faults,
        ].join("  ")
      );
    default:
      return HELP;
  }
}

function addFault(lab: GoogleLab, spec: string): string[] {
  try {
    lab.faults.add(parseFault(spec));
    return [`On: ${spec}`];
  } catch (error) {
    if (error instanceof FaultSpecError) return [error.message];
    throw error;
  }
}

function happen(lab: GoogleLab, traffic: Traffic, words: string[]): string[] {
  const count = Math.min(Number(words.find((word) => /^\d+$/.test(word)) ?? 1), 10_000);
  const address = words.find((word) => word.includes("@"));
  if (address !== undefined && !lab.mailboxes().some((mailbox) => mailbox.address === address)) {
    return [`There is no mailbox ${address}`];
  }
  const names = Array.from({ length: count }, () => traffic.any(address));
  const counted = Object.entries(Object.groupBy(names, (name) => name));
  return counted.map(([name, list]) => `${name} ${list!.length}`);
}
