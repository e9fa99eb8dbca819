/** How a German mail addresses its reader; "unclear" when it says neither or both. */
export type GermanAddress = "formal" | "familiar" | "unclear";

// "Sie" begins a sentence as "she" and "they", too; within one its capital letter tells.
const FORMAL = /(?<=[\p{L}\p{N},;–-] )(?:Sie|Ihre?[nmrs]?)(?!\p{L})|(?<!\p{L})Ihnen(?!\p{L})/u;
const FORMAL_GREETING =
  /^\s*(?:sehr geehrte|guten (?:tag|morgen|abend),? (?:herr|frau)|(?:hallo|liebe[r]?) (?:herr|frau)(?!\p{L}))/iu;
const FAMILIAR = /(?<!\p{L})(?:du|dir|dich|dein(?:e[nmrs]?)?)(?!\p{L})/iu;

export function germanAddress(text: string): GermanAddress {
  if (FORMAL_GREETING.test(text)) return "formal";
  const [isFormal, isFamiliar] = [FORMAL.test(text), FAMILIAR.test(text)];
  if (isFormal === isFamiliar) return "unclear";
  return isFormal ? "formal" : "familiar";
}
