/** What a 403 of Google's APIs means: the reason stands in the body, and the lists of reasons differ only in the limits. */
import { z } from "zod";
import type { ProviderErrorClass } from "../../http/provider-error.ts";

const errorAnswer = z.object({
  error: z.object({
    errors: z.array(z.object({ reason: z.string() })).default([]),
    details: z.array(z.object({ reason: z.string().optional() })).default([]),
  }),
});

const PERMISSIONS = ["insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "authError"];

/** Null leaves the decision to the status. `limits`: the reasons that mean "too fast" in this API. */
export function classifyGoogleRefusal(
  status: number,
  answer: unknown,
  limits: readonly string[],
): ProviderErrorClass | "rate_limited" | null {
  const parsed = errorAnswer.safeParse(answer);
  if (status !== 403 || !parsed.success) return null;
  const { errors, details } = parsed.data.error;
  const reasons = [...errors, ...details].map((one) => one.reason ?? "");
  if (reasons.some((reason) => limits.includes(reason))) return "rate_limited";
  if (reasons.some((reason) => PERMISSIONS.includes(reason))) return "needs_reconnect";
  return "permanent";
}
