/**
 * A copy of any JSON value whose every string PostgreSQL takes as jsonb: NUL and halves of a
 * surrogate pair become U+FFFD, in names of properties too. jsonb refuses both
 * (https://www.postgresql.org/docs/current/datatype-json.html), and one such character fails the
 * whole batch it travels in.
 */
export function cleanDeep<T>(value: T): T {
  return clean(value) as T;
}

function clean(value: unknown): unknown {
  if (typeof value === "string") return cleanString(value);
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(clean);
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    copy[cleanString(name)] = clean((value as Record<string, unknown>)[name]);
  }
  return copy;
}

function cleanString(value: string): string {
  return (value.includes("\0") ? value.replaceAll("\0", "\uFFFD") : value).toWellFormed();
}
