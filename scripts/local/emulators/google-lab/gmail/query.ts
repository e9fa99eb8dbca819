/**
 * The search of `q`, as far as programs use it. https://support.google.com/mail/answer/7190
 * Days are taken at midnight Pacific time, as the API says: https://developers.google.com/workspace/gmail/api/guides/filtering
 */
import type { StoredMessage } from "./message.ts";
import type { Labels } from "./labels.ts";
import { findPart, parseMime } from "./mime.ts";

export interface GmailQuery {
  matches(message: StoredMessage): boolean;
  /** Whether spam and trash are looked at because the search names them. */
  includesSpamTrash: boolean;
  /** Set when the search is for Message-IDs alone and an index serves. */
  messageId: string | null;
}

type Test = (message: StoredMessage) => boolean;

export function parseQuery(q: string, labels: Labels, now: number): GmailQuery {
  const tokens = q.match(/[-(){}]|OR\b|(?:[\w-]+:)?"[^"]*"|[^\s(){}]+/g) ?? [];
  const state = { includesSpamTrash: false };
  let at = 0;
  const all = (end: string | null): Test => {
    const groups: Test[][] = [];
    while (at < tokens.length && tokens[at] !== end) {
      if (tokens[at] === "OR" && groups.length > 0 && at + 1 < tokens.length) {
        at++;
        groups.at(-1)!.push(one());
      } else groups.push([one()]);
    }
    at++;
    return (message) => groups.every((group) => group.some((test) => test(message)));
  };
  const any = (): Test => {
    const tests: Test[] = [];
    while (at < tokens.length && tokens[at] !== "}") tests.push(one());
    at++;
    return (message) => tests.some((test) => test(message));
  };
  const one = (): Test => {
    const token = tokens[at++]!;
    if (token === "-") return not(one());
    if (token === "(") return all(")");
    if (token === "{") return any();
    if (token.startsWith("-") && token.length > 1) {
      return not(term(token.slice(1), labels, now, state));
    }
    return term(token, labels, now, state);
  };
  const matches = all(null);
  const [, messageId] = /^\s*rfc822msgid:<?([^<>\s]+)>?\s*$/i.exec(q) ?? [];
  return { matches, includesSpamTrash: state.includesSpamTrash, messageId: messageId ?? null };
}

const not = (test: Test): Test => (message) => !test(message);

function term(
  token: string,
  labels: Labels,
  now: number,
  state: { includesSpamTrash: boolean },
): Test {
  const [, name, rest] = /^([a-z_0-9]+):(.+)$/i.exec(token) ?? [];
  const value = (rest ?? token).replace(/^"(.*)"$/s, "$1").toLowerCase();
  const has = (label: string): Test => ({ labelIds }) => labelIds.has(label);
  switch (name?.toLowerCase()) {
    case "rfc822msgid": {
      const wanted = value.replace(/^<|>$/g, "");
      return ({ facts }) => facts.messageId?.toLowerCase() === wanted;
    }
    case "after":
    case "newer": {
      const since = moment(value);
      return ({ internalDate }) => internalDate >= since;
    }
    case "before":
    case "older": {
      const until = moment(value);
      return ({ internalDate }) => internalDate < until;
    }
    case "newer_than":
      return ({ internalDate }) => internalDate >= now - age(value);
    case "older_than":
      return ({ internalDate }) => internalDate < now - age(value);
    case "in":
      if (value === "anywhere") {
        state.includesSpamTrash = true;
        return () => true;
      }
      if (value === "trash" || value === "spam") state.includesSpamTrash = true;
      return has(labelId(value, labels));
    case "is":
      return value === "read" ? not(has("UNREAD")) : has(labelId(value, labels));
    case "label":
      return has(labelId(value, labels));
    case "from":
      return ({ facts }) => facts.from.some((address) => address.includes(value));
    case "to":
      return ({ facts }) =>
        [...facts.to, ...facts.cc, ...facts.bcc].some((address) => address.includes(value));
    case "cc":
      return ({ facts }) => facts.cc.some((address) => address.includes(value));
    case "subject":
      return ({ facts }) => facts.subject.toLowerCase().includes(value);
    case "has":
      return ({ raw }) =>
        value === "attachment" && findPart(parseMime(raw), (part) => part.filename !== "") !== null;
    default:
      return contains(token.replace(/^"(.*)"$/s, "$1").toLowerCase());
  }
}

/** A word anywhere: in subject, addresses or text. */
function contains(word: string): Test {
  return ({ facts, raw }) =>
    facts.subject.toLowerCase().includes(word) ||
    [...facts.from, ...facts.to, ...facts.cc].some((address) => address.includes(word)) ||
    findPart(parseMime(raw), (part) =>
        part.mimeType.startsWith("text/") &&
        part.content!.toString("utf8").toLowerCase().includes(word)) !== null;
}

const SHORT_NAMES: Record<string, string> = { drafts: "DRAFT", draft: "DRAFT" };

function labelId(value: string, labels: Labels): string {
  if (SHORT_NAMES[value]) return SHORT_NAMES[value];
  const label = labels.byName(value) ??
    labels.list().find(({ name }) => name.toLowerCase().replace(/[\s/]+/g, "-") === value);
  // a label nobody has: nothing matches
  return label?.id ?? value;
}

function moment(value: string): number {
  if (/^\d{5,}$/.test(value)) return Number(value) * 1000;
  const [, year, month, day] = /^(\d{4})[/-](\d{1,2})[/-](\d{1,2})$/.exec(value) ?? [];
  return year === undefined ? NaN : Date.UTC(Number(year), Number(month) - 1, Number(day), 8);
}

const DAY_MS = 86_400_000;
function age(value: string): number {
  const [, count, unit] = /^(\d+)([hdmy])$/.exec(value) ?? [];
  const days = { h: 1 / 24, d: 1, m: 30, y: 365 }[unit ?? ""] ?? NaN;
  return Number(count) * days * DAY_MS;
}
