/** Payment details and secrets in a text: what a draft never says on its own. Spans to be cut out, longest rules first. */

export interface Sensitive {
  kind: "payment" | "secret" | "phone";
  text: string;
}

const IBAN = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b/g;
const CARD = /(?<![\d.])\d(?:[ -]?\d){12,18}(?![\d.])/g;
const COIN = /\b(?:bc1[a-z0-9]{20,60}|0x[a-fA-F0-9]{40})\b/g;
const ACCOUNT =
  /(?<!\p{L})(?:account (?:number|no\.?)|konto(?:nummer|nr\.?)?|numéro de compte|número de cuenta|sort code|routing (?:number|no\.?)|blz|bic|swift(?: code)?)(?!\p{L})[ :#is=]{0,6}[A-Z0-9][A-Z0-9 -]{4,30}[A-Z0-9]/giu;
const KEY =
  /\b(?:sk|pk|rk|ghp|gho|ghs|glpat|xox[abprs]|AKIA|AIza|eyJ)[-_A-Za-z0-9]{3}[-_A-Za-z0-9.]{9,}/g;
const NAMED_SECRET =
  /(?<!\p{L})(?:password|passcode|passwort|kennwort|mot de passe|contraseña|pin|tan|otp|2fa code|(?:access|security|verification|one-time) code|sicherheitscode|zugangscode|code de (?:sécurité|vérification)|código de (?:seguridad|verificación)|api[ -]?key|token|secret)(?:\s*(?:is|ist|lautet|est|es)\s+|\s*[:=]\s*)["'“„«]?(?=[^\s"'”“»]*[\d!@#$%^&*_])[^\s"'”“»]{4,}/giu;
const LONG_TOKEN = /(?<![\w/+=-])(?=[\w+/=-]*\d)(?=[\w+/=-]*[a-z])(?=[\w+/=-]*[A-Z])[\w+/=-]{20,}/g;
const HEX = /\b[a-f0-9]{32,}\b/gi;
const PHONE =
  /(?:\+|(?<!\d)00)\d(?:[ ()./-]{0,2}\d){7,14}|(?<![\d.,:-])0\d{2,4}[ /-]\d(?:[ -]?\d){4,9}(?![\d:])/g;

/** Everything sensitive in `text` that stands in none of the `trusted` texts. */
export function findSensitive(text: string, trusted: string[]): Sensitive[] {
  const known = trusted.map(bare).join("\n");
  const found = [
    ...all(text, IBAN, "payment").filter((one) => isIban(one.text)),
    ...all(text, COIN, "payment"),
    ...all(text, CARD, "payment").filter((one) => isCard(one.text)),
    ...all(text, ACCOUNT, "payment").filter((one) => /\d{4}/.test(bare(one.text))),
    ...all(text, NAMED_SECRET, "secret"),
    ...all(text, KEY, "secret"),
    ...all(text, LONG_TOKEN, "secret"),
    ...all(text, HEX, "secret"),
    ...all(text, PHONE, "phone"),
  ];
  return found.filter((one) => !known.includes(bare(one.text)));
}

function all(text: string, pattern: RegExp, kind: Sensitive["kind"]): Sensitive[] {
  return (text.match(pattern) ?? []).map((found) => ({ kind, text: found }));
}

/** Letters and digits alone: a number is the same however it is grouped. */
function bare(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();
}

/** ISO 13616: moved four characters, letters as numbers, the rest by 97 is 1. */
function isIban(text: string): boolean {
  const plain = text.replaceAll(" ", "");
  if (plain.length < 15 || plain.length > 34) return false;
  const digits = (plain.slice(4) + plain.slice(0, 4)).replace(
    /[A-Z]/g,
    (letter) => String(letter.charCodeAt(0) - 55),
  );
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

/** ISO 7812, annex B (Luhn). */
function isCard(text: string): boolean {
  const digits = text.replace(/\D/g, "");
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return digits.length >= 13 && sum % 10 === 0 && !/^(\d)\1+$/.test(digits);
}
