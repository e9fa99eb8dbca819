/** The lab at a glance: one line for each mailbox that was asked for, and the faults that happened. */
import type { GoogleLab } from "../local/emulators/google-lab/lab.ts";
import type { LoggedRequest } from "../local/emulators/google-lab/request-log.ts";

const MAX_LINES = 20;
const COLUMNS = [
  "mailbox",
  "calls",
  "2xx",
  "4xx",
  "429",
  "5xx",
  "cut",
  "units/min",
  "mails",
  "faults",
];

export function renderTable(lab: GoogleLab): string {
  const by = Map.groupBy(lab.requests.list(), ({ mailbox }) => mailbox ?? "(no mailbox)");
  const rows = [...by].sort(([, a], [, b]) => b.length - a.length).slice(0, MAX_LINES).map((
    [address, requests],
  ) => {
    const mailbox = lab.mailboxes().find((one) => one.address === address);
    return [
      address,
      requests.length,
      count(requests, (status) => status >= 200 && status < 300),
      count(requests, (status) => status >= 400 && status < 500 && status !== 429),
      count(requests, (status) => status === 429),
      count(requests, (status) => status >= 500),
      requests.filter(({ status }) => status === null).length,
      mailbox?.quota.used("gmail", lab.clock.now()) ?? "",
      mailbox?.gmail.count() ?? "",
      requests.reduce((sum, { faults }) => sum + faults.length, 0),
    ].map(String);
  });
  if (rows.length === 0) return "No requests yet";
  const table = [COLUMNS, ...rows];
  const widths = COLUMNS.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const lines = table.map((row) =>
    row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)
    ).join("  ")
  );
  const faults = Object.entries(lab.faults.counts()).map(([kind, happened]) =>
    `${kind} ${happened}`
  );
  const notes = [
    faults.length > 0 ? `faults: ${faults.join(", ")}` : "faults: none",
    `called before Retry-After: ${lab.requests.early().length}`,
  ];
  return [...lines, notes.join("   "), ""].join("\n");
}

function count(requests: LoggedRequest[], fits: (status: number) => boolean): number {
  return requests.filter(({ status }) => status !== null && fits(status)).length;
}
