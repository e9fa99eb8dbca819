import { requestSentences } from "../mail/request-sentences.ts";

/** A piece of a mail that can ask or promise one thing, and the sentence it stands in. */
export interface Clause {
  text: string;
  sentence: string;
  /** Place of the sentence in the mail. */
  at: number;
}

/** Where one sentence says two things: lists, semicolons, and "…, and" before a word that begins another. */
const BREAK = new RegExp(
  "\\s*;\\s+|:\\s+(?=[\\p{L}\\d])|,?\\s*(?:^|\\s)\\(?\\d[).]\\s+|,\\s+(?:and|but|so|und|aber|et|mais|y|pero)\\s+(?=\\p{L})|" +
    "\\s+[-–—]\\s+|(?<=\\p{L}),\\s+(?=(?:please|could you|can you|would you|don't|i'll|we'll|otherwise|bitte|sonst|merci de|sinon|si no|por favor)(?!\\p{L}))",
  "iu",
);

/** The clauses of newly written text, in order. */
export function clausesOf(text: string): Clause[] {
  return requestSentences(text).flatMap((sentence, at) =>
    sentence.replace(/^\s*(?:[-*•]|\(?\d{1,2}[.)])\s+/, "").split(BREAK)
      .map((piece) => piece.trim().replace(/[\s.!?,;:¿¡]+$/u, "").replace(/^[¿¡\s]+/u, ""))
      .filter((piece) => piece.length > 3)
      .map((piece) => ({ text: piece, sentence, at }))
  );
}
