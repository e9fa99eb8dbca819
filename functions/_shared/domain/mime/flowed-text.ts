/**
 * `format=flowed` text (RFC 3676 section 4) with its soft line breaks undone: a line that ends with a
 * space goes on in the next, except the signature separator; with `deletesSpace` (DelSp=yes) that
 * space was added by the sender. Lines end with \n.
 */
export function unflow(text: string, deletesSpace: boolean): string {
  const pieces: string[] = [];
  let isSoft = false;
  for (const [at, raw] of text.split("\n").entries()) {
    // A space in front protects lines that begin with one, with ">" or with "From ".
    const line = raw.startsWith(" ") ? raw.slice(1) : raw;
    if (at > 0 && !isSoft) pieces.push("\n");
    const isSignature: boolean = line === "-- " && !isSoft;
    isSoft = line.endsWith(" ") && !isSignature;
    pieces.push(isSoft && deletesSpace ? line.slice(0, -1) : line);
  }
  return pieces.join("");
}
