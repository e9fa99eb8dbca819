/** One of these, beginning a word. */
export const words = (...sources: string[]) =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${sources.join("|")})`, "iu");
