/** Cyrillic and Greek letters that look Latin, and what they look like (the most used of confusables.txt, Unicode UTS 39). */
const OTHER = "авекмнорстухіјѕԁһԛԝαορνικτυχ";
const LATIN = "abekmhopctyxijsdhqwaopviktux";
const WORD = /[\p{L}\p{M}]+/gu;

/**
 * A text in which words that mix Latin letters with look-alikes are Latin altogether. No language mixes scripts inside a word,
 * and a model reads them all the same.
 */
export function unmixed(text: string): string {
  return text.replace(
    WORD,
    (word) =>
      /\p{Script=Latin}/u.test(word) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(word)
        ? [...word].map((letter) => LATIN[OTHER.indexOf(letter.toLowerCase())] ?? letter).join("")
        : word,
  );
}
