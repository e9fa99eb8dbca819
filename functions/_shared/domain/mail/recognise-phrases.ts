import {
  AUTOMATED_TEXT,
  CALENDAR_SUBJECT,
  CALENDAR_SUBJECT_TIME,
  CALENDAR_TEXT,
  DO_NOT_REPLY_TEXT,
  NEWSLETTER_SENDER,
  RECEIPT_SUBJECT,
  RECEIPT_TEXT,
  REQUEST_RECEIVED,
  UNSUBSCRIBE_TEXT,
} from "./automatic-phrases.ts";
import { first, has } from "./header-values.ts";
import type { AutomaticFacts, Verdict } from "./recognise-automatic.ts";

const MAX_TEXT = 20_000;
/** Two signs agree, but a person could have written both. */
const MEDIUM = 0.7;

/**
 * Mail of programs whose headers do not say so, by their wording: never a bounce, and never by one
 * loose phrase. Null when a person may have written it.
 */
export function recognisePhrases(facts: AutomaticFacts): Verdict | null {
  const text = unquoted(facts.text);
  return calendarAnswer(facts, text) ?? readReceipt(facts, text) ?? newsletter(facts, text) ??
    receipt(facts, text);
}

function calendarAnswer(facts: AutomaticFacts, text: string): Verdict | null {
  if (!CALENDAR_SUBJECT.test(facts.subject)) return null;
  const evidence = ["subject:calendar-answer"];
  // Outlook's content class of meeting mail ([MS-OXCMAIL]).
  if (/calendarmessage/i.test(first(facts, "content-class"))) evidence.push("header:content-class");
  if (text === "") evidence.push("text:empty");
  if (CALENDAR_TEXT.test(text)) evidence.push("text:calendar-answer");
  if (CALENDAR_SUBJECT_TIME.test(facts.subject)) evidence.push("subject:time");
  // "Accepted: your offer" and a letter is a person's.
  return evidence.length < 2 ? null : { kind: "calendar", confidence: 0.8, evidence };
}

function readReceipt(facts: AutomaticFacts, text: string): Verdict | null {
  if (!RECEIPT_SUBJECT.test(facts.subject) || !RECEIPT_TEXT.test(text)) return null;
  const evidence = ["subject:read-receipt", "text:read-receipt"];
  return { kind: "notification", confidence: 0.8, evidence };
}

function newsletter({ senderAddress }: AutomaticFacts, text: string): Verdict | null {
  if (!NEWSLETTER_SENDER.test(senderAddress.split("@")[0]!) || !UNSUBSCRIBE_TEXT.test(text)) {
    return null;
  }
  const evidence = ["sender:newsletter", "text:unsubscribe"];
  return { kind: "mailing_list", confidence: MEDIUM, evidence };
}

function receipt(facts: AutomaticFacts, text: string): Verdict | null {
  const isReceived = REQUEST_RECEIVED.test(text);
  const isAutomated = AUTOMATED_TEXT.test(text);
  const isClosed = DO_NOT_REPLY_TEXT.test(text);
  if (!isReceived && !(isAutomated && isClosed)) return null;
  const evidence = [
    ...(isReceived ? ["text:request-received"] : []),
    ...(isAutomated ? ["text:automated-message"] : []),
    ...(isClosed ? ["text:do-not-reply"] : []),
  ];
  const isAnswer = isReceived || has(facts, "in-reply-to");
  return { kind: isAnswer ? "auto_reply" : "notification", confidence: MEDIUM, evidence };
}

/** The text before the mail it answers, without quoted lines: a person may quote a program. */
function unquoted(text: string): string {
  const own = text.slice(0, MAX_TEXT).split(
    /^-{3,20} ?\p{L}[^\n]{0,80}-{3,20}$|^(?:On|Am|Le|El) [^\n]{5,120}:$/mu,
  );
  return (own[0] ?? "").replace(/^[^\S\n]*[>|].*$/gm, "").trim();
}
