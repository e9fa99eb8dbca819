/** Until when a provider wants no call of an account, as far as this process has been told. */
export interface Pause {
  /** No call for so many milliseconds; never shortens what was told before. */
  hold(ms: number): void;
  /** Milliseconds that are left; 0 when calls may leave. */
  leftMs(): number;
}

/** @param now milliseconds of a clock that only goes forward */
export function createPause(now: () => number = () => performance.now()): Pause {
  let until = -Infinity;
  return {
    hold: (ms) => void (until = Math.max(until, now() + ms)),
    leftMs: () => Math.max(0, Math.ceil(until - now())),
  };
}
