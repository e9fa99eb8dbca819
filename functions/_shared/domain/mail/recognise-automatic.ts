import { ANSWER_SUBJECT, AWAY_SUBJECT, AWAY_TEXT, DAEMON, NO_REPLY } from "./automatic-words.ts";
import { first, has } from "./header-values.ts";
import type { AutomaticKind } from "./message.ts";
import { recognisePhrases } from "./recognise-phrases.ts";
import { recogniseReport } from "./recognise-report.ts";
import { returnDate } from "./return-date.ts";

/** What a mail is judged by. Header names are lower case, values decoded. */
export type AutomaticFacts = {
  headers: Record<string, string[]>;
  senderAddress: string;
  subject: string;
  text: string;
  sentAt: Date | null;
  /** Content types of the parts that are not body text, lower case. */
  partTypes: string[];
  /** METHOD of a text/calendar part, upper case (RFC 5546). */
  calendarMethod: string | null;
  /** The `message/delivery-status` parts, as text. */
  deliveryStatus: string[];
};

export type Automatic = {
  kind: AutomaticKind;
  confidence: number;
  evidence: string[];
  returns_on: string | null;
};

/** From here on the sum of weak signs (noreply sender, Precedence bulk …) makes a notification. */
const WEAK_THRESHOLD = 0.6;

/**
 * Tells mail a person wrote from mail a program sent (ING-9), with the evidence. Headers decide (RFC
 * 3464, RFC 5546, RFC 3834, RFC 2919 and 2369), then subjects; phrases of the body tell an absence
 * from another automatic reply, and with less confidence the receipts of programs that send no header. X-Auto-Response-Suppress is no sign: it asks others not to answer
 * automatically, and Outlook puts it on mail people write.
 */
export function recogniseAutomatic(facts: AutomaticFacts): Automatic {
  const verdict = recogniseReport(facts) ?? calendar(facts) ?? reply(facts) ?? list(facts) ??
    generated(facts) ?? recognisePhrases(facts) ?? weak(facts);
  const { kind, confidence, evidence } = verdict;
  const returns_on = kind === "out_of_office" ? returnDate(facts.text, facts.sentAt) : null;
  return { kind, confidence, evidence, returns_on };
}

/** A judgement before the return date is read. */
export type Verdict = Omit<Automatic, "returns_on">;

function calendar({ calendarMethod }: AutomaticFacts): Verdict | null {
  if (!calendarMethod || calendarMethod === "PUBLISH") return null;
  return {
    kind: "calendar",
    confidence: 0.98,
    evidence: [`part:text/calendar method=${calendarMethod}`],
  };
}

const REPLY_HEADERS = [
  "x-autoreply",
  "x-autorespond",
  "x-autoresponder",
  "x-auto-reply-from",
  "x-mail-autoreply",
];

function reply(facts: AutomaticFacts): Verdict | null {
  const submitted = first(facts, "auto-submitted").toLowerCase();
  const evidence = REPLY_HEADERS.filter((name) =>
    has(facts, name) && !/^(?:no|false)$/i.test(first(facts, name))
  )
    .map((name) => `header:${name}`);
  if (submitted.startsWith("auto-replied")) evidence.unshift("header:auto-submitted=auto-replied");
  if (/auto[_-]?reply/i.test(first(facts, "precedence"))) {
    evidence.push("header:precedence=auto_reply");
  }
  // Exchange marks the replies its inbox rules send with this header only.
  if (has(facts, "x-ms-exchange-inbox-rules-loop")) {
    evidence.push("header:x-ms-exchange-inbox-rules-loop");
  }
  const isAwaySubject = AWAY_SUBJECT.test(facts.subject);
  const byHeader = evidence.length > 0;
  if (isAwaySubject) evidence.push("subject:absence");
  if (!byHeader && !isAwaySubject) return null;
  const isAwayText = AWAY_TEXT.test(facts.text.slice(0, 5_000));
  if (isAwayText) evidence.push("text:absence");
  // "Absence: new policy" from a colleague: a subject alone needs the text to agree.
  if (!byHeader && !isAwayText) return null;
  const isAway = isAwayText ||
    (isAwaySubject && !/^\s*(?:auto|réponse|respuesta|risposta|resposta)/iu.test(facts.subject));
  return {
    kind: isAway ? "out_of_office" : "auto_reply",
    confidence: byHeader ? 0.97 : 0.8,
    evidence,
  };
}

function list(facts: AutomaticFacts): Verdict | null {
  const evidence = ["list-id", "list-post", "list-unsubscribe"].filter((name) => has(facts, name))
    .map((name) => `header:${name}`);
  if (evidence.length === 0) return null;
  return { kind: "mailing_list", confidence: has(facts, "list-id") ? 0.95 : 0.85, evidence };
}

function generated(facts: AutomaticFacts): Verdict | null {
  const submitted = first(facts, "auto-submitted").toLowerCase().split(/[\s;]/)[0]!;
  if (submitted === "" || submitted === "no") return null;
  return {
    kind: "notification",
    confidence: 0.95,
    evidence: [`header:auto-submitted=${submitted.slice(0, 40)}`],
  };
}

function weak(facts: AutomaticFacts): Verdict {
  const evidence: string[] = [];
  let score = 0;
  const add = (sign: string, weight: number) => {
    evidence.push(sign);
    score += weight;
  };
  if (NO_REPLY.test(facts.senderAddress)) add("sender:noreply", 0.6);
  const precedence = /^\s*(bulk|junk|list)\b/i.exec(first(facts, "precedence"))?.[1];
  if (precedence) add(`header:precedence=${precedence.toLowerCase()}`, 0.3);
  if (has(facts, "feedback-id")) add("header:feedback-id", 0.3);
  if (DAEMON.test(facts.senderAddress)) {
    add("sender:mail-system", ANSWER_SUBJECT.test(facts.subject) ? 0.3 : 0.6);
  }
  const isProgram = score >= WEAK_THRESHOLD;
  const confidence = isProgram ? Math.min(0.9, score) : 0.95 - score / 2;
  return { kind: isProgram ? "notification" : "human", confidence: round(confidence), evidence };
}

function round(share: number): number {
  return Math.round(share * 100) / 100;
}
