/**
 * Triage by headers and rules, in English, German, French and Spanish: what the offline engine answers, and what stays when a
 * model gives no usable answer. Header findings come first, because programs say what they are; then who it is from; words
 * come last.
 */
import { expectsReply } from "../mail/expects-reply.ts";
import { requestSentences } from "../mail/request-sentences.ts";
import { type Commitments, findCommitments } from "../tasks/find-commitments.ts";
import { textLanguage } from "../text/text-language.ts";
import { findDues } from "../time/find-due.ts";
import { CATEGORY_WORDS, SELLER_SENDER, SYSTEM_SENDER } from "./category-words.ts";
import { summarise } from "./summarise.ts";
import { AT_ONCE, HARM, NEGATIVE, NO_HURRY, POSITIVE, WEIGHTY } from "./tone-words.ts";
import type {
  Actionability,
  Category,
  Priority,
  Sentiment,
  Triage,
  TriageFacts,
} from "./triage.ts";

/** Changes with the rules and their words. */
export const RULES_VERSION = "triage-rules-1";

const NO_ANSWER_WANTED =
  /\b(?:no need to (?:reply|respond|answer|do anything)|nothing (?:further|needed)|no (?:further )?actions?|need to do anything|don't have to do anything|if you(?:'re| are) happy you don't|otherwise (?:i'll|i will) go ahead|shout if|let me know if|call me if|please let us know \d|sie müssen nichts|nur zur info|rien à préparer|ne répondez pas|no es necesario que responda)\b/iu;

export function classifyByRules(facts: TriageFacts): Triage {
  const sentences = requestSentences(`${facts.subject}.\n${facts.text}`);
  const plain = `${facts.subject}\n${facts.text}`.replaceAll("’", "'");
  const category = categoryOf(facts, plain);
  const sentiment = sentimentOf(plain, category);
  const asked = expectsReply(facts.text);
  const commitments = findCommitments({ ...facts, direction: "inbound" });
  const language = textLanguage(facts.text) ?? textLanguage(facts.subject);
  const needsReply = wantsAnswer(facts, category, plain, asked.expects, commitments);
  const actionability = actionabilityOf(facts, category, commitments, needsReply);
  const priority = priorityOf(facts, plain, {
    category,
    actionability,
    needsReply,
    sentiment,
    language,
  });
  const quote = (pattern: RegExp | null) =>
    pattern
      ? sentences.find((one) => pattern.test(one.replaceAll("’", "'")))?.slice(0, 300)
      : undefined;
  const because = {
    priority: quote(priority === "urgent" ? AT_ONCE : priority === "high" ? WEIGHTY : null),
    category: category.score > 0 ? quote(category.word) : undefined,
    sentiment: quote(
      sentiment === "negative" ? NEGATIVE : sentiment === "positive" ? POSITIVE : null,
    ),
    actionability: actionability === "action" ? commitments.tasks[0]?.evidence : undefined,
    needs_reply: needsReply ? asked.evidence ?? undefined : undefined,
  };
  const evidence = Object.fromEntries(Object.entries(because).filter(([, words]) => words));
  return {
    priority,
    category: category.name,
    sentiment,
    actionability,
    needsReply,
    ...summarise(facts.subject, facts.text, commitments),
    language,
    // What a program says of itself is sure; words are a guess that grows with their number.
    confidence: facts.automaticKind !== "human"
      ? 0.9
      : Math.min(0.85, 0.5 + category.score * 0.05 + Object.keys(evidence).length * 0.04),
    evidence,
  };
}

interface FoundCategory {
  name: Category;
  score: number;
  word: RegExp | null;
}

function categoryOf(facts: TriageFacts, plain: string): FoundCategory {
  const sure = (name: Category): FoundCategory => ({ name, score: 0, word: null });
  if (facts.automaticKind === "calendar") return sure("scheduling");
  if (facts.automaticKind === "mailing_list") return sure("marketing");
  if (facts.automaticKind !== "human") {
    return sure(
      /\b(?:event has been scheduled|appointment|termin|rendez-vous|cita)\b/iu.test(plain)
        ? "scheduling"
        : "notification",
    );
  }
  const scores = new Map<Category, { score: number; word: RegExp; most: number }>();
  const add = (name: Category, weight: number, word: RegExp) => {
    const known = scores.get(name) ?? { score: 0, word, most: 0 };
    const strongest = weight > known.most ? { word, most: weight } : known;
    scores.set(name, { ...strongest, score: known.score + weight });
  };
  for (const { category, pattern, weight } of CATEGORY_WORDS) {
    const found = new Set(plain.match(pattern)?.map((word) => word.toLowerCase()) ?? []);
    // the subject says what a mail is about
    const inSubject = facts.subject.match(pattern) ? weight / 2 : 0;
    if (found.size > 0) {
      add(category, weight * Math.min(found.size, 3) + inSubject, new RegExp(pattern.source, "iu"));
    }
  }
  if (SELLER_SENDER.test(facts.senderAddress)) add("marketing", 2, /$^/);
  if (SYSTEM_SENDER.test(facts.senderAddress)) add("notification", 1, /$^/);
  // Who is known does not write advertisements; private addresses write private mail more often than firms do.
  if (facts.isKnownSender) scores.delete("marketing");
  if (
    /@(?:mail|post|courriel|correo|gmail|gmx|web|yahoo|hotmail|outlook|icloud|orange|free|laposte|t-online)\./iu
      .test(facts.senderAddress)
  ) {
    add("personal", 2, /$^/);
  }
  const best = [...scores].sort(([, one], [, other]) => other.score - one.score)[0];
  if (!best || best[1].score < 2) return { name: "work", score: 0, word: null };
  return { name: best[0], score: best[1].score, word: best[1].word };
}

function sentimentOf(plain: string, category: FoundCategory): Sentiment {
  if (["marketing", "notification"].includes(category.name)) return "neutral";
  const count = (pattern: RegExp) =>
    new Set(plain.match(new RegExp(pattern.source, "giu"))?.map((word) => word.toLowerCase())).size;
  const positive = count(POSITIVE);
  const negative = count(NEGATIVE);
  if (negative > positive) return "negative";
  return positive > 0 && negative === 0 ? "positive" : positive > negative ? "positive" : "neutral";
}

function wantsAnswer(
  facts: TriageFacts,
  { name }: FoundCategory,
  plain: string,
  asks: boolean,
  { tasks }: Commitments,
): boolean {
  if (facts.automaticKind !== "human" || facts.addressed === "cc") return false;
  if (name === "marketing" || name === "notification") return false;
  const isQuestion = /[?？]/.test(facts.text);
  if (NO_ANSWER_WANTED.test(plain) && !isQuestion) return false;
  if (!asks) return false;
  // A plain instruction is done, not answered, unless it asks for something to be sent back or said.
  const wantsWord =
    /\b(?:let (?:me|us) know|tell me|confirm|reply|answer|get back|call me|ring me|send me|phone|acknowledge|interested|need (?:a|your) (?:yes|line|answer|approval)|sagen sie|sag (?:mir )?(?:kurz )?bescheid|bescheid|rückmeldung|feedback|melden|freigabe|antwort|gespräch|confirmer|répond\p{L}*|appelez|accord|me dire|confirm\p{L}+|propóngame|necesito tu|avísame|me (?:confirmas?|mandas|dices)|por escrito)\b/iu
      .test(plain);
  return isQuestion || wantsWord || tasks.length === 0;
}

function actionabilityOf(
  facts: TriageFacts,
  { name }: FoundCategory,
  { tasks }: Commitments,
  needsReply: boolean,
): Actionability {
  if (facts.automaticKind === "calendar") return "action";
  if (
    name === "marketing" ||
    ["mailing_list", "out_of_office", "auto_reply"].includes(facts.automaticKind)
  ) {
    return "ignore";
  }
  if (facts.automaticKind === "bounce") return "action";
  if (facts.automaticKind !== "human") {
    return /\b(?:failed|errors?|commented|scheduled|fehlgeschlagen|échec|error)\b/iu.test(
        `${facts.subject} ${facts.text}`,
      )
      ? "read"
      : "ignore";
  }
  if (facts.addressed === "cc") return "read";
  if (tasks.length > 0 && name !== "notification") return "action";
  return needsReply ? "reply" : "read";
}

function priorityOf(
  facts: TriageFacts,
  plain: string,
  found: {
    category: FoundCategory;
    actionability: Actionability;
    needsReply: boolean;
    sentiment: Sentiment;
    language: string | null;
  },
): Priority {
  const { category, actionability, needsReply, sentiment } = found;
  if (actionability === "ignore") return "low";
  if (facts.automaticKind !== "human") {
    return actionability === "read" || actionability === "action" ? "normal" : "low";
  }
  if (facts.addressed === "cc") return "low";
  const wants = actionability === "action" || needsReply;
  const isCalm = NO_HURRY.test(plain);
  const dues = findDues(facts.text, {
    sentAt: facts.sentAt,
    timeZone: facts.timeZone,
    language: found.language,
  });
  const today = facts.sentAt.slice(0, 10);
  const days = dues.filter(({ isDeadline }) => isDeadline).map(({ on }) =>
    (Date.parse(on) - Date.parse(today)) / 86_400_000
  );
  const soonest = days.length > 0 ? Math.min(...days) : null;
  if (wants && !isCalm) {
    if (AT_ONCE.test(plain) || HARM.test(plain)) return "urgent";
    if (soonest !== null && soonest <= 1) return "urgent";
    if (WEIGHTY.test(plain) || soonest !== null && soonest <= 10) return "high";
    if (sentiment === "negative" && ["support", "finance"].includes(category.name)) return "high";
  }
  if (!isCalm && HARM.test(plain) && sentiment === "negative") return "urgent";
  if (wants) return "normal";
  return sentiment === "neutral" && category.name !== "notification" &&
        dues.length > 0 ||
      sentiment === "negative"
    ? "normal"
    : "low";
}
