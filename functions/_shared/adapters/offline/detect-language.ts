import type { TextLanguage } from "../../domain/text/text-language.ts";

/** The four languages of the offline drafts. */
export type DraftLanguage = "en" | "de" | "fr" | "es";

/**
 * @param hint a BCP 47 tag that decides when it names one of the four
 * @returns English where nothing speaks for another of the four
 */
export function draftLanguage(text: TextLanguage | null, hint: string | null): DraftLanguage {
  const isDrafted = (one: string | null | undefined): one is DraftLanguage =>
    ["en", "de", "fr", "es"].includes(one ?? "");
  const hinted = hint?.slice(0, 2).toLowerCase();
  if (isDrafted(hinted)) return hinted;
  return isDrafted(text) ? text : "en";
}
