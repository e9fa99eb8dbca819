import { isMessageId } from "./message-id.ts";

/** RFC 5537, section 3.4.4: a longer References field, unfolded, must be trimmed. */
const MAX_LENGTH = 998 - "References: ".length;

/**
 * The References of a reply, oldest first and ending with the mail being answered. Ids that are none and repeats
 * go; a list that is too long loses its middle, never the first or the last two (RFC 5537, section 3.4.4).
 */
export function trimReferences(references: string[], inReplyTo: string | null): string[] {
  const all = [...references, ...(inReplyTo ? [inReplyTo] : [])].filter(isMessageId);
  const ids = all.filter((id, position) => all.lastIndexOf(id) === position);
  let length = ids.join(" ").length;
  while (length > MAX_LENGTH && ids.length > 3) {
    const [removed] = ids.splice(1, 1);
    length -= (removed?.length ?? 0) + 1;
  }
  return ids;
}
