/** What a caller of a provider knows: when each call left, when its answer came, and until when that asked to wait. */

export interface CallRecord {
  account: string;
  sentAt: number;
  /** Place in the order of all that left and was answered: a millisecond holds several. */
  sentPlace: number;
  /** Null while there is no answer, and for good when there never is one. */
  answeredAt: number | null;
  answeredPlace: number | null;
  status: number | null;
  /** The moment before which the answer wants no call; null when it names none that can be read. */
  notBefore: number | null;
}

let place = 0;

export function recordCalls(
  calls: CallRecord[],
  account: string,
  now: () => number,
): typeof fetch {
  return async (input, init) => {
    const call: CallRecord = {
      account,
      sentAt: now(),
      sentPlace: place++,
      answeredAt: null,
      answeredPlace: null,
      status: null,
      notBefore: null,
    };
    calls.push(call);
    const response = await fetch(input, init);
    call.answeredAt = now();
    call.answeredPlace = place++;
    call.status = response.status;
    call.notBefore = momentOf(response.headers.get("retry-after"), call.answeredAt);
    return response;
  };
}

/** Calls that left while an answer that was there already wanted none: no tolerance; one that had left before knew of no answer. */
export function earlyCalls(calls: readonly CallRecord[]): CallRecord[] {
  const waits = calls.filter(({ notBefore }) => notBefore !== null);
  return calls.filter(({ account, sentAt, sentPlace }) =>
    waits.some((wait) =>
      wait.account === account && wait.answeredPlace! < sentPlace && sentAt < wait.notBefore!
    )
  );
}

function momentOf(retryAfter: string | null, answeredAt: number): number | null {
  if (retryAfter === null) return null;
  if (/^\d+$/.test(retryAfter)) return answeredAt + Number(retryAfter) * 1000;
  const moment = Date.parse(retryAfter);
  return Number.isNaN(moment) ? null : moment;
}
