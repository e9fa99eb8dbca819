import { decodePercent } from "./charset.ts";

/** A value such as `text/plain; charset=utf-8`: the value lower case, parameters by lower-case name. */
export type StructuredValue = { value: string; params: Map<string, string> };

/**
 * Reads Content-Type and Content-Disposition (RFC 2045 section 5.1, RFC 2183) with comments,
 * quoted strings and continuations (RFC 2231). Of two parameters with one name the first counts.
 */
export function parseStructured(field: string): StructuredValue {
  const plain = field.includes("(") ? withoutComments(field) : field;
  // Some programs forget the first semicolon.
  const text = plain.replace(/^([^\s;"=]{1,200})\s+(?=[\w-]{1,40}=)/, "$1; ");
  const [value, ...pieces] = splitOutsideQuotes(text);
  const params = new Map<string, string>();
  let isContinued = false;
  for (const piece of pieces) {
    const equals = piece.indexOf("=");
    const name = (equals < 0 ? piece : piece.slice(0, equals)).trim().toLowerCase();
    if (name === "" || params.has(name)) continue;
    params.set(name, equals < 0 ? "" : unquote(piece.slice(equals + 1)));
    isContinued ||= name.includes("*");
  }
  if (isContinued) joinContinuations(params);
  return { value: unquote(value!).toLowerCase(), params };
}

/**
 * A parenthesis inside a token (`name=Invoice(1).pdf`) is no comment: inside a parameter a comment
 * follows white space. An unclosed one is dropped only when no parameter would be lost with it.
 */
function withoutComments(text: string): string {
  let kept = "";
  let from = 0;
  let depth = 0;
  let openedAt = -1;
  let isQuoted = false;
  let isInParameter = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "\\") at++;
    else if (depth > 0) {
      if (character === "(") depth++;
      else if (character === ")" && --depth === 0) from = at + 1;
    } else if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === "=") isInParameter = true;
    else if (character === ";") isInParameter = false;
    else if (character === "(" && (!isInParameter || at === from || /[ \t]/.test(text[at - 1]!))) {
      kept += text.slice(from, at);
      openedAt = at;
      depth = 1;
    }
  }
  if (depth === 0) return kept + text.slice(from);
  return text.includes(";", openedAt) ? text : kept;
}

function splitOutsideQuotes(text: string): string[] {
  if (!text.includes('"')) return text.split(";");
  const pieces: string[] = [];
  let from = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) isQuoted = !isQuoted;
    else if (isQuoted && code === 0x5c) at++;
    else if (!isQuoted && code === 0x3b) {
      pieces.push(text.slice(from, at));
      from = at + 1;
    }
  }
  pieces.push(text.slice(from));
  return pieces;
}

/** A token or a quoted string; what stands behind the closing quote is no part of it. */
function unquote(text: string): string {
  const open = text.indexOf('"');
  if (open < 0) return text.trim();
  let value = text.slice(0, open).trimStart();
  let from = open + 1;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return value + text.slice(from, at);
    if (code !== 0x5c) continue;
    value += text.slice(from, at);
    from = ++at;
  }
  return value + text.slice(from);
}

type Section = { number: number; value: string; isEncoded: boolean };

/** `name*0*=utf-8''a%20; name*1=b` becomes `name` (RFC 2231 sections 3 and 4). */
function joinContinuations(params: Map<string, string>): void {
  const found = new Map<string, { charset: string; sections: Section[] }>();
  for (const [name, written] of [...params]) {
    const match = /\*(?:(\d{1,9})(\*)?)?$/.exec(name);
    if (!match) continue;
    params.delete(name);
    const base = name.slice(0, match.index);
    const entry = found.get(base) ?? { charset: "", sections: [] };
    found.set(base, entry);
    const number = Number(match[1] ?? 0);
    const isEncoded = match[0].endsWith("*");
    let value = written;
    const tagged = number === 0 && isEncoded ? /^([^']*)'[^']*'/.exec(written) : null;
    if (tagged) {
      entry.charset = tagged[1] || "utf-8";
      value = written.slice(tagged[0].length);
    }
    entry.sections.push({ number, value, isEncoded });
  }
  for (const [name, { charset, sections }] of found) {
    params.set(name, joinSections(sections, charset));
  }
}

/** Neighbours are decoded together: a character may be split between two of them. */
function joinSections(sections: Section[], charset: string): string {
  let joined = "";
  let pending = "";
  for (const { value, isEncoded } of sections.sort((a, b) => a.number - b.number)) {
    if (isEncoded) pending += value;
    else {
      joined += decodePercent(pending, charset) + value;
      pending = "";
    }
  }
  return joined + decodePercent(pending, charset);
}
