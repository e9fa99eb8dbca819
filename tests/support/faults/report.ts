/** What a fault run says: what was injected, whether it really happened, and each figure beside its limit. */

export interface Figure {
  name: string;
  /** What was measured, with its unit in the name. */
  measured: number;
  /** The acceptance figure: `<= 10`, `>= 0.95` or `= 0`. */
  limit: readonly ["<=" | ">=" | "=", number];
  /** How many observations the figure rests on. */
  n: number;
  /** A time or a rate beside another: it also says what else the machine does. */
  needsAQuietMachine?: true;
}

export interface FaultReport {
  /** Number in the catalogue of faults, as F1. */
  fault: string;
  /** One phrase: what was done to the system. */
  injected: string;
  /** How often it really happened, and how often it must have happened for the run to count. */
  happened: number;
  needed: number;
  figures: Figure[];
  /** Observations that are no acceptance figures. */
  notes?: string[];
}

/** A figure without observations holds nothing. */
export function isMet({ measured, limit: [relation, value], n }: Figure): boolean {
  if (n === 0 || Number.isNaN(measured)) return false;
  if (relation === "=") return measured === value;
  return relation === "<=" ? measured <= value : measured >= value;
}

export type Verdict = "pass" | "fail" | "invalid";

/** A run in which the fault did not happen proves nothing, whatever its figures say. */
export function verdictOf(report: FaultReport): Verdict {
  if (report.happened < report.needed || report.figures.length === 0) return "invalid";
  return report.figures.every(isMet) ? "pass" : "fail";
}

/**
 * What must be true on any machine at any moment: the fault happened at least once, and every figure that does not depend on what else runs is
 * met. `npm run faults` judges the others too, on purpose and not beside other tests.
 */
export function holdsOnABusyMachine(report: FaultReport): boolean {
  return report.happened >= 1 && report.figures.length > 0 &&
    report.figures.filter(({ needsAQuietMachine }) => !needsAQuietMachine).every(isMet);
}

export function formatReport(report: FaultReport): string {
  const figures = report.figures.map((figure) =>
    `${isMet(figure) ? "" : "NOT MET: "}${figure.name} ${round(figure.measured)} (${
      figure.limit.join(" ")
    }, n=${figure.n})`
  );
  const head = `${verdictOf(report).toUpperCase().padEnd(7)} ${
    report.fault.padEnd(4)
  } ${report.injected}: happened ${report.happened} times (needed ${report.needed})`;
  return [head, `  ${figures.join("; ")}`, ...(report.notes ?? []).map((note) => `  ${note}`)]
    .join(" |");
}

/** The value below which the share `part` of the numbers lies; NaN without numbers. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? NaN;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
