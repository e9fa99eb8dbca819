/**
 * One clock for a simulated week: PostgreSQL's now(), this process's Date and the lab's clock stand together at the moment the
 * simulation has reached. Between two moments real time goes on, so that what happens in one is still in order. The database has
 * been made with moved-clock.sql.
 */
import type { Sql } from "postgres";
import type { LabClock } from "../../../scripts/local/emulators/google-lab/clock.ts";

const RealDate = Date;

/** Folder of moved-clock.sql, for startTestDatabase(). */
export const MOVED_CLOCK = "tests/support/week";

export interface WeekClock {
  /** Where this process and the database are. */
  now(): number;
  /** Everything that falls due at the lab on the way happens at its own moment. */
  moveTo(moment: number): Promise<void>;
  /** Brings the lab to where the others are by now. */
  catchUp(): Promise<void>;
}

/** From now on this process and the database are where the lab is. */
export async function moveClock(sql: Sql, lab: LabClock): Promise<WeekClock> {
  let ahead = lab.now() - RealDate.now();
  const began = ahead;
  class MovedDate extends RealDate {
    constructor(...args: unknown[]) {
      super(...(args.length === 0 ? [RealDate.now() + ahead] : args) as [number]);
    }
    static override now = () => RealDate.now() + ahead;
  }
  globalThis.Date = MovedDate as DateConstructor;
  const elapsed = performance.now.bind(performance);
  performance.now = () => elapsed() + ahead - began;

  const catchUp = () => lab.advance(Math.max(0, MovedDate.now() - lab.now()));
  const follow = async (moment: number) => {
    // never backwards: a busy moment may have taken longer than the step to the next
    ahead = Math.max(ahead, moment - RealDate.now());
    await sql`select setval('moved_clock.ahead', ${ahead})`;
  };
  await follow(lab.now());
  return {
    now: MovedDate.now,
    async moveTo(moment) {
      await follow(moment);
      await lab.advance(Math.max(0, moment - lab.now()));
    },
    catchUp,
  };
}
