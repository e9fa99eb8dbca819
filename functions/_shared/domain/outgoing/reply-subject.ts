/** Prefixes mail programs put before a reply's subject: English, German, Dutch, Nordic, Polish, French. */
const REPLY_PREFIX = /^\s*(?:re|aw|antw|sv|vs|odp|rép)\s*(?:\[\d+\]|\(\d+\))?\s*[:：]\s*/iu;

/**
 * The subject of a reply: the same words after exactly one `Re: `. A forward's prefix is part of the words, since
 * a thread at Gmail stays together only under the same subject
 * (https://developers.google.com/workspace/gmail/api/guides/threads).
 */
export function replySubject(subject: string): string {
  let words = subject;
  while (REPLY_PREFIX.test(words)) words = words.replace(REPLY_PREFIX, "");
  return `Re: ${words.trim()}`.trim();
}
