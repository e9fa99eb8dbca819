/** Whom a prompt names: an address, or a name where people put names. Who that is, the contacts of the person say. */

const ADDRESS = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/u;
const NAME = "\\p{Lu}[\\p{L}\\p{N}&.-]*(?:['’](?!s\\b)\\p{L}+)?";
const NAMES = `${NAME}(?: (?:(?:von|van|de|der|du|da|del|la) )?${NAME}){0,3}`;

/** Words after which a capital letter begins a name; in German every noun has one, so these must be close to people. */
const BEFORE = [
  "with|to|from|for|of|on|about|by|did|does|has|have|had|is|was|who's",
  "nudge|remind|chase|ping|answer|e-?mail|write|tell|ask|promised?",
  "mit|an|von|bei|für|wer ist|hat|hat mir|hat uns|erinnere|schreibe?|versprach",
  "avec|à|de|par|pour|chez|est|que|a|relance|rappelle",
  "con|para|por|es|prometió|dijo|escribió",
].join("|");
const FRAMED = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${BEFORE}) (?:(?:me|us|our|my|mir|uns) )?(${NAMES})(?![\\p{L}\\p{N}])`,
  "gu",
);
/** The same with the first word of the sentence, which has a capital letter of its own. */
const AT_START = new RegExp(
  `^(?:Please |Bitte )?(?:Nudge|Remind|Chase|Ping|Answer|Email|Write|Tell|Ask|Erinnere|Schreibe?|Wer ist|Did|Does|Has|Is|Relance|Rappelle) (${NAMES})(?![\\p{L}\\p{N}])`,
  "u",
);
/** Names typed without a capital letter, where only a person can stand. */
const LOWER = [
  /\b(?:did|does|has|had) (\p{Ll}[\p{L}-]+) (?:promise|promised|commit|committed|say|said|write|written|wrote|ask|asked|send|sent|mention|mentioned|agree|agreed|tell|told|keep|kept|reply|replied|answer|answered)/iu,
  /\b(?:where do (?:we|i|things) stand with|relationship with|status with|brief me on|background on|going on with|things going with|nudge|remind|follow up with|reply to|respond to) (\p{Ll}[\p{L}-]+)/iu,
  /^who(?:'s| is) (\p{Ll}[\p{L}-]+(?: \p{Ll}[\p{L}-]+)?)[\s?.!]*$/iu,
];

const NO_NAMES = new Set(
  ("i me my you your we us our he him his she her they them it this that these those the a an any anybody anyone " +
    "anything somebody someone something people everybody everyone everything nobody all each what which who when where " +
    "why how today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday january february march " +
    "april may june july august september october november december montag dienstag mittwoch donnerstag freitag samstag " +
    "sonntag januar februar märz mai juni juli oktober dezember ich wir mir uns mich dir ihr sie er es mails mail e-mails " +
    "email emails messages inbox slack gmail").split(" "),
);

/** As the prompt spells it; null when nobody is named. */
export function findEntity(text: string): string | null {
  const plain = text.replaceAll("’", "'");
  const address = ADDRESS.exec(plain)?.[0];
  if (address) return address.replace(/[.,;:!?]+$/u, "");
  const named = [AT_START.exec(plain), ...plain.matchAll(FRAMED)]
    .flatMap((match) => match ? [trimName(match[1]!)] : [])
    .find((name) => isName(name));
  if (named) return named;
  return LOWER.map((pattern) => pattern.exec(plain)?.[1]).find((name) => name && isName(name)) ??
    null;
}

function trimName(name: string): string {
  return name.replace(/[.'-]+$/u, "");
}

function isName(name: string): boolean {
  return name.length > 1 && !NO_NAMES.has(name.split(" ")[0]!.toLowerCase());
}
