/** What a call to a provider must ask first, and may have to tell afterwards (migration 0166). One for each connection and provider. */

/** Why a call has to wait. A job that waits for one of these loses no attempt by it. */
export const WAIT_REASONS = [
  "provider_budget_spent",
  "project_budget_spent",
  "provider_rate_limited",
  "provider_circuit_open",
] as const;
export type WaitReason = (typeof WAIT_REASONS)[number];

export function isWaitReason(slug: string): slug is WaitReason {
  return (WAIT_REASONS as readonly string[]).includes(slug);
}

export interface SpendAnswer {
  /** 0: call now, the units are spent. Otherwise nothing was spent: ask again after so many milliseconds. */
  waitMs: number;
  reason: WaitReason | null;
  /** Something went wrong before: a success is news too. */
  mustReport: boolean;
}

export interface ProviderLimits {
  spend(units: number): Promise<SpendAnswer>;
  /** rate_limited: the provider said "too fast". failed: it did not answer well. ok: it answered, whatever it said. */
  report(outcome: "ok" | "rate_limited" | "failed", retryAfterMs: number | null): Promise<void>;
}
