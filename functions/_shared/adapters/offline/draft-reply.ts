/** Answers by templates and rules, one for each tone: the same facts give the same drafts, without a network or a key. */
import type { Tone } from "../../ai/draft-nudge-facts.ts";
import type { DraftReplyFacts } from "../../ai/draft-reply-facts.ts";
import type { DraftReplyAnswer } from "../../ai/prompts/draft-reply.ts";
import { type PersonName, readName } from "../../domain/text/first-name.ts";
import { type GermanAddress, germanAddress } from "../../domain/text/german-address.ts";
import { textLanguage } from "../../domain/text/text-language.ts";
import { type DraftLanguage, draftLanguage } from "./detect-language.ts";
import { capitalise, draftNudgeOffline, fill, PHRASES } from "./draft-nudge.ts";
import { type Instruction, readInstruction } from "./read-instruction.ts";
import { english } from "./reply-phrases/english.ts";
import { french } from "./reply-phrases/french.ts";
import { german } from "./reply-phrases/german.ts";
import type { Ask, ReplyPhrases } from "./reply-phrases/reply-phrases.ts";
import { spanish } from "./reply-phrases/spanish.ts";
import { type Asked, whatIsAsked } from "./what-is-asked.ts";

const REPLIES: Record<DraftLanguage, (address: GermanAddress) => ReplyPhrases> = {
  en: () => english,
  de: german,
  fr: () => french,
  es: () => spanish,
};
/** Rules answer a date or a thanks well; of a question they know that it was asked. */
const CONFIDENCE: Record<Ask, number> = {
  meeting_at: 0.5,
  meeting_choice: 0.5,
  meeting: 0.6,
  send_by: 0.5,
  send: 0.4,
  question: 0.3,
  problem: 0.4,
  thanks: 0.6,
  news: 0.4,
};

export function draftRepliesOffline(facts: DraftReplyFacts): DraftReplyAnswer {
  const instruction = readInstruction(facts.instruction);
  const draft = facts.kind === "reply" ? replyWriter(facts, instruction) : followUpWriter(facts);
  const drafts = facts.wanted.map((wanted, at) => {
    const { body, confidence } = draft(wanted);
    return { number: at + 1, body: withInstruction(body, facts, instruction), confidence };
  });
  return { drafts, reasons: reasonsFor(facts, instruction) };
}

type Wanted = DraftReplyFacts["wanted"][number];

function languageOf(facts: DraftReplyFacts): DraftLanguage {
  const { answered, earlierMessages } = facts;
  const language = textLanguage(answered.text) ??
    textLanguage(earlierMessages.map(({ text }) => text).join("\n"));
  return draftLanguage(language, null);
}

function replyWriter(facts: DraftReplyFacts, instruction: Instruction) {
  const language = languageOf(facts);
  const name = readName(facts.recipientName, facts.recipientAddress);
  const readers = [readName(facts.ownerName, ""), name].flatMap((one) =>
    one ? [one.first, one.full] : []
  );
  const asked = whatIsAsked(facts, readers, language);
  return ({ tone, style }: Wanted) => {
    const address = style.address === "unclear"
      ? germanAddress(facts.answered.text)
      : style.address;
    const phrases = REPLIES[language](address);
    const nudge = PHRASES[language](addressing(address));
    const greeting = style.greeting ?? greetingOf(nudge, name);
    const wish = instruction.kind === "unclear" ? wishOf(facts) : phrases.gap;
    const answer = mainOf(phrases, tone, asked, instruction, wish);
    const goesOn = language === "de" && greeting.endsWith(",");
    // nobody is glad to hear of trouble
    const isTrouble = asked.ask === "problem" && tone === "warm";
    const said = [phrases.opening[isTrouble ? "professional" : tone], answer].filter((one) =>
      one !== ""
    );
    const text = said.map((one, at) => at === 0 && goesOn ? inSentence(one) : capitalise(one)).join(
      " ",
    );
    const body = [
      greeting,
      text,
      ...(asked.ask === "question" ? [phrases.parting[tone]] : []),
      `${style.closing ?? nudge.tones[tone].closing}\n${style.signsAs ?? facts.ownerName.trim()}`,
    ].filter((paragraph) => paragraph !== "").join("\n\n");
    return { body, confidence: instruction.kind === "say" ? 0.6 : CONFIDENCE[asked.ask] };
  };
}

function mainOf(
  phrases: ReplyPhrases,
  tone: Tone,
  asked: Asked,
  instruction: Instruction,
  gap: string,
): string {
  if (instruction.kind === "yes") return phrases.yes[tone];
  if (instruction.kind === "no") return phrases.no[tone];
  if (instruction.kind === "say") return instruction.sentence;
  const days = asked.days.map((day) => phrases.day(day.replace(phrases.beforeDay, "")));
  const template = asked.ask === "question" && asked.quote === ""
    ? phrases.unquoted[tone]
    : phrases.answers[asked.ask][tone];
  const values = { day: days[0] ?? "", days: days.join(" / "), quote: asked.quote };
  return fill(template, { ...values, gap }).replace(/ de el /g, " del ");
}

/** A follow-up to our own words is what a nudge is. */
function followUpWriter(facts: DraftReplyFacts) {
  return ({ tone, style }: Wanted) => {
    const { answered } = facts;
    const { body, confidence } = draftNudgeOffline({
      workspaceName: facts.workspaceName,
      ownerName: facts.ownerName,
      recipientName: facts.recipientName,
      recipientAddress: facts.recipientAddress,
      conversationSubject: facts.conversationSubject,
      isOwnSubject: false,
      isUnattended: false,
      lastOutbound: {
        sentAt: answered.sentAt,
        textNew: answered.text,
        evidence: answered.evidence,
      },
      earlierMessages: facts.earlierMessages,
      nudgeNumber: 1,
      tone,
      voiceGuidelines: facts.voiceGuidelines,
      asOf: facts.asOf,
      languageHint: null,
    }, style);
    return { body, confidence };
  };
}

/** What the owner asked for and no rule could put into words is theirs to write. */
function withInstruction(body: string, facts: DraftReplyFacts, instruction: Instruction): string {
  const paragraphs = body.split("\n\n");
  const ending = paragraphs.pop()!;
  if (instruction.kind === "unclear" && !body.includes(wishOf(facts))) {
    paragraphs.push(`[[${wishOf(facts)}]]`);
  }
  if (instruction.kind === "say" && facts.kind === "follow_up") {
    paragraphs.push(instruction.sentence);
  }
  return [...paragraphs, ending].join("\n\n");
}

function wishOf(facts: DraftReplyFacts): string {
  const wish = (facts.instruction ?? "").replace(/[[\]{}]/g, "").replace(/\s+/g, " ").trim();
  return wish.length > 200 ? `${wish.slice(0, 200).toWellFormed()} …` : wish;
}

function reasonsFor(facts: DraftReplyFacts, instruction: Instruction): string[] {
  const aboutIt = instruction.kind === "unclear"
    ? "The rules could not follow your instruction, which stands in a gap for you to write"
    : instruction.kind !== "none"
    ? "It says what you asked for"
    : facts.kind === "follow_up"
    ? "Your own mail is the last one, so it reminds of it"
    : "It answers what the rules found in the last mail; compare days with your calendar";
  return [
    aboutIt,
    "Written by built-in rules without a language model" +
    (facts.voiceGuidelines ? ", which cannot follow your voice guidelines" : ""),
  ];
}

function greetingOf(phrases: ReturnType<typeof PHRASES.en>, name: PersonName | null): string {
  return name
    ? fill(phrases.greeting, { name: name.first, fullName: name.full })
    : phrases.greetingWithoutName;
}

/** Words by which germanAddress() tells this address again. */
function addressing(address: GermanAddress): string {
  return { formal: "für Sie, mit Ihnen", familiar: "für dich", unclear: "" }[address];
}

/** German goes on in small letters after "Hallo Bob,"; nouns keep theirs. */
function inSentence(text: string): string {
  return /^(?:Ja|Leider|Gern|Kommt|Tut|Ist|Sehr|Zur|Gleich|Gut|Das|Ich|Von)(?!\p{L})/u.test(text)
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}
