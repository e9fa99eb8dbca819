import type { Field } from "../mime/header-fields.ts";
import { cleanLine, cutText } from "./clean-text.ts";
import { MAIL_LIMITS } from "./limits.ts";
import { decodeHeader } from "./parse-mail.ts";

/**
 * Header fields by lower-case name, values decoded and in their order; at most
 * `MAIL_LIMITS.storedHeaders` fields, each at most `storedHeaderLength` long.
 */
export function collectHeaders(fields: Field[]): Record<string, string[]> {
  const byName = new Map<string, string[]>();
  let kept = 0;
  for (const { key, value } of fields) {
    if (!/^[!-9;-~]{1,76}$/.test(key) || key === "__proto__") continue;
    if (++kept > MAIL_LIMITS.storedHeaders) break;
    const values = byName.get(key) ?? [];
    // Twice the length: encoded words are longer than what they decode to.
    const decoded = decodeHeader(cutText(value, MAIL_LIMITS.storedHeaderLength * 2));
    values.push(cleanLine(decoded, MAIL_LIMITS.storedHeaderLength));
    byName.set(key, values);
  }
  return Object.fromEntries(byName);
}
