/** The limits port on the worker functions of migration 0166. */
import { z } from "zod";
import { type ProviderLimits, WAIT_REASONS } from "../../ports/provider-limits.ts";
import { callWorker, type DatabaseClient } from "./call-worker.ts";

export interface ProviderBudget {
  /** As provider-limits name it: `gmail`, `google-calendar`. */
  provider: string;
  /** Units one account may spend within any minute. */
  perMinute: number;
  /** Units all accounts together may spend within any minute. */
  projectPerMinute: number;
}

const spendAnswer = z.object({
  wait_ms: z.int(),
  reason: z.enum(WAIT_REASONS).nullable(),
  must_report: z.boolean(),
}).transform((row) => ({
  waitMs: row.wait_ms,
  reason: row.reason,
  mustReport: row.must_report,
}));

export function createProviderLimits(
  client: DatabaseClient,
  connectionId: string,
  budget: ProviderBudget,
): ProviderLimits {
  return {
    spend: (units) =>
      callWorker(
        client,
        "spend_budget",
        {
          connection_id: connectionId,
          units,
          provider: budget.provider,
          per_minute: budget.perMinute,
          project_per_minute: budget.projectPerMinute,
        },
        spendAnswer,
      ),
    async report(outcome, retryAfterMs) {
      await callWorker(
        client,
        "report_provider_call",
        {
          connection_id: connectionId,
          provider: budget.provider,
          outcome,
          ...(retryAfterMs !== null && { retry_after_ms: retryAfterMs }),
        },
        z.unknown(),
      );
    },
  };
}
