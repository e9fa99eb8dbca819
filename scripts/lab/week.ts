/**
 * `npm run lab -- --week`: a week of twenty mailboxes, played twice over the product's own functions on a virtual clock: once well
 * and once with every fault. Exit code 1 when a mail is missing or stored twice, or when the two ends differ.
 */
import { runTwoWeeks, weekFigures } from "../../tests/support/week/compare-weeks.ts";
import type { WeekSize } from "../../tests/support/week/plan.ts";

export async function showWeek(size: WeekSize, seed: string): Promise<boolean> {
  console.log(
    `${size.mailboxes} mailboxes, ${size.days} days, about ${size.perDay} things a day to each, seed ${seed}`,
  );
  const weeks = await runTwoWeeks({ ...size, seed, say: (line) => console.log(line) });
  const figures = weekFigures(weeks);
  console.log("");
  for (const { text, isMet } of figures) console.log(`${isMet ? "ok      " : "NOT MET "}  ${text}`);
  for (const { mailbox, what, id } of weeks.faulty.differences.slice(0, 20)) {
    console.log(`          ${mailbox}: ${what} ${id}`);
  }
  for (const line of weeks.differing) console.log(`          ${line}`);
  for (const { queue, error, count } of weeks.faulty.deadJobs) {
    console.log(`          dead in ${queue}, ${count} times: ${error}`);
  }
  return figures.every(({ isMet }) => isMet);
}
