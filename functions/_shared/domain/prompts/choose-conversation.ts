/** Which conversation a mail that is asked for belongs to. Where two fit alike nobody is guessed. */
import { contentWords } from "./content-words.ts";

export interface Choosable {
  id: string;
  subject: string;
  /** What was written in it. */
  text: string;
  waitingOn: "us" | "them" | "nobody";
  isAutomated: boolean;
  /** ISO 8601. */
  lastMessageAt: string | null;
}

export type Chosen =
  | { kind: "one"; id: string }
  | { kind: "several"; ids: string[] }
  /** Nothing is about that; the others, the latest first. */
  | { kind: "none"; ids: string[] };

/** A word of the subject tells more than one of the text. */
const IN_SUBJECT = 1;
const IN_TEXT = 0.6;
/** Of the words of the topic. */
const LEAST_SHARE = 0.3;

/**
 * @param topic what it is about, in the words of the prompt; null when it does not say
 * @param waiting whose answer is waited for where the mail is one of this kind: `them` for a reminder
 */
export function chooseConversation(
  conversations: Choosable[],
  topic: string | null,
  waiting: "us" | "them",
): Chosen {
  const people = conversations.filter(({ isAutomated }) => !isAutomated);
  const latest = (people.length > 0 ? people : conversations).toSorted((one, other) =>
    (other.lastMessageAt ?? "").localeCompare(one.lastMessageAt ?? "") ||
    one.id.localeCompare(other.id)
  );
  const wanted = contentWords(topic ?? "");
  if (wanted.length === 0) return among(latest, waiting);
  const scored = latest.map((one) => ({ one, share: shareOf(one, wanted) }))
    .filter(({ share }) => share >= LEAST_SHARE);
  if (scored.length === 0) return { kind: "none", ids: latest.map(({ id }) => id) };
  const best = Math.max(...scored.map(({ share }) => share));
  return among(scored.filter(({ share }) => share === best).map(({ one }) => one), waiting);
}

/** The only one, or the only one in which an answer of that side is waited for. */
function among(conversations: Choosable[], waiting: "us" | "them"): Chosen {
  const fitting = conversations.filter(({ waitingOn }) => waitingOn === waiting);
  const left = fitting.length > 0 ? fitting : conversations;
  if (left.length === 1) return { kind: "one", id: left[0]!.id };
  const ids = left.map(({ id }) => id);
  return ids.length === 0 ? { kind: "none", ids } : { kind: "several", ids };
}

function shareOf({ subject, text }: Choosable, wanted: string[]): number {
  const inSubject = new Set(contentWords(subject, Infinity));
  const inText = new Set(contentWords(text, Infinity));
  const sum = wanted.reduce(
    (total, word) => total + (inSubject.has(word) ? IN_SUBJECT : inText.has(word) ? IN_TEXT : 0),
    0,
  );
  return sum / wanted.length;
}
