/** An extractive summary: sentences of the message, chosen by what they say, in its own words. */
import { expectsReply } from "../mail/expects-reply.ts";
import { requestSentences } from "../mail/request-sentences.ts";
import { findLinks } from "../text/links.ts";
import type { Commitments } from "../tasks/find-commitments.ts";

const MAX_SUMMARY = 240;
const MAX_POINTS = 5;
const MAX_POINT = 160;
const OPENING =
  /^(?:hi|hello|hey|dear|hallo|guten (?:tag|morgen|abend)|sehr geehrte|liebe[rs]?|moin|bonjour|bonsoir|salut|coucou|cher|chère|hola|estimad[oa]|buen[oa]s)(?!\p{L})[^.!?]{0,40}[,:!]?$/iu;

export function summarise(
  subject: string,
  text: string,
  { tasks, promises }: Commitments,
): { summary: string; keyPoints: string[] } {
  const sentences = requestSentences(text).filter((one) => !OPENING.test(one));
  const asked = expectsReply(text).evidence;
  const weights = sentences.map((sentence, at) => {
    const names = [...tasks, ...promises].some(({ evidence }) => sentence.includes(evidence))
      ? 3
      : 0;
    const facts = /\d/.test(sentence) ? 1 : 0;
    const isAsked = asked !== null && sentence.startsWith(asked.slice(0, 80)) ? 2 : 0;
    const tooShort = sentence.split(/\s+/).length < 4 ? -2 : 0;
    return { sentence, at, weight: names + facts + isAsked + tooShort + (at === 0 ? 1 : 0) };
  });
  const best = weights.toSorted((one, other) => other.weight - one.weight || one.at - other.at);
  const lead = best.slice(0, 2).toSorted((one, other) => one.at - other.at)
    .map(({ sentence }) => sentence).join(" ");
  const points = [...new Set([...tasks, ...promises].map(({ evidence }) => evidence))];
  return {
    summary: cut(withoutLinks(lead || subject), MAX_SUMMARY),
    keyPoints: points.slice(0, MAX_POINTS).map((point) => cut(withoutLinks(point), MAX_POINT)),
  };
}

/** A summary is read in a list, where nobody sees who wrote the link. */
function withoutLinks(text: string): string {
  return text.split(/\s+/).filter((word) => findLinks(word).length === 0).join(" ");
}

function cut(text: string, length: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= length
    ? line
    : `${line.slice(0, length - 2).toWellFormed().replace(/\s+\S*$/, "")} …`;
}
