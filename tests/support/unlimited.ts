import type { ProviderLimits } from "../../functions/_shared/ports/provider-limits.ts";

/** Where limits are not what a test is about. */
export const unlimited: ProviderLimits = {
  spend: () => Promise.resolve({ waitMs: 0, reason: null, mustReport: false }),
  report: () => Promise.resolve(),
};
