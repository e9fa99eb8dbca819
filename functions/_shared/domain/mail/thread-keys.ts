import { cleanLine } from "./clean-text.ts";
import { cutBytes } from "./key-limit.ts";
import { MAIL_LIMITS } from "./limits.ts";

// "Re", "Fwd" and their like as mail programs of other languages write them (collected from
// https://en.wikipedia.org/wiki/List_of_email_subject_abbreviations), with counters as in "Re[2]:".
const PREFIX_WORDS =
  "re|r|fw|fwd|fs|aw|wg|antw(?:ort)?|doorst|sv|vs|vb|vl|rv|enc|res|rif|i|tr|réf|ref|odp|pd|ynt|ilt|" +
  "atb|bls|továbbítás|vá|πρθ|απ|σχετ|הועבר|השב|رد|إعادة توجيه|på|rép|回复|回覆|答复|答覆|转发|轉寄|返信|転送|" +
  "회신|전달|ответ|отв|пересл";
const PREFIX = new RegExp(
  `^(?:${PREFIX_WORDS})\\s*(?:\\[\\d+\\]|\\(\\d+\\)|\\^\\d+)?\\s*[:：]\\s*`,
  "iu",
);

// Tags gateways put before a subject on the way in; a ticket or list tag such as "[acme-dev]" stays,
// because it tells conversations apart.
const TAG =
  /^[[(](?:ext|extern|external|externe|externo|suspected spam|spam|caution|encrypted|secure)[\])]:?\s*/i;

/**
 * The subject two mails of one conversation share: reply and forward prefixes and gateway tags
 * gone however often they repeat, lower case, single spaces, at most `MAIL_LIMITS.keyBytes` of UTF-8.
 */
export function subjectBase(subject: string): string {
  let base = cleanLine(subject, MAIL_LIMITS.subjectLength);
  for (let rest = stripOnce(base); rest !== base; rest = stripOnce(base)) base = rest;
  base = base.replace(/\s*\((?:fwd|fw)\)$/i, "").toLowerCase().trim();
  return cutBytes(base, MAIL_LIMITS.keyBytes).trimEnd();
}

function stripOnce(subject: string): string {
  return subject.replace(TAG, "").replace(PREFIX, "");
}

// RFC 5322 section 2.1.1: no line is longer than 998 characters, so no id is either.
const MESSAGE_ID = /<[^<>\s\p{Cc}]{1,996}>/gu;

/** Message ids of a header in their order, each once, angle brackets kept. */
export function messageIds(header: string): string[] {
  // Cut first: 5,000 references are kept whole by then, a megabyte of "<" is not scanned.
  return [...new Set(header.slice(0, MAIL_LIMITS.headerFieldBytes).match(MESSAGE_ID) ?? [])];
}

/** The mail's own id; programs that forget the brackets get them. Null when there is none. */
export function ownMessageId(header: string): string | null {
  const [id] = messageIds(header);
  const bare = header.trim();
  if (id) return id;
  return /^[^\s<>\p{Cc}]{1,250}@[^\s<>\p{Cc}]{1,250}$/u.test(bare) ? `<${bare}>` : null;
}

/** References, oldest first: the root and the newest ones are what threading needs. */
export function cleanReferences(header: string): string[] {
  const ids = messageIds(header);
  const limit = MAIL_LIMITS.references;
  return ids.length <= limit ? ids : [ids[0]!, ...ids.slice(1 - limit)];
}

/** Gmail names a thread by X-GM-THRID in decimal in exports and in hex in its API; hex is stored. */
export function gmailThreadId(decimal: string): string | null {
  return /^\d{1,20}$/.test(decimal.trim()) ? BigInt(decimal.trim()).toString(16) : null;
}
