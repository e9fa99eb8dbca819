import { findLinks } from "../../domain/text/links.ts";

const MAX_LENGTH = 160;
const GREETING =
  /^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|hallo|guten (?:tag|morgen|abend)|sehr geehrte[rs]?|liebe[rs]?|moin|bonjour|bonsoir|salut|cher|chère|hola|buen[oa]s (?:días|tardes)|estimad[oa])(?![\p{L}'’-])(?:(?: (?:dr|mr|mrs|ms|prof|sra?|srta)\.)|(?! [-–—] )[^,:!?.]){0,40}(?:[,:!]| [-–—] )\s*/iu;
const ALL =
  "all|team|folks|guys|everyone|everybody|both|zusammen|leute|à tous|à toutes et à tous|equipo|a todos";

/**
 * A sentence short enough to be quoted in a line: whom it calls off, its links, brackets and quotation marks out, cut at
 * a word. Empty when nothing is left.
 * @param called names the reader answers to, as "Bob" of "Bob, could you …"
 */
export function shortQuote(sentence: string, called: string[] = []): string {
  let quote = sentence.toWellFormed().replace(/[\s\p{C}]+/gu, " ").trim();
  // "Hi Bob, could you …": the nudge has a greeting of its own.
  for (let before = ""; before !== quote;) {
    before = quote;
    quote = quote.replace(GREETING, "").replace(vocative(called), "");
  }
  if (findLinks(quote).length > 0) {
    quote = quote.split(" ").filter((word) => findLinks(word).length === 0).join(" ");
  }
  quote = quote.replace(/["“”„«»[\]{}]/g, "").replace(/ {2,}/g, " ").trim();
  if (quote.length <= MAX_LENGTH) return quote;
  return `${quote.slice(0, MAX_LENGTH).replace(/\s+\S*$/, "")} …`;
}

function vocative(called: string[]): RegExp {
  const names = called.map((name) => name.replace(/[^\p{L}\p{M}'’ -]/gu, ""))
    .filter((name) => name.length > 1);
  return new RegExp(`^(?:${[ALL, ...names].join("|")}),\\s+`, "iu");
}

const ASKING =
  /^(?:(?:and|so|also|und|et|y),? )?(?:can|could|would|will|do|does|did|is|are|was|were|have|has|may|shall|should|what|when|where|who|why|how|which|any|können|könnten|könntest|kannst|würden|würdest|haben|hast|ist|sind|passt|wann|was|wer|wie|wo|warum|welche[rs]?|pouvez|pourriez|peux|pourrais|avez|est-ce|quand|quel(?:le)?s?|comment|pourquoi|puede[ns]?|puedes|podría[ns]?|podrías|tiene[ns]?|cuándo|qué|quién|cómo|cuál|¿)(?![\p{L}])/iu;

/** Whether a quote asks something, as its mark or its first word says; "I look forward to …" does not. */
export function isQuestion(quote: string): boolean {
  return /[?？][^\p{L}\p{N}]*$/u.test(quote) || ASKING.test(quote);
}
