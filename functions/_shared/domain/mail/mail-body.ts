import { cleanText, cutText } from "./clean-text.ts";
import { htmlToPlainText } from "./html-text.ts";
import { MAIL_LIMITS } from "./limits.ts";
import type { ParsedMail } from "./parsed-mail.ts";

/** The plain text (of the HTML when there is no other) and the HTML, both cut to their limits. */
export function bodyOf(mail: ParsedMail): { text: string; html: string | null } {
  const html = mail.html ? cutText(cleanText(mail.html), MAIL_LIMITS.htmlLength) : null;
  const plain = mail.text.trim() ? mail.text : htmlToPlainText(html ?? "");
  return {
    text: cutText(cleanText(plain.slice(0, MAIL_LIMITS.textLength * 2)), MAIL_LIMITS.textLength),
    html,
  };
}
