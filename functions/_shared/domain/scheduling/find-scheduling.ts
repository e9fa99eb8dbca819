/**
 * Whether a mail arranges a meeting, and when, where and for how long (SCH-1), by rules, in English, German, French and Spanish.
 * Attendees are not read here: they come from headers only.
 */
import { requestSentences } from "../mail/request-sentences.ts";
import { findSpan } from "../text/find-span.ts";
import { textLanguage } from "../text/text-language.ts";
import { findLength } from "./find-length.ts";
import { findPlace } from "./find-place.ts";
import { findSlots, type SlotOptions } from "./find-slots.ts";
import { NO_SCHEDULING, SCHEDULING_RULES } from "./scheduling-words.ts";
import type { Scheduling, SchedulingKind, Slot, WriterZone } from "./scheduling.ts";
import { namedZone, writerZone, type ZoneFacts } from "./writer-zone.ts";

export interface SchedulingFacts extends ZoneFacts {
  /** What was newly written. */
  text: string;
}

/** The words a mail arranges a meeting with, word for word. */
export interface SchedulingWords {
  kind: SchedulingKind;
  /** The sentence that says so. */
  quote: string;
  /** Words that name times; the sentence's own when empty. */
  times: string[];
  /** Words that name the length, or empty. */
  length: string;
  /** Words that name the place, or empty. */
  place: string;
}

interface Said {
  sentence: string;
  kind: SchedulingKind;
}

const MAX_SLOTS = 10;

export function findScheduling(facts: SchedulingFacts): Scheduling | null {
  const words = schedulingWords(facts);
  return words && readScheduling(words, facts);
}

/** The words the rules find; null when the mail arranges nothing. */
export function schedulingWords(facts: SchedulingFacts): SchedulingWords | null {
  const sentences = requestSentences(facts.text);
  const options = slotOptions(facts);
  const said = sentences.flatMap((sentence): Said[] => {
    const kind = kindOf(sentence, options);
    return kind ? [{ sentence, kind }] : [];
  });
  const main = leading(said);
  if (!main) return null;
  return {
    kind: main.kind,
    quote: main.sentence,
    times: timesAround(main, said, sentences, options),
    length: "",
    place: findPlace(main.sentence) ?? findPlace(facts.text) ?? "",
  };
}

/** What the words mean: times in the writer's zone, the length, the place. Null when they do not stand in the mail. */
export function readScheduling(words: SchedulingWords, facts: SchedulingFacts): Scheduling | null {
  const standing = (text: string) => text.trim() === "" ? null : findSpan(facts.text, text);
  const span = standing(words.quote);
  if (!span) return null;
  const options = slotOptions(facts);
  const place = standing(words.place);
  const slots = words.kind === "decline"
    ? []
    : [words.times.filter(standing), [words.quote]].map((texts) => slotsOf(texts, options))
      .find((found) => found.length > 0) ?? [];
  const { startsAt, endsAt } = slots[0] ?? {};
  const length = startsAt && endsAt
    ? (Date.parse(endsAt) - Date.parse(startsAt)) / 60_000
    : findLength(standing(words.length) ? words.length : facts.text);
  return {
    kind: words.kind,
    slots: slots.slice(0, MAX_SLOTS),
    lengthMinutes: words.kind === "decline" ? null : length,
    place: words.kind === "decline" || !place ? null : facts.text.slice(place.start, place.end),
    zone: zoneOf(facts),
    evidence: { quote: facts.text.slice(span.start, span.end), ...span },
  };
}

function zoneOf(facts: SchedulingFacts): WriterZone {
  const timeZone = namedZone(facts.text);
  return timeZone ? { timeZone, source: "named", isAmbiguous: false } : writerZone(facts);
}

function slotOptions(facts: SchedulingFacts): SlotOptions {
  const language = textLanguage(facts.text);
  return { sentAt: facts.sentAt, timeZone: zoneOf(facts).timeZone, language };
}

function slotsOf(texts: string[], options: SlotOptions): Slot[] {
  const slots = texts.flatMap((text) => findSlots(text, options));
  return slots.filter((slot, at) =>
    slots.findIndex((other) => (other.startsAt ?? other.on) === (slot.startsAt ?? slot.on)) === at
  );
}

function kindOf(sentence: string, options: SlotOptions): SchedulingKind | null {
  const plain = sentence.replaceAll("’", "'").replace(/[\s.!]+$/u, "");
  if (NO_SCHEDULING.some((rule) => rule.test(plain))) return null;
  let hasTime: boolean | null = null;
  for (const { kind, pattern, needsTime } of SCHEDULING_RULES) {
    // a question consents to nothing
    if (kind === "accept" && /\?$/u.test(plain)) continue;
    if (!pattern.test(plain)) continue;
    hasTime ??= findSlots(sentence, options).length > 0;
    if (!needsTime || hasTime) return kind;
  }
  return null;
}

/**
 * What the mail says as a whole: who cannot come but offers another time moves the meeting, and does so where they offer it; who
 * consents and asks something besides has consented.
 */
function leading(said: Said[]): Said | null {
  const of = (kind: SchedulingKind) => said.find((one) => one.kind === kind);
  const [move, decline, accept, propose] = (["move", "decline", "accept", "propose"] as const)
    .map(of);
  if (move) return move;
  if (decline && (propose ?? accept)) return { ...(propose ?? accept)!, kind: "move" };
  return decline ?? accept ?? propose ?? null;
}

/** The sentence itself where it names times, else those beside it that do: others that arrange something, a list, a neighbour. */
function timesAround(main: Said, said: Said[], sentences: string[], options: SlotOptions) {
  const at = sentences.indexOf(main.sentence);
  const others = said.filter((one) => one.kind !== "decline" && one.sentence !== main.sentence)
    .map(({ sentence }) => sentence);
  const listed = sentences.slice(at + 1).filter((one) => /^\s*(?:[-*•]|\d[.)])\s/.test(one));
  const beside = [sentences[at - 1] ?? "", sentences[at + 1] ?? ""];
  return [[main.sentence], others, listed, beside].map((group) =>
    group.filter((one) =>
      (one === main.sentence || !NO_SCHEDULING.some((rule) => rule.test(one))) &&
      findSlots(one, options).length > 0
    )
  ).find((group) => group.length > 0) ?? [];
}
