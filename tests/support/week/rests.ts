/**
 * Rests of the functions in a simulated week: they look again after 200 ms, wait out the seconds a provider asked for. When
 * nobody does anything but rest, the clock goes to the end of the shortest rest instead of waiting for it.
 */
import type { WeekClock } from "./moved-clock.ts";

export interface Rests {
  /** To be called whenever somebody may have stopped working. */
  look(): void;
  restore(): void;
}

/** An answer that has come is taken up within this; should it not be, time has passed while it was read, and that may be. */
const QUIET_MS = 2;
/** What does nothing but settle a promise is a rest; other timers guard something, and keep real time. */
const SETTLES_A_PROMISE = "function () { [native code] }";

interface Rest {
  until: number;
  end: () => void;
}

/** @param isBusy whether a call is under way */
export function hurryRests(clock: WeekClock, isBusy: () => boolean): Rests {
  const { setTimeout: wait, clearTimeout: stop } = globalThis;
  const rests = new Set<Rest>();
  let isLooking = false;

  const look = () => {
    if (isLooking || rests.size === 0 || isBusy()) return;
    isLooking = true;
    wait(async () => {
      if (!isBusy() && rests.size > 0) {
        const until = Math.min(...[...rests].map((rest) => rest.until));
        if (until > clock.now()) await clock.moveTo(until);
        for (const rest of [...rests]) if (rest.until <= clock.now()) rest.end();
      }
      isLooking = false;
      look();
    }, QUIET_MS);
  };
  const begin = (callback: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
    if (String(callback) !== SETTLES_A_PROMISE) return wait(callback, ms, ...args);
    const rest: Rest = {
      until: clock.now() + ms,
      end() {
        stop(timer);
        rests.delete(rest);
        callback(...args);
      },
    };
    const timer = wait(rest.end, ms);
    rests.add(rest);
    look();
    return timer;
  };
  globalThis.setTimeout = begin as unknown as typeof setTimeout;
  return { look, restore: () => void (globalThis.setTimeout = wait) };
}
