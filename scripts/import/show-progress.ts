const LINE_EVERY_MS = 5000;
const BAR_EVERY_MS = 100;
const BAR_WIDTH = 24;

/** Where progress is written; `process.stderr` is one. */
export interface ProgressOutput {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

/** How far an import is. */
export interface ProgressState {
  readBytes: number;
  totalBytes: number;
  /** Messages that have their result. */
  messageCount: number;
  seconds: number;
}

/** Shows how far the import is: a bar on a terminal, else a line every five seconds. */
export class ProgressDisplay {
  readonly state: ProgressState;
  private readonly output: ProgressOutput;
  private readonly startedAt = performance.now();
  private readonly timer: NodeJS.Timeout;

  constructor(output: ProgressOutput, totalBytes: number) {
    this.output = output;
    this.state = { readBytes: 0, totalBytes, messageCount: 0, seconds: 0 };
    this.timer = setInterval(() => this.draw(), output.isTTY ? BAR_EVERY_MS : LINE_EVERY_MS);
    this.timer.unref();
  }

  get seconds(): number {
    return (performance.now() - this.startedAt) / 1000;
  }

  /** Removes the bar, so that what follows begins on an empty line. */
  stop(): void {
    clearInterval(this.timer);
    if (this.output.isTTY) this.output.write("\r\x1b[K");
  }

  private draw(): void {
    this.state.seconds = this.seconds;
    const text = progressLine(this.state, this.output.isTTY === true);
    if (!this.output.isTTY) this.output.write(`${text}\n`);
    else this.output.write(`\r${text.slice(0, (this.output.columns ?? 80) - 1)}\x1b[K`);
  }
}

/** One line, for example `[######----]  42 %  420 of 1,000 MB  900 messages  310/s  2 min left`. */
export function progressLine(state: ProgressState, hasBar: boolean): string {
  // A file that grows while it is read must not show more than everything.
  const share = state.totalBytes > 0 ? Math.min(1, state.readBytes / state.totalBytes) : 0;
  const filled = Math.round(share * BAR_WIDTH);
  const bar = `[${"#".repeat(filled)}${"-".repeat(BAR_WIDTH - filled)}] `;
  const perSecond = Math.round(state.messageCount / Math.max(state.seconds, 0.001));
  const megabytes = (bytes: number) =>
    (bytes / 1e6).toLocaleString("en-US", { maximumFractionDigits: 1 });
  return [
    `${hasBar ? bar : ""}${Math.floor(share * 100)} %`,
    `${megabytes(state.readBytes)} of ${megabytes(state.totalBytes)} MB`,
    `${state.messageCount.toLocaleString("en-US")} messages`,
    `${perSecond.toLocaleString("en-US")}/s`,
    share > 0.01 ? `${duration(state.seconds / share - state.seconds)} left` : "",
  ].filter(Boolean).join("  ");
}

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  if (seconds < 3600) return `${Math.ceil(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h ${Math.ceil((seconds % 3600) / 60)} min`;
}
