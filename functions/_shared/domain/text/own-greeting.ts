import { findLinks } from "./links.ts";

const MAX_LENGTH = 60;
const WORDS = "hi|hello|hey|dear|to whom|good (?:morning|afternoon|evening|day)|" +
  "hallo|guten (?:tag|morgen|abend)|grüß|grüezi|servus|moin|sehr geehrte[rs]?|geehrte[rs]?|lieber?|liebes|werte[rs]?|" +
  "bonjour|bonsoir|salut|coucou|cher|chère|chers|chères|madame|monsieur|" +
  "hola|buenos|buenas|estimad[oa]s?|querid[oa]s?|apreciad[oa]s?|muy";
const GREETING = new RegExp(`^(?:${WORDS})(?![\\p{L}\\p{M}'’-])`, "iu");

/** Greetings of an hour, by one that fits at any. */
const AT_ANY_HOUR: [RegExp, string][] = [
  [/^good (?:morning|afternoon|evening)/i, "Hello"],
  [/^guten (?:morgen|abend)/i, "Guten Tag"],
  [/^bonsoir/i, "Bonjour"],
  [/^buen[oa]s (?:días|tardes|noches)/i, "Hola"],
];

/**
 * The line a mail greets with ("Sehr geehrter Herr Weiß,"), cleaned: at most 60 characters, no link or address, a mark at
 * its end. Null when the mail begins otherwise. It keeps the form of address the owner chose.
 */
export function ownGreeting(textNew: string): string | null {
  const line = (textNew.trimStart().split(/\r?\n/, 1)[0] ?? "").toWellFormed()
    .replace(/[\s\p{C}]+/gu, " ").trim();
  if (!GREETING.test(line)) return null;
  // A greeting ends its line, or goes over into the first sentence at a comma.
  const isWhole = line.length <= MAX_LENGTH && (/[,:!]$/.test(line) || !/[,:!?]|[.;]$/.test(line));
  const greeting = isWhole ? line : /^[^,:!?;]{2,59}[,:!]/.exec(line)?.[0] ?? "";
  if (greeting === "" || greeting.length > MAX_LENGTH || greeting.split(" ").length > 8) {
    return null;
  }
  if (findLinks(greeting).length > 0 || /[[\]{}<>@\\/]/.test(greeting)) return null;
  const [hour, always] = AT_ANY_HOUR.find(([pattern]) => pattern.test(greeting)) ?? [];
  const timeless = hour ? greeting.replace(hour, always ?? "") : greeting;
  const upper = timeless.charAt(0).toUpperCase() + timeless.slice(1);
  return /[,:!]$/.test(upper) ? upper : `${upper},`;
}
