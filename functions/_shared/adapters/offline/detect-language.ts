/** Which of the four languages of the offline drafts a text is in, by its most frequent short words. */
export type DraftLanguage = "en" | "de" | "fr" | "es";

const WORDS: Record<DraftLanguage, string> = {
  en: "the and you your to of is for with have can could would please we it this that on are will",
  de:
    "der die das und ich sie wir ist nicht mit für den ein eine bitte können haben auf zu es sind dass",
  fr:
    "le la les et vous je nous est pas avec pour un une des que sur votre merci être dans ce cette",
  es: "el la los las y que de usted nos es no con para un una por su gracias puede está en lo",
};

const SETS = Object.entries(WORDS).map(([language, words]) =>
  [language as DraftLanguage, new Set(words.split(" "))] as const
);

/**
 * @param hint a BCP 47 tag that decides when it names one of the four
 * @returns English where nothing speaks for another
 */
export function detectLanguage(text: string, hint: string | null): DraftLanguage {
  const hinted = hint?.slice(0, 2).toLowerCase();
  for (const [language] of SETS) if (language === hinted) return language;
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  let best: DraftLanguage = "en";
  let bestCount = words.filter((word) => SETS[0]?.[1].has(word)).length;
  for (const [language, set] of SETS.slice(1)) {
    const count = words.filter((word) => set.has(word)).length;
    if (count > bestCount) [best, bestCount] = [language, count];
  }
  return best;
}
