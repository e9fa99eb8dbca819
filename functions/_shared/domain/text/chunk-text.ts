/** Characters of a chunk: about 300 tokens, a paragraph or two, which a query can resemble. */
const CHUNK_LENGTH = 1_200;
/** What follows repeats this much of what came before, so that no thought is cut in two. */
const OVERLAP = 150;
const MAX_CHUNKS = 40;

/**
 * A text in pieces for embedding: cut at paragraphs where possible, else after sentences, else between words. A short text is
 * one piece; an empty one is none.
 */
export function chunkText(text: string): string[] {
  const plain = text.replace(/[^\S\n]+/g, " ").replace(/\n{3,}/g, "\n\n").trim();
  const chunks: string[] = [];
  let from = 0;
  while (from < plain.length && chunks.length < MAX_CHUNKS) {
    const rest = plain.slice(from);
    const end = rest.length <= CHUNK_LENGTH ? rest.length : cutAt(rest.slice(0, CHUNK_LENGTH));
    const chunk = rest.slice(0, end).toWellFormed().trim();
    if (chunk !== "") chunks.push(chunk);
    if (end === rest.length) break;
    from += Math.max(end - OVERLAP, Math.ceil(CHUNK_LENGTH / 3));
    // begin with a whole word
    const space = plain.slice(from, from + 40).search(/\s/);
    if (space >= 0 && /\S/.test(plain[from - 1] ?? " ")) from += space + 1;
  }
  return chunks;
}

function cutAt(piece: string): number {
  const least = piece.length / 2;
  for (const mark of ["\n\n", "\n", ". ", "? ", "! ", " "]) {
    const at = piece.lastIndexOf(mark);
    if (at > least) return at + mark.length;
  }
  return piece.length;
}
