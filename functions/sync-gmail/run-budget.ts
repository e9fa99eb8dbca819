/**
 * What one run may do: a function has 2 s of CPU (https://supabase.com/docs/guides/functions/limits), and taking a mail apart and
 * storing it costs some 5 ms of it. All mailboxes of a run share it; the rest is for the next run, which is rung at once.
 */
export interface RunBudget {
  hasMore(): boolean;
  /** How many of so many mails may still be read. */
  take(wanted: number): number;
}

const MAILS = 150;
/** Well before the platform's 150 s. */
const RUN_MS = 100_000;

export function createRunBudget(now: () => number): RunBudget {
  const endsAt = now() + RUN_MS;
  let left = MAILS;
  const hasMore = () => left > 0 && now() < endsAt;
  return {
    hasMore,
    take(wanted) {
      const granted = hasMore() ? Math.min(wanted, left) : 0;
      left -= granted;
      return granted;
    },
  };
}
