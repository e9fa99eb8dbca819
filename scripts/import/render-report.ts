import type { ImportCounts, ImportFailure } from "./import-report.ts";

/** Everything the final report says. */
export interface FinalReport {
  source: string;
  mailbox: string;
  workspace: string;
  counts: ImportCounts;
  seconds: number;
  failures: ImportFailure[];
  /** File with every failure when there are more than are listed. */
  failureFile: string | null;
  /** Slug of what ended the import before everything was read; null when it ran to its end. */
  endedBy: string | null;
}

const number = new Intl.NumberFormat("en-US");
const decimal = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

/** The report for people: plain text, several lines, no line break at the end. */
export function renderReport(report: FinalReport): string {
  const { counts } = report;
  const perSecond = counts.read / Math.max(report.seconds, 0.001);
  const line = (label: string, value: number, more = "") =>
    `  ${label.padEnd(14)}${number.format(value).padStart(10)}${more && `  ${more}`}`;
  const size = `${decimal.format(counts.readByteCount / 1e6)} MB`;
  const pace = `${decimal.format(report.seconds)} s, ${number.format(Math.round(perSecond))}/s`;
  const lines = [
    `Imported ${report.source} into ${report.workspace} as ${report.mailbox}`,
    line("read", counts.read, `${size} in ${pace}`),
    line("stored", counts.stored),
    line("updated", counts.updated),
    line("duplicates", counts.duplicates),
    line("conversations", counts.newConversations, "new"),
    line("contacts", counts.newContacts, "new"),
    line("automatic", total(counts.automatic), byCount(counts.automatic)),
    line("failures", counts.failureCount),
  ];
  if (counts.notImported.size > 0) {
    lines.push(line("not imported", total(counts.notImported), byCount(counts.notImported)));
  }
  if (counts.notSent > 0) lines.push(line("not sent", counts.notSent));
  if (counts.skipped.size > 0) {
    lines.push(line("skipped files", total(counts.skipped), byCount(counts.skipped)));
  }
  for (const { file, offset, slug, detail } of report.failures) {
    lines.push(`  ${file}${offset === null ? "" : ` at byte ${offset}`}: ${detail} [${slug}]`);
  }
  const unlisted = counts.failureCount - report.failures.length;
  if (unlisted > 0) {
    lines.push(`  and ${number.format(unlisted)} more; all are in ${report.failureFile}`);
  }
  return lines.join("\n");
}

/** The report for programs: one JSON object. */
export function renderJsonReport(report: FinalReport): string {
  const { counts } = report;
  return JSON.stringify(
    {
      source: report.source,
      mailbox: report.mailbox,
      workspace: report.workspace,
      ended_by: report.endedBy,
      seconds: Math.round(report.seconds * 1000) / 1000,
      read: counts.read,
      read_byte_count: counts.readByteCount,
      stored: counts.stored,
      updated: counts.updated,
      duplicates: counts.duplicates,
      new_conversations: counts.newConversations,
      new_contacts: counts.newContacts,
      automatic: Object.fromEntries(counts.automatic),
      not_imported: Object.fromEntries(counts.notImported),
      skipped_files: Object.fromEntries(counts.skipped),
      failure_count: counts.failureCount,
      not_sent: counts.notSent,
      failures: report.failures,
      failure_file: report.failureFile,
    },
    null,
    2,
  );
}

function total(counts: Map<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

function byCount(counts: Map<string, number>): string {
  return [...counts].sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${number.format(count)}`).join(", ");
}
