import {
  ANSWER_SUBJECT,
  AWAY_SUBJECT,
  BOUNCE_SUBJECT,
  BOUNCE_TEXT,
  DAEMON,
} from "./automatic-words.ts";
import { first, has } from "./header-values.ts";
import type { AutomaticFacts, Verdict } from "./recognise-automatic.ts";

/**
 * Delivery reports (RFC 3464), feedback loops (RFC 5965) and read receipts (RFC 8098). A report of
 * success is a notification; null when the mail is no report.
 */
export function recogniseReport(facts: AutomaticFacts): Verdict | null {
  const type = first(facts, "content-type").toLowerCase();
  if (
    facts.partTypes.includes("message/feedback-report") ||
    type.includes("report-type=feedback-report")
  ) {
    return { kind: "notification", confidence: 0.98, evidence: ["part:message/feedback-report"] };
  }
  if (type.includes("disposition-notification")) {
    return {
      kind: "notification",
      confidence: 0.98,
      evidence: ["header:content-type=disposition-notification"],
    };
  }
  // Some gateways rewrite the multipart/report and leave its part.
  if (facts.partTypes.includes("message/disposition-notification")) {
    return {
      kind: "notification",
      confidence: 0.95,
      evidence: ["part:message/disposition-notification"],
    };
  }
  const actions = [...facts.deliveryStatus.join("\n").matchAll(/^action:\s*([a-z]+)/gim)].map((
    one,
  ) => one[1]!.toLowerCase());
  if (actions.length > 0) {
    const isFailure = actions.some((action) => ["failed", "delayed", "expired"].includes(action));
    const evidence = [`part:message/delivery-status action=${actions[0]}`];
    return { kind: isFailure ? "bounce" : "notification", confidence: 0.99, evidence };
  }
  return bounceWithoutReport(facts, type);
}

// No single sign suffices here, so that a person who writes about a failed delivery, or forwards one,
// is never taken for the mail system.
function bounceWithoutReport(facts: AutomaticFacts, type: string): Verdict | null {
  const evidence: string[] = [];
  if (type.includes("delivery-status") || facts.partTypes.includes("message/delivery-status")) {
    evidence.push("header:content-type=delivery-status");
  }
  if (has(facts, "x-failed-recipients")) evidence.push("header:x-failed-recipients");
  if (DAEMON.test(facts.senderAddress)) evidence.push("sender:mail-system");
  if (first(facts, "return-path").trim() === "<>") evidence.push("header:return-path=<>");
  if (BOUNCE_SUBJECT.test(facts.subject)) evidence.push("subject:delivery-failure");
  if (/^auto-(?:replied|generated)/i.test(first(facts, "auto-submitted"))) {
    evidence.push("header:auto-submitted");
  }
  if (BOUNCE_TEXT.test(facts.text.slice(0, 5_000))) evidence.push("text:delivery-failure");
  const isMailSystem = evidence.some((sign) => /failed-recipients|delivery-status/.test(sign)) ||
    /^mail(?:er)?[-_.]?daemon/i.test(facts.senderAddress);
  if (!isMailSystem && isOfPerson(facts)) return null;
  const isMachine = evidence.some((sign) => /^(?:sender|header)/.test(sign));
  const says = evidence.some((sign) =>
    /^(?:subject|text)|failed-recipients|delivery-status/.test(sign)
  );
  if (!isMachine || !says || evidence.length < 2) return null;
  return { kind: "bounce", confidence: Math.min(0.97, 0.7 + 0.09 * evidence.length), evidence };
}

/** A postmaster is a person when answering, unless a server's words are new; absences come with an empty Return-Path, too. */
function isOfPerson({ subject, text }: AutomaticFacts): boolean {
  const unquoted = text.slice(0, 5_000).replace(/^[^\S\n]*>.*$/gm, "");
  return AWAY_SUBJECT.test(subject) ||
    (ANSWER_SUBJECT.test(subject) && !BOUNCE_TEXT.test(unquoted));
}
