// The package has no types of its own and Deno does not look in @types by itself.
// @ts-types="npm:@types/html-to-text@9.0.4"
import { compile, type HtmlToTextOptions } from "html-to-text";
import { cutText } from "./clean-text.ts";
import { MAIL_LIMITS } from "./limits.ts";

/** Deeper documents are flattened by hand: building their tree takes quadratic time. */
const MAX_DEPTH = 500;

const HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"];

const OPTIONS: HtmlToTextOptions = {
  wordwrap: false,
  limits: { maxDepth: 100, maxChildNodes: 5_000, maxInputLength: MAIL_LIMITS.htmlLength },
  selectors: [
    { selector: "a", options: { ignoreHref: true } },
    { selector: "img", format: "skip" },
    { selector: "blockquote", options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    { selector: "table", format: "block" },
    { selector: "tr", format: "block" },
    { selector: "td", format: "inlineSurround", options: { suffix: " " } },
    ...HEADINGS.map((selector) => ({ selector, options: { uppercase: false } })),
  ],
};

// Once: the selectors of the options become a decision tree, which takes longer than a usual mail.
const convert = compile(OPTIONS);

/**
 * Plain text of an HTML body: no line wrapping, no link addresses, images skipped, quotations as
 * lines with `>` so that the reply splitter sees them. At most `MAIL_LIMITS.htmlLength` is read.
 */
export function htmlToPlainText(html: string): string {
  if (html === "") return "";
  const input = cutText(html, MAIL_LIMITS.htmlLength);
  return nestingDepth(input) > MAX_DEPTH ? stripTags(input) : convert(input);
}

// Elements that need no end tag do not nest, however often they are opened.
const TAG =
  /<(\/?)(?!(?:br|hr|img|input|meta|link|p|li|td|tr|th|dt|dd|col|wbr|area|source|option)\b)[a-z]/gi;

function nestingDepth(html: string): number {
  let depth = 0;
  let deepest = 0;
  for (const tag of html.matchAll(TAG)) {
    depth = tag[1] ? Math.max(0, depth - 1) : depth + 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

function stripTags(html: string): string {
  const withoutCode = html.replace(/<(?:style|script)\b[^<]{0,20000}/gi, " ");
  return withoutCode.replace(/<[^<>]{0,2000}>/g, " ").replace(/[^\S\n]+/g, " ").trim();
}
