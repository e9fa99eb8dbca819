const TITLES =
  /^(?:mr|mrs|ms|mx|dr|prof|herr|frau|hr|fr|monsieur|madame|mme|m|sr|sra|srta|don|doña|ing|dipl)$/i;

/**
 * The name to greet by, from a display name: `Müller, Bob` and `Dr. Bob Müller` give `Bob`. Null when there is none
 * to be sure of, as in `Globex Support 24/7` or a name that hides a link.
 */
export function firstName(displayName: string | null): string | null {
  const name = (displayName ?? "").trim();
  // Nobody's name has these; addresses, links and departments do.
  if (name === "" || /[@/\\<>:\d|]/.test(name)) return null;
  const [beforeComma, afterComma] = name.split(",", 2);
  const words = (afterComma?.trim() || beforeComma || "").split(/\s+/)
    .filter((word) => !TITLES.test(word.replace(/\.$/, "")));
  const [first] = words;
  return first && /^\p{L}[\p{L}\p{M}'’-]{1,30}$/u.test(first) ? first : null;
}
