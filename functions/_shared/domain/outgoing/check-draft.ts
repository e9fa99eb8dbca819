/**
 * The last look at words a machine wrote for a person (DRF-1). Links, addresses, numbers and secrets may only stand in them when
 * they stand in trusted state: what the owner wrote before, the preset, the voice, their instruction. Everything else is cut
 * out and leaves a gap, and a draft with a gap cannot be sent before a person has filled it.
 */
import { findLinks } from "../text/links.ts";
import { findMailTricks, type MailTrick } from "./mail-tricks.ts";
import { findSensitive, type Sensitive } from "./sensitive-text.ts";

export type DraftFlag =
  | MailTrick
  | "mail_reply_to_differs"
  | "text_link_removed"
  | "text_address_removed"
  | "text_phone_removed"
  | "text_payment_removed"
  | "text_secret_removed"
  | "text_markup_removed"
  | "text_copies_mail";

export interface DraftSurroundings {
  /** Texts of the owner, the workspace and its members. */
  trusted: string[];
  /** Whatever others wrote in the conversation and around its mails. */
  mail: string[];
}

export interface CheckedDraft {
  body: string;
  flags: DraftFlag[];
}

/** So many words in a row are copied, not repeated; fewer when the mail is known to give orders. */
const COPIED_WORDS = 12;
const COPIED_WORDS_OF_ORDERS = 6;
const HIDDEN =
  /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e01ef}]/gu;
// deno-lint-ignore no-control-regex -- control characters are the point
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
const MARKUP = /<\/?[a-z][a-z0-9:-]*(?:\s[^<>]*)?\/?>/gi;
/** A file that is named is no place to go; none of these is a top-level domain. */
const FILE = /^[^/@:]+\.(?:pdf|docx?|xlsx?|pptx?|csv|txt|png|jpe?g|odt|ods)$/i;

export function checkDraft(body: string, { trusted, mail }: DraftSurroundings): CheckedDraft {
  const tricks = findMailTricks(mail);
  const flags = new Set<DraftFlag>(tricks);
  let text = body.toWellFormed().replace(/\r\n?/g, "\n").replace(CONTROL, "").replace(HIDDEN, "");
  if (MARKUP.test(text)) {
    text = text.replace(MARKUP, (tag) => findLinks(tag).length > 0 ? " [[link removed]] " : "");
    flags.add("text_markup_removed");
  }
  for (const { kind, text: found } of findSensitive(text, trusted)) {
    // a part of what is cut out already
    if (!text.includes(found)) continue;
    text = text.replaceAll(found, gapFor(kind));
    flags.add(`text_${kind}_removed`);
  }
  const known = new Set(trusted.flatMap(findLinks));
  text = text.replace(/\S+/g, (word) => {
    const unknown = findLinks(word).filter((link) => !known.has(link) && !FILE.test(link));
    if (unknown.length === 0) return word;
    const addresses = unknown.filter((link) => /^[^/]+@[^/]+$/.test(link));
    // the host of an address is found beside it
    const isAddress = unknown.every((link) =>
      addresses.some((one) => one === link || one.endsWith(`@${link}`))
    );
    flags.add(isAddress ? "text_address_removed" : "text_link_removed");
    const [, after = ""] = /([\s.,;:!?)\]]*)$/.exec(word) ?? [];
    return `[[${isAddress ? "address" : "link"} removed]]${after.replace(/[)\]]/g, "")}`;
  });
  const orders = tricks.includes("mail_instructs_assistant");
  if (copies(text, mail, trusted, orders ? COPIED_WORDS_OF_ORDERS : COPIED_WORDS)) {
    flags.add("text_copies_mail");
  }
  return { body: text.replace(/\n{3,}/g, "\n\n").trim(), flags: [...flags] };
}

function gapFor(kind: Sensitive["kind"]): string {
  return {
    payment: "[[payment details removed]]",
    secret: "[[secret removed]]",
    phone: "[[number removed]]",
  }[kind];
}

/** What a person quotes stands in quotation marks and is short. */
const QUOTED = /[“„«"][^“”„«»"\n]{1,180}[”“»"]/gu;

/** Words of the owner that others quote back to them stay the owner's. */
function copies(text: string, mail: string[], trusted: string[], count: number): boolean {
  const written = wordsOf(text.replace(QUOTED, " | "));
  const theirs = new Set(mail.flatMap((one) => runs(wordsOf(one.replace(/<[^>]*>/g, " ")), count)));
  const own = new Set(trusted.flatMap((one) => runs(wordsOf(one), count)));
  return runs(written, count).some((run) => theirs.has(run) && !own.has(run));
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+|\|/gu) ?? [];
}

function runs(words: string[], count: number): string[] {
  return words.slice(count - 1).map((_, at) => words.slice(at, at + count).join(" "));
}
