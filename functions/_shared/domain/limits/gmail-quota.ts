/**
 * What Gmail lets an account and a project spend within a minute, and what each method costs:
 * https://developers.google.com/workspace/gmail/api/reference/quota. Projects that used the API before May 2026 keep the older
 * numbers; new ones get less and pay more for reading.
 */
export interface GmailQuota {
  perMinute: number;
  projectPerMinute: number;
  /** Units by operation. */
  costs: Readonly<Record<string, number>>;
}

const COSTS = {
  "getProfile": 1,
  "history.list": 2,
  "messages.list": 5,
  "messages.get": 20,
  "messages.attachments.get": 20,
  "messages.modify": 5,
  "messages.batchModify": 50,
  "messages.send": 100,
  "settings.sendAs.list": 1,
  "watch": 100,
  "stop": 50,
};

export const GMAIL_QUOTAS = {
  since_2026_05: { perMinute: 6_000, projectPerMinute: 1_200_000, costs: COSTS },
  before_2026_05: {
    perMinute: 15_000,
    projectPerMinute: 1_200_000,
    costs: { ...COSTS, "messages.get": 5, "messages.attachments.get": 5 },
  },
} as const satisfies Record<string, GmailQuota>;

export type GmailQuotaName = keyof typeof GMAIL_QUOTAS;

/** Throws RangeError for an operation nobody has put a cost to: unpaid calls would pass the limit unseen. */
export function gmailUnits(quota: GmailQuota, operation: string): number {
  const units = quota.costs[operation];
  if (units === undefined) throw new RangeError(`The cost of gmail ${operation} is not known`);
  return units;
}
