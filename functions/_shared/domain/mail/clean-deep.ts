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
  if (Array.isArray(value)) return value.map(clean);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [cleanString(name), clean(inner)]),
  );
}

function cleanString(value: string): string {
  return value.replaceAll("\0", "\uFFFD").toWellFormed();
}
