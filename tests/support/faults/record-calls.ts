/** What a caller of a provider knows: when each call left, when its answer came, and until when that asked to wait. */

export interface CallRecord {
  account: string;
  sentAt: number;
  /** Null while there is no answer, and for good when there never is one. */
  answeredAt: number | null;
  status: number | null;
  /** The moment before which the answer wants no call; null when it names none that can be read. */
  notBefore: number | null;
}

export function recordCalls(
  calls: CallRecord[],
  account: string,
  now: () => number,
): typeof fetch {
  return async (input, init) => {
    const call: CallRecord = {
      account,
      sentAt: now(),
      answeredAt: null,
      status: null,
      notBefore: null,
    };
    calls.push(call);
    const response = await fetch(input, init);
    call.answeredAt = now();
    call.status = response.status;
    call.notBefore = momentOf(response.headers.get("retry-after"), call.answeredAt);
    return response;
  };
}

/** Calls that left while an answer that was there already wanted none: no tolerance, since one that is under way knows of no answer. */
export function earlyCalls(calls: readonly CallRecord[]): CallRecord[] {
  const waits = calls.filter(({ notBefore }) => notBefore !== null);
  return calls.filter(({ account, sentAt }) =>
    waits.some((wait) =>
      wait.account === account && wait.answeredAt! <= sentAt && sentAt < wait.notBefore!
    )
  );
}

function momentOf(retryAfter: string | null, answeredAt: number): number | null {
  if (retryAfter === null) return null;
  if (/^\d+$/.test(retryAfter)) return answeredAt + Number(retryAfter) * 1000;
  const moment = Date.parse(retryAfter);
  return Number.isNaN(moment) ? null : moment;
}
