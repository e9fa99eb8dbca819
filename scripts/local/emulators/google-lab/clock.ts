/**
 * The lab's time. It runs with the wall clock, or stands still until a test moves it; either way everything of the lab that is
 * timed (quota minutes, history, watches, tokens, redeliveries) reads it and nothing else.
 */
export interface LabClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs something at a moment of this clock; answers how to take it back. */
  at(moment: number, run: () => unknown): () => void;
  /** Moves on and runs what falls due on the way, in order, each finished before the next. */
  advance(milliseconds: number): Promise<void>;
}

interface Alarm {
  at: number;
  run: () => unknown;
}

/** @param standsAt start of a clock that only `advance` moves; without it the clock runs */
export function createLabClock(standsAt?: Date): LabClock {
  const alarms: Alarm[] = [];
  let offset = 0;
  let standing = standsAt?.getTime() ?? null;
  let timer: NodeJS.Timeout | undefined;
  const now = () => standing ?? Date.now() + offset;

  const takeDue = (until: number): Alarm | undefined =>
    alarms.length > 0 && alarms[0]!.at <= until ? alarms.shift() : undefined;
  const arm = () => {
    clearTimeout(timer);
    if (standing !== null || alarms.length === 0) return;
    const wait = Math.min(Math.max(alarms[0]!.at - now(), 0), 60_000);
    timer = setTimeout(() => {
      for (let due = takeDue(now()); due; due = takeDue(now())) void due.run();
      arm();
    }, wait);
    timer.unref();
  };

  return {
    now,
    at(moment, run) {
      const alarm = { at: moment, run };
      const place = alarms.findIndex((other) => other.at > moment);
      alarms.splice(place < 0 ? alarms.length : place, 0, alarm);
      arm();
      return () => {
        const index = alarms.indexOf(alarm);
        if (index >= 0) alarms.splice(index, 1);
      };
    },
    async advance(milliseconds) {
      const goal = now() + milliseconds;
      for (let due = takeDue(goal); due; due = takeDue(goal)) {
        const ahead = Math.max(0, due.at - now());
        if (standing === null) offset += ahead;
        else standing += ahead;
        await due.run();
      }
      const ahead = Math.max(0, goal - now());
      if (standing === null) offset += ahead;
      else standing += ahead;
      arm();
    },
  };
}
