/** Five minutes, as Slack and Standard Webhooks advise: longer than a bad clock, shorter than a useful replay. */
const TOLERANCE_SECONDS = 300;

/**
 * Whether a signed timestamp is of now, so that a recorded request cannot be played again later.
 * @param header seconds since 1970, as digits
 */
export function isTimely(
  header: string | null,
  now: Date,
  toleranceSeconds: number = TOLERANCE_SECONDS,
): boolean {
  if (!header || !/^\d{1,12}$/.test(header)) return false;
  return Math.abs(now.getTime() / 1000 - Number(header)) <= toleranceSeconds;
}
