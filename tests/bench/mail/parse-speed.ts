/** B9 and B4 (iii): how fast mails are read beside postal-mime and mailparser, and what one mail costs at most. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type Bar, median, pairwise, printTable, ratioBar, spread } from "../jobs/figures.ts";
import { mailparser, ours, type Parser, postalMime } from "./parsers.ts";

export interface SpeedSize {
  pairs: number;
  /** How often all mails are read in one run. */
  repeats: number;
}

/** Ratio of our messages a second to postal-mime's on the same bytes; `limit` is the bar. */
export async function benchParsing(
  name: string,
  mails: Uint8Array[],
  limit: number,
  { pairs, repeats }: SpeedSize,
): Promise<Bar> {
  const parsers = [ours, postalMime, mailparser];
  const rates = new Map<Parser, number[]>(parsers.map((parser) => [parser, []]));
  for (let round = 0; round <= pairs; round++) {
    for (const parser of parsers) {
      const rate = await rateOf(parser, mails, repeats);
      if (round > 0) rates.get(parser)!.push(rate); // the first one warms up
    }
  }
  const of = (parser: Parser) => rates.get(parser)!;
  printTable([
    [name, "mails/s", "of postal-mime"],
    ...parsers.map((parser) => [
      parser.name,
      median(of(parser)).toFixed(0),
      spread(pairwise(of(parser), of(postalMime))),
    ]),
  ]);
  const bytes = mails.reduce((sum, { length }) => sum + length, 0);
  console.log(
    `  ${mails.length} mails, ${(bytes / 1e6).toFixed(1)} MB, read ${repeats} times a run`,
  );
  return ratioBar(`${name}: ours / postal-mime`, pairwise(of(ours), of(postalMime)), ">=", limit);
}

async function rateOf(parser: Parser, mails: Uint8Array[], repeats: number): Promise<number> {
  collectGarbage();
  const started = performance.now();
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const mail of mails) {
      try {
        await parser.parse(mail);
      } catch {
        // counted by benchCosts() for ours; a peer may refuse what it likes
      }
    }
  }
  return mails.length * repeats / (performance.now() - started) * 1_000;
}

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** Smaller mails are measured together: one record has a size of its own, and the heap is counted in pages. */
const MEASURED_ALONE = 16 * 1024;

/** What one mail costs at most: time, heap that its record keeps, and errors (none but refusals exist here). */
export function benchCosts(mails: Uint8Array[]): Bar[] {
  let slowest = 0;
  let uncaught = 0;
  const read = (mail: Uint8Array): unknown => {
    const started = performance.now();
    try {
      return ours.parse(mail);
    } catch {
      uncaught++;
      return null;
    } finally {
      slowest = Math.max(slowest, performance.now() - started);
    }
  };
  mails.forEach(read);
  const large = mails.filter(({ length }) => length >= MEASURED_ALONE);
  const alone = large.map((mail) => keptBytes(() => read(mail)) / mail.length);
  const together = keptBytes(() => mails.map(read)) /
    mails.reduce((sum, { length }) => sum + length, 0);
  return [
    {
      name: "B9 errors",
      figure: `${uncaught} (n=${mails.length})`,
      bar: "= 0",
      holds: uncaught === 0,
    },
    {
      name: "B9 slowest mail",
      figure: `${slowest.toFixed(0)} ms (n=${mails.length})`,
      bar: "<= 1000 ms",
      holds: slowest <= 1_000,
    },
    {
      name: "B9 heap kept of one mail / its bytes, highest",
      figure: spread(alone),
      bar: "<= 8",
      holds: Math.max(...alone) <= 8,
    },
    {
      name: "B9 heap kept of all mails / their bytes",
      figure: `${together.toFixed(2)} (n=${mails.length})`,
      bar: "<= 8",
      holds: together <= 8,
    },
  ];
}

function keptBytes(work: () => unknown): number {
  const used = () => {
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = used();
  const kept = work();
  const after = used();
  return kept === undefined ? NaN : Math.max(0, after - before);
}
