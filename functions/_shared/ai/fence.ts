/**
 * Characters that show nothing or reorder what is shown, by which a text can say more to a model than to a person:
 * tag characters, variation selectors, zero widths, bidirectional controls.
 */
const HIDDEN =
  /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e01ef}]/gu;
// deno-lint-ignore no-control-regex -- control characters are the point
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/**
 * Text of others as data inside a prompt. With every `<` and `&` escaped it cannot close its fence or open another.
 * @param label ours, never theirs
 * @param maxLength in characters; what is longer is cut with an ellipsis
 */
export function fence(label: string, text: string, maxLength: number): string {
  const visible = text.toWellFormed().replace(/\r\n?/g, "\n").replace(CONTROL, "").replace(
    HIDDEN,
    "",
  );
  const cut = visible.length > maxLength
    ? `${visible.slice(0, maxLength).toWellFormed()}…`
    : visible;
  const escaped = cut.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return `<untrusted label="${label}">\n${escaped}\n</untrusted>`;
}
