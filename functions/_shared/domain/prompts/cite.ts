/** Nothing is said that does not stand in a message: quotes are looked up word for word, what has none is dropped. */
import { findSensitive } from "../outgoing/sensitive-text.ts";
import { findSpan } from "../text/find-span.ts";
import type { Statement } from "./answer.ts";
import { bearsOut, type Evidence } from "./bears-out.ts";

export interface CitedMessage {
  id: string;
  subject: string;
  text: string;
}

const MAX_QUOTE = 400;
const MAX_TEXT = 600;
const MAX_THEME = 60;

/**
 * The statements with only the sources that stand in their message, as they stand there; those left without one are dropped, and those
 * with a phone number, payment details or a secret that stand in none of their messages, or with somebody, a day or a sum these do
 * not bear out.
 * @param drafts sources by the place of a message in `messages`, from 0
 */
export function keepCited(
  drafts: { text: string; sources: { message: number; quote: string }[] }[],
  messages: (CitedMessage & Evidence)[],
): Statement[] {
  return drafts.flatMap(({ text, sources }) => {
    const kept = sources.flatMap(({ message, quote }) => {
      const of = messages[message];
      const found = of && quoteOf(of, quote);
      return found ? [{ message_id: of.id, quote: found }] : [];
    });
    const plain = text.replace(/\s+/g, " ").trim().slice(0, MAX_TEXT).toWellFormed();
    const cited = messages.filter(({ id }) => kept.some((source) => source.message_id === id));
    const said = cited.map(({ subject, text }) => `${subject}\n${text}`);
    const isUsable = kept.length > 0 && plain !== "" && findSensitive(plain, said).length === 0 &&
      bearsOut(plain, cited, messages);
    return isUsable ? [{ text: plain, sources: kept }] : [];
  });
}

/** Themes once each, without those that carry a phone number, payment details or a secret no message has. */
export function keepThemes(themes: string[], messages: CitedMessage[]): string[] {
  const said = messages.map(({ subject, text }) => `${subject}\n${text}`);
  const plain = themes.map((theme) =>
    theme.replace(/\s+/g, " ").trim().slice(0, MAX_THEME).toWellFormed()
  ).filter((theme) => theme !== "" && findSensitive(theme, said).length === 0);
  return [...new Map(plain.toReversed().map((theme) => [theme.toLowerCase(), theme])).values()]
    .toReversed();
}

/** The words as they stand in the text or the subject; null when they stand in neither. */
export function quoteOf(
  { text, subject }: Pick<CitedMessage, "text" | "subject">,
  quote: string,
): string | null {
  if (quote.length > MAX_QUOTE * 2 || quote.trim().length < 3) return null;
  for (const said of [text, subject]) {
    const span = findSpan(said, quote);
    if (span) return said.slice(span.start, span.end).replace(/\s+/g, " ");
  }
  return null;
}

/** A sentence of the message as a source, shortened to what still stands there word for word. */
export function sourceOf(message: CitedMessage, sentence: string): Statement["sources"] {
  const plain = sentence.trim();
  const cut = plain.length <= MAX_QUOTE
    ? plain
    : plain.slice(0, MAX_QUOTE).replace(/\s+\S*$/, "").toWellFormed();
  const quote = quoteOf(message, cut);
  return quote ? [{ message_id: message.id, quote }] : [];
}
