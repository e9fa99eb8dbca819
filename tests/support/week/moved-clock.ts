/**
 * One clock for a simulated week: PostgreSQL's now(), this process's Date and the lab's clock stand together at the moment the
 * simulation has reached. Between two moments real time goes on, so that what happens in one is still in order.
 */
import postgres, { type Sql } from "postgres";
import type { LabClock } from "../../../scripts/local/emulators/google-lab/clock.ts";

const RealDate = Date;

/**
 * Puts functions of ours in the place of now() and clock_timestamp(). Before any migration: defaults, policies and functions
 * bind what they find. The built-in ones cannot be changed, since PostgreSQL knows them by number.
 */
export async function installMovedClock(databaseUrl: string): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(`
      set allow_system_table_mods = on;
      create schema moved_clock;
      create table moved_clock.clock (moved interval not null);
      insert into moved_clock.clock values ('0');
      grant usage on schema moved_clock to public;
      grant select on moved_clock.clock to public;
      alter function pg_catalog.now() rename to real_now;
      alter function pg_catalog.clock_timestamp() rename to real_clock_timestamp;
      create function pg_catalog.now() returns timestamptz language sql stable parallel safe set search_path = ''
        as $$ select pg_catalog.real_now() + (select c.moved from moved_clock.clock c) $$;
      create function pg_catalog.clock_timestamp() returns timestamptz language sql volatile parallel safe set search_path = ''
        as $$ select pg_catalog.real_clock_timestamp() + (select c.moved from moved_clock.clock c) $$;
    `);
  } finally {
    await sql.end();
  }
}

export interface WeekClock {
  now(): number;
  /** Everything that falls due at the lab on the way happens. */
  moveTo(moment: number): Promise<void>;
}

/** From now on this process and the database are where the lab is. */
export async function moveClock(sql: Sql, lab: LabClock): Promise<WeekClock> {
  let offset = lab.now() - RealDate.now();
  class MovedDate extends RealDate {
    constructor(...args: unknown[]) {
      super(...(args.length === 0 ? [RealDate.now() + offset] : args) as [number]);
    }
    static override now = () => RealDate.now() + offset;
  }
  globalThis.Date = MovedDate as DateConstructor;

  const follow = async (moment: number) => {
    // never backwards: a busy moment may have taken longer than the step to the next
    offset = Math.max(offset, moment - RealDate.now());
    await sql`update moved_clock.clock set moved = ${offset} * interval '1 millisecond'`;
  };
  await follow(lab.now());
  return {
    now: lab.now,
    async moveTo(moment) {
      await follow(moment);
      await lab.advance(Math.max(0, moment - lab.now()));
    },
  };
}
