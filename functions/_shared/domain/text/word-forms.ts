/** Lower case and without accents: "Übersetzung" and "ubersetzung" are one word. */
export function plainText(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/ß/g, "ss").toLowerCase();
}

/**
 * A word without the endings that four languages inflect with; at least four letters stay. Coarser than a stemmer for one language
 * would be, and needs no guess which language a word is in.
 */
export function stem(word: string): string {
  let rest = word;
  for (const ending of [/(?:ing|ed|ern|en|er|es|em|ez|ar|ir|os|as|s)$/, /[eoaiyn]$/]) {
    const shorter = rest.replace(ending, "");
    if (shorter.length >= 4) rest = shorter;
  }
  return rest;
}
