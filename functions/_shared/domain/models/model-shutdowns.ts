/**
 * Which configured model is about to be withdrawn (TRI-3). Providers announce the day months ahead and then answer 404
 * (https://developers.openai.com/api/docs/deprecations, as of November 2026); AI_MODEL_SHUTDOWNS adds to this and corrects it.
 */
export const KNOWN_SHUTDOWNS: Readonly<Record<string, string>> = {
  "gpt-5": "2026-12-11",
  "gpt-5-mini": "2026-12-11",
  "gpt-5-nano": "2026-12-11",
  "gpt-4o": "2027-01-14",
  "gpt-4o-mini": "2027-01-14",
  "gpt-4.1": "2027-01-14",
  "gpt-4.1-mini": "2027-01-14",
};

/** Long enough to try another model on the evals before it has to serve. */
const WARNING_DAYS = 60;
const DAY_MS = 86_400_000;
const SNAPSHOT = /-\d{4}-\d{2}-\d{2}$/;

export interface ModelShutdown {
  model: string;
  roles: string[];
  /** Its last day, or a day that is past. */
  shuts_down_on: string;
  /** Negative when it is past. */
  days_left: number;
}

/**
 * @param models the model of each role, null where none is set
 * @param settings model to day, before what is known here
 * @returns the models whose day is within sixty days or past, the soonest first
 */
export function nearShutdowns(
  models: Record<string, string | null>,
  settings: Record<string, string>,
  asOf: Date,
): ModelShutdown[] {
  const days: Record<string, string> = { ...KNOWN_SHUTDOWNS, ...settings };
  const found = new Map<string, ModelShutdown>();
  for (const [role, model] of Object.entries(models)) {
    // a dated snapshot goes with its model, unless it has a day of its own
    const day = model && (days[model] ?? days[model.replace(SNAPSHOT, "")]);
    if (!model || !day) continue;
    const left = Math.ceil((Date.parse(`${day}T00:00:00Z`) - asOf.getTime()) / DAY_MS);
    if (left > WARNING_DAYS) continue;
    const known = found.get(model);
    if (known) known.roles.push(role);
    else found.set(model, { model, roles: [role], shuts_down_on: day, days_left: left });
  }
  return [...found.values()].sort((one, other) => one.days_left - other.days_left);
}
