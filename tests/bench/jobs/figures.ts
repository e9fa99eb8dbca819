/** Numbers of a benchmark: medians of pairs, percentiles, and bars that hold or do not. */

export interface Bar {
  name: string;
  /** What was measured, ready to print: value, range, n. */
  figure: string;
  bar: string;
  holds: boolean;
}

export function median(values: number[]): number {
  return percentile(values, 0.5);
}

/** Nearest rank; `part` from 0 to 1. NaN when there are no values. */
export function percentile(values: number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? NaN;
}

/** The ratio of each pair of runs that followed each other: load that comes and goes hits both. */
export function pairwise(ours: number[], theirs: number[]): number[] {
  return ours.map((value, round) => value / theirs[round]!);
}

/** "0.91 (0.88..0.95, n=3)" */
export function spread(values: number[]): string {
  const low = Math.min(...values).toFixed(2);
  return `${median(values).toFixed(2)} (${low}..${
    Math.max(...values).toFixed(2)
  }, n=${values.length})`;
}

/** A bar on the median of pairwise ratios. */
export function ratioBar(
  name: string,
  ratios: number[],
  kind: ">=" | "<=",
  limit: number,
): Bar {
  const value = median(ratios);
  const holds = kind === ">=" ? value >= limit : value <= limit;
  return { name, figure: spread(ratios), bar: `${kind} ${limit}`, holds };
}

export function printTable(rows: string[][]): void {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows) {
    console.log("  " + row.map((cell, column) => cell.padEnd(widths[column]!)).join("  "));
  }
}

/** Prints the bars; answers whether all hold. */
export function printBars(bars: Bar[]): boolean {
  printTable([
    ["bar", "measured", "wanted", ""],
    ...bars.map(({ name, figure, bar, holds }) => [name, figure, bar, holds ? "pass" : "FAIL"]),
  ]);
  return bars.every(({ holds }) => holds);
}
