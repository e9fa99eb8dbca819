/** A language a text can be told to be in by its most frequent short words. */
export type TextLanguage = "en" | "de" | "fr" | "es" | "it" | "nl" | "pt";

/** The last three have no rules; they are here so that they are not taken for one of the four. */
const WORDS: Record<TextLanguage, string> = {
  en:
    "the and you your to of is for with have can could would please we it this that on are will i my me be " +
    "do did does any by as at from has had was what when where who how if not in hi hello dear thanks",
  de:
    "der die das und ich sie wir ist nicht mit für den ein eine bitte können haben auf zu es sind dass du " +
    "dir dich mir mich ihnen ihr ihre hast hat kannst könnten würden wäre was wie wann wo wer von vom zum zur " +
    "um am im bis dem des einen einer noch auch nur wenn oder aber uns hallo guten tag uhr gibt passt schon",
  fr:
    "le la les et vous je nous est pas avec pour un une des que sur votre merci être dans ce cette tu te " +
    "il elle du de au aux avez pouvez pourriez as ai lu bonjour salut cher chère qui quand mais si plus par en",
  es:
    "el la los las y que de usted nos es no con para un una por su gracias puede está en lo me se te tu " +
    "ha has del al hola estimado estimada cuándo cómo qué pero si más podría tiene buenos",
  it:
    "il lo gli le la che di è per non sono del della con una un mi ci ho ha hai può potrebbe potete grazie " +
    "buongiorno ciao gentile salve questo come quando anche vostro suo nel alla al ed ne se da",
  nl:
    "het een van en ik je jij u we wij is niet met voor zijn op dat dit kunt kun heeft hebt heb graag beste " +
    "dag bedankt of om aan bij ook nog wat wanneer hoe jullie uw mijn ons naar de te hallo",
  pt:
    "o os as um uma você não para com obrigado obrigada por é está são do da dos das no na que pode poderia " +
    "olá bom seu sua me isso quando de se já eu",
};

const SETS = Object.entries(WORDS).map(([language, words]) =>
  [language as TextLanguage, new Set(words.split(" "))] as const
);

/** Null when no word speaks for any; the first of equals, English before all. */
export function textLanguage(text: string): TextLanguage | null {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  let best: TextLanguage | null = null;
  let bestCount = 0;
  for (const [language, set] of SETS) {
    const count = words.filter((word) => set.has(word)).length;
    if (count > bestCount) [best, bestCount] = [language, count];
  }
  return best;
}
