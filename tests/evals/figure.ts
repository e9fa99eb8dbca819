/** One measured share of one set, by one way of doing it. */
export interface Figure {
  set: string;
  /** `all` for public sets the rules have been improved on as a whole. */
  half: "all" | "development" | "held-out";
  measure: string;
  /** Ours, a peer, or what doing nothing reaches. */
  by: string;
  /** 0 to 1. */
  value: number;
  /** What read the set: rules, or the models of the settings. */
  engine?: "offline" | "model";
  /** Cases counted. */
  n: number;
  /** What ours must reach. */
  bar?: number;
}

/** Precision, recall and F1 of counted decisions. */
export function f1(truePositive: number, falsePositive: number, falseNegative: number) {
  const precision = truePositive / (truePositive + falsePositive || 1);
  const recall = truePositive / (truePositive + falseNegative || 1);
  return { precision, recall, f1: 2 * precision * recall / (precision + recall || 1) };
}

export function meetsBar({ value, bar }: Figure): boolean {
  return bar === undefined || value >= bar;
}

/** A line a figure, in columns. */
export function formatFigures(figures: Figure[]): string {
  const rows = figures.map((figure) => [
    figure.set,
    figure.engine ?? "",
    figure.half,
    figure.measure,
    figure.by,
    figure.value.toFixed(3),
    `n ${figure.n}`,
    figure.bar === undefined
      ? ""
      : `bar ${figure.bar.toFixed(3)} ${meetsBar(figure) ? "met" : "MISSED"}`,
  ]);
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)));
  return rows.map((row) => row.map((cell, at) => cell.padEnd(widths[at]!)).join("  ").trimEnd())
    .join("\n");
}

/** The even cases of a public set; rules may be improved on these only. */
export function halfOf(at: number): "development" | "held-out" {
  return at % 2 === 0 ? "development" : "held-out";
}
