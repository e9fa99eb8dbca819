/**
 * A provider behind its limits: asks the budget before each call, tells it what went wrong, and waits only when that is short.
 * Every call to a provider that counts goes through this; it never retries.
 */
import type { ProviderLimits } from "../ports/provider-limits.ts";
import type { Pause } from "./pause.ts";
import { ProviderError, ProviderWait } from "./provider-error.ts";
import type { ProviderFetch, ProviderRequest } from "./provider-fetch.ts";

export interface LimitedFetchOptions {
  provider: string;
  limits: ProviderLimits;
  /** What a call costs, in the provider's units. */
  unitsOf: (request: ProviderRequest) => number;
  /** Waits up to so many milliseconds are waited out here; longer ones are the job's business. */
  maxWaitMs?: number;
  /** What this process has been told already: calls that have asked but not left yet must not leave. */
  pause: Pause;
  sleep?: (ms: number) => Promise<void>;
}

/** Long enough for a job that was put off until shortly before its moment, short enough to hold no worker for nothing. */
const MAX_WAIT_MS = 8_000;

/** @throws {ProviderWait} from the returned function when no call may be made for a while; {ProviderError} as the call itself */
export function limitFetch(call: ProviderFetch, options: LimitedFetchOptions): ProviderFetch {
  const { provider, limits, unitsOf, pause } = options;
  const maxWaitMs = options.maxWaitMs ?? MAX_WAIT_MS;
  const sleep = options.sleep ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));

  const permit = async (request: ProviderRequest): Promise<boolean> => {
    for (let waited = 0;;) {
      const answer = await limits.spend(unitsOf(request));
      const waitMs = answer.waitMs || pause.leftMs();
      if (waitMs === 0) return answer.mustReport;
      // A circuit is open for a reason; nobody stands in line for the probe.
      const isShort = answer.reason !== "provider_circuit_open" && waited + waitMs <= maxWaitMs;
      if (!isShort) throw new ProviderWait(provider, answer.reason, waitMs);
      await sleep(waitMs);
      waited += waitMs;
    }
  };

  return async (request) => {
    const mustReport = await permit(request);
    try {
      const answer = await call(request);
      if (mustReport) await limits.report("ok", null);
      return answer;
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      const outcome = outcomeOf(error);
      if (outcome === "rate_limited" && error.retryAfterMs !== null) {
        pause.hold(error.retryAfterMs);
      }
      if (outcome !== "ok" || mustReport) await limits.report(outcome, error.retryAfterMs);
      throw error;
    }
  };
}

function outcomeOf(error: ProviderError): "ok" | "rate_limited" | "failed" {
  if (error.slug === "provider_rate_limited") return "rate_limited";
  // A refusal is an answer: whoever refuses is well.
  return error.errorClass === "transient" ? "failed" : "ok";
}
