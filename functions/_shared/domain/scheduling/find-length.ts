const NUMBERS: Record<string, number> = {
  one: 1,
  an: 1,
  a: 1,
  two: 2,
  three: 3,
  eine: 1,
  einer: 1,
  zwei: 2,
  drei: 3,
  une: 1,
  deux: 2,
  trois: 3,
  una: 1,
  dos: 2,
  tres: 3,
};
const COUNT = `(\\d{1,3}(?:[.,]5)?|${Object.keys(NUMBERS).join("|")})`;

/** Words for a length, its minutes for each unit; what stands first decides. */
const LENGTHS: [source: string, minutes: number][] = [
  ["an hour and a half|anderthalb Stunden|une heure et demie|hora y media", 90],
  ["half an hour|a half hour|(?:eine |einer )?halbe[n]? Stunde|une demi-heure|media hora", 30],
  [
    "three[- ]quarters of an hour|(?:eine |einer )?Dreiviertelstunde|trois quarts d'heure|tres cuartos de hora",
    45,
  ],
  [
    "(?:a )?quarter of an hour|(?:eine |einer )?Viertelstunde|un quart d'heure|un cuarto de hora",
    15,
  ],
  [`${COUNT}[ -]?(?:min(?:ute)?s?|minuten|minütig\\p{L}*|minutos|mins)`, 1],
  [`${COUNT}[ -]?(?:hours?|hrs?|stunden?|stündig\\p{L}*|heures?|horas?)`, 60],
];

/** Before a length that is no meeting's: "back by half an hour", "in 30 minutes". */
const NO_LENGTH =
  /(?:\b(?:by|in|within|about|after|ago|every|um|innerhalb von|dans|en|hace|d'ici)|\b(?:il y a))\s*$/iu;

/** How long something that is said to last lasts, in minutes; null when nothing says so. Longer than a day is no meeting. */
export function findLength(text: string): number | null {
  const plain = text.replaceAll("’", "'");
  for (const [source, minutes] of LENGTHS) {
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}.,:])(?:${source})(?![\\p{L}\\p{N}])`, "giu");
    for (const match of plain.matchAll(pattern)) {
      if (NO_LENGTH.test(plain.slice(Math.max(0, match.index - 20), match.index))) continue;
      const count = match[1];
      const length = Math.round(
        minutes * (count ? NUMBERS[count.toLowerCase()] ?? Number(count.replace(",", ".")) : 1),
      );
      if (length > 0 && length <= 24 * 60) return length;
    }
  }
  return null;
}
