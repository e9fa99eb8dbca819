import { NOBODY, SUFFIXES, TITLES } from "./name-words.ts";

/** What a person can be called: `Bob`, and in full without titles `Bob Müller`. */
export interface PersonName {
  first: string;
  full: string;
}

/**
 * The name to greet by, from a display name: `Müller, Bob`, `MÜLLER Bob` and `Dr. Bob Müller` give `Bob`. Null when there
 * is none to be sure of: `Frau Dr. Müller`, a department, a company (also by the domain of its address), or a name that
 * hides a link.
 */
export function readName(displayName: string | null, address: string): PersonName | null {
  const name = (displayName ?? "").replace(/\([^()]*\)/g, " ").trim();
  // Nobody's name has these; addresses, links and departments do.
  if (name === "" || /[@/\\<>:\d|]/.test(name)) return null;
  const [beforeComma = "", afterComma = ""] = name.split(",", 2);
  const family = namesIn(beforeComma);
  const given = namesIn(afterComma);
  const isTurned = given.length > 0;
  const words = isTurned ? [...given, ...family] : familyLast(family);
  if (words.some((word) => NOBODY.test(word)) || isDomain(words, address)) return null;
  // "Frau Müller", "Mr. Smith": a title and one word make a family name.
  if (!isTurned && words.length === 1 && hasTitle(beforeComma)) return null;
  const [first] = words;
  if (!first || !/^\p{L}[\p{L}\p{M}'’-]{1,30}$/u.test(first)) return null;
  const isPlain = words.length <= 5 && words.every((word) => /^[\p{L}\p{M}'’-]+\.?$/u.test(word));
  const full = isPlain ? words.map(inNameCase).join(" ") : inNameCase(first);
  return { first: inNameCase(first), full };
}

function namesIn(text: string): string[] {
  return text.split(/\s+/).filter((word) => {
    const plain = word.replaceAll(".", "");
    return plain !== "" && !TITLES.test(plain) && !SUFFIXES.test(plain);
  });
}

function hasTitle(text: string): boolean {
  return text.split(/\s+/).some((word) => TITLES.test(word.replace(/\.$/, "")));
}

/** "NOVÁK Jan": capitals mark the family name where the other name has none. */
function familyLast(words: string[]): string[] {
  const isCapital = (word: string) => /^\p{Lu}[\p{Lu}\p{M}'’-]+$/u.test(word);
  if (words.every(isCapital) || !isCapital(words[0] ?? "")) return words;
  return [...words.filter((word) => !isCapital(word)), ...words.filter(isCapital)];
}

function isDomain(words: string[], address: string): boolean {
  const joined = lettersOf(words.join(""));
  const [local = "", domain = ""] = address.toLowerCase().split("@");
  // Jane Doe <jane@janedoe.test> is a person with a domain of her own.
  if (joined === "" || lettersOf(words[0] ?? "") === lettersOf(local)) return false;
  return domain.split(".").slice(0, -1).some((label) => lettersOf(label) === joined);
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/** Names written all in capitals or all in small letters; "van" and "McLeod" stay. */
function inNameCase(word: string, position = 0): string {
  const isCapitals = /\p{L}{2}/u.test(word) && word === word.toUpperCase();
  const isSmall = word === word.toLowerCase() &&
    (position === 0 ||
      !/^(?:van|von|vom|zu|de|den|der|di|da|del|della|dos|du|la|le|bin|ten|ter|y|e)$/.test(word));
  if (!isCapitals && !isSmall) return word;
  return word.toLowerCase().replace(
    /(^|[-'’])(\p{L})/gu,
    (_match, mark: string, letter: string) => mark + letter.toUpperCase(),
  );
}
