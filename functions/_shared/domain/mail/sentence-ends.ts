/** Words that go on after their dot whatever follows: titles and "for example". */
const NEVER_ENDS = new Set(
  ("mr mrs ms mx dr prof hr fr mgr mme mlle mm st ste sr sra sres srta dª dña ud uds vs e.g i.e z.b d.h " +
    "u.a p.ex p.ej bzw vgl ca evtl ggf bspw nr abt betr ej approx attn fig réf tél").split(" "),
);

/** Words with a dot that end a sentence only before a word that begins one. */
const SELDOM_ENDS = new Set(
  ("inc ltd co corp etc usw dept est ext ref tel jr no nos vol min max incl excl inkl exkl zzgl einschl resp " +
    "str dipl ing mio mrd std geb gez allg bd bes lt art sog pág núm av avda dto aprox " +
    "jan feb mar apr may jun jul aug sep sept oct nov dec mär mrz mai okt dez " +
    "janv févr fév avr juin juil août déc ene abr ago dic").split(" "),
);

/** Short weekdays, which are words of their own as well: only "Mo. 5" goes on. */
const WEEKDAYS = new Set(
  ("mon tue tues wed thu thur thurs fri sat sun mo di mi do sa so lun mer jeu ven sam dim mié jue vie sáb " +
    "dom").split(" "),
);

/** Words that begin a question, a request or a thank-you, so that "on the 12. Could you …" is two sentences. */
const BEGINS = new RegExp(
  "^[\"'“„«(]*(?:[¿¡]|(?:could|can|would|will|won't|do|does|did|is|are|was|were|have|has|please|let|let's|i|i'm|" +
    "i'll|i'd|we|we're|we'll|you|what|when|where|who|why|how|which|any|this|that|if|thank|thanks|also|but|and|so|" +
    "looking|hope|könnten|könntest|können|kannst|würden|würdest|wären|wäre|haben|hast|ist|sind|wann|was|wer|wie|" +
    "wo|warum|welche[rs]?|bitte|wir|ich|passt|gibt|vielen|danke|darf|dürfen|hilft|soll|sollen|wollen|pouvez|pourriez|" +
    "peux|pourrais|est-ce|avez|merci|veuillez|je|nous|vous|quand|quel|quelle|comment|pourquoi|auriez|seriez|" +
    "puede|puedes|podría|podrías|podemos|gracias|por)(?![\\p{L}’]))",
  "iu",
);

/**
 * Whether a sentence ends between these two pieces of a paragraph. "1. Dezember", "z. B.", "Mr. Smith vs. Ms. Lee" and
 * "J. R. Smith" go on. Word lists, not Intl.Segmenter: it cuts all
 * four, since ECMA-402 does not hand CLDR's suppressions of abbreviations through.
 * @param before up to and with the mark that may end it
 * @param after without white space at its beginning
 * @param isLowerCase the writer begins sentences in lower case
 */
export function endsSentence(before: string, after: string, isLowerCase: boolean): boolean {
  if (after === "" || /[。！？]$/u.test(before)) return true;
  const beginsUpper = /^["'“„«([*¿¡-]*[\p{Lu}\p{Lt}\p{Lo}\p{N}¿¡]|^[^\p{L}\p{N}]/u.test(after);
  if (/[!?]$/.test(before)) return true;
  // '"Why?" he asked' and "so … it goes on".
  if (!beginsUpper && (!isLowerCase || /[!?…]["'”’»)\]]*$/u.test(before))) return false;
  const word = /([\p{L}\p{M}\p{N}.ª-]+)\.$/u.exec(before)?.[1]?.toLowerCase();
  if (word === undefined || word.endsWith(".")) return true;
  if (NEVER_ENDS.has(word)) return false;
  if (WEEKDAYS.has(word) && /^\d/.test(after)) return false;
  const isInitial = word.split(/[.-]/).every((part) => /^\p{L}\p{M}*$/u.test(part));
  const isOrdinal = /(?:^|\D)\d{1,2}$/.test(word);
  return !(isInitial || isOrdinal || SELDOM_ENDS.has(word)) || BEGINS.test(after);
}
