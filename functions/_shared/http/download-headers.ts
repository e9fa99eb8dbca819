/** Headers of a file somebody else chose: it is saved under its name, never shown, sniffed, run or kept on the way. */

/**
 * Types that are said aloud. supabase-js reads `application/octet-stream` and `application/pdf` as a Blob and everything else as text,
 * which would break the bytes; what a file was declared as stands in its row.
 */
const SAFE_TYPES = new Set(["application/pdf"]);
/** Turn the reading direction, so that "exe.fdp" reads as a PDF, or end a header. */
// deno-lint-ignore no-control-regex
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

export function downloadHeaders(name: string | null, type: string): Record<string, string> {
  return {
    "content-type": SAFE_TYPES.has(type) ? type : "application/octet-stream",
    "content-disposition": contentDisposition(name),
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "cache-control": "no-store",
  };
}

/** RFC 6266; the name itself as RFC 8187 has it, beside a version in ASCII for whoever does not read that. */
function contentDisposition(name: string | null): string {
  const plain = (name ?? "").toWellFormed().replace(UNSEEN, "").replace(/[/\\]/g, "_").trim() ||
    "attachment";
  const ascii = plain.replace(/[^ -~]|["%]/g, "_");
  const extended = encodeURIComponent(plain).replace(
    /['()*!]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${extended}`;
}
