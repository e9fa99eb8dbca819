/** An extractive summary of a window: which messages matter most, and the sentence each is about. */
import { requestSentences } from "../mail/request-sentences.ts";
import { frequentWords } from "./content-words.ts";

export interface WindowMessage {
  subject: string;
  from: string;
  direction: "inbound" | "outbound";
  automaticKind: string;
  text: string;
  /** The sentence that waits for an answer. */
  asks: string | null;
  priority: string | null;
  needsReply: boolean | null;
}

export interface RuleSummary {
  /** Places of the messages that matter, the most first. */
  events: number[];
  /** What each of them says, in its own words. */
  sentences: { message: number; sentence: string }[];
  themes: string[];
}

const MAX_EVENTS = 8;
const MAX_THEMES = 5;
const OPENING =
  /^(?:hi|hello|hey|dear|hallo|guten (?:tag|morgen|abend)|sehr geehrte|liebe[rs]?|moin|bonjour|bonsoir|salut|cher|chère|hola|estimad[oa]|buen[oa]s|good (?:morning|afternoon|evening)|thanks|thank you|danke|merci|gracias)(?!\p{L})[^.!?]{0,40}[,:!.]?$/iu;

export function summariseByRules(messages: WindowMessage[]): RuleSummary {
  const events = messages.map((message, at) => ({ at, weight: weightOf(message) }))
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight || one.at - other.at)
    .slice(0, MAX_EVENTS).map(({ at }) => at);
  const people = messages.filter(({ automaticKind }) => automaticKind === "human");
  const among = people.length > 0 ? people : messages;
  const names = new Set(among.flatMap(({ from }) => from.toLowerCase().match(/\p{L}+/gu) ?? []));
  const repeated = frequentWords(
    among.map(({ subject, text }) => `${subject} ${text.slice(0, 2_000)}`),
    2,
    20,
  );
  const themes = repeated.length > 0
    ? repeated
    : frequentWords(among.map((one) => one.subject), 1, 20);
  return {
    events,
    sentences: events.flatMap((message) => {
      const sentence = leadOf(messages[message]!);
      return sentence ? [{ message, sentence }] : [];
    }),
    themes: themes.filter((word) => !names.has(word)).slice(0, MAX_THEMES),
  };
}

/** Programs are counted, not told about, unless nothing else came. */
function weightOf({ automaticKind, direction, priority, needsReply, asks }: WindowMessage): number {
  if (automaticKind !== "human") return priority === "urgent" || priority === "high" ? 1 : 0;
  const pressing = { urgent: 4, high: 3, normal: 1, low: 0 }[priority ?? "normal"] ?? 1;
  const waits = (needsReply ?? asks !== null) ? 2 : 0;
  return 1 + pressing + (direction === "inbound" ? waits + 1 : 0);
}

/** What it asks for, else the first sentence that says something. */
function leadOf({ asks, text }: WindowMessage): string | null {
  if (asks) return asks;
  const sentences = requestSentences(text).filter((one) => !OPENING.test(one));
  return sentences.find((one) => one.split(/\s+/).length >= 4) ?? sentences[0] ?? null;
}
