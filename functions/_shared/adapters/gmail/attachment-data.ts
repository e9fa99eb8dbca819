/**
 * The bytes of `{"size": 3, "data": "<base64url>"}` while the answer arrives: a file of 25 MB is an answer of 34 MB, and as text,
 * JSON and bytes at once it would take most of the 256 MB a function has.
 */
import { ProviderError } from "../../http/provider-error.ts";

/** What may stand before the data. */
const MAX_HEAD = 16 * 1024;
const QUOTE = 0x22;
const PADDING = 0x3d;
const SEXTETS = new Uint8Array(256).fill(0xff);
for (
  const [value, letter] of [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"]
    .entries()
) {
  SEXTETS[letter.charCodeAt(0)] = value;
}

/** Errors with {ProviderError} provider_answer_unreadable where the answer has another form or ends too soon. */
export function attachmentData(): TransformStream<Uint8Array, Uint8Array> {
  let head = "";
  let state: "before" | "inside" | "after" = "before";
  let bits = 0;
  let count = 0;
  return new TransformStream({
    transform(chunk, controller) {
      let at = 0;
      if (state === "before") {
        const seen = head.length;
        head += new TextDecoder("latin1").decode(chunk);
        const [opening] = /^[^]*?"data"\s*:\s*"/.exec(head) ?? [];
        if (opening === undefined) {
          if (head.length > MAX_HEAD) throw unreadable();
          return;
        }
        at = opening.length - seen;
        state = "inside";
      }
      if (state === "after") return;
      const decoded = new Uint8Array(Math.ceil((chunk.length - at) * 3 / 4) + 3);
      let length = 0;
      for (; at < chunk.length; at++) {
        const sextet = SEXTETS[chunk[at]!]!;
        if (sextet < 64) {
          bits = (bits << 6 | sextet) & 0xffffff;
          if (++count < 4) continue;
          decoded[length++] = bits >> 16;
          decoded[length++] = bits >> 8;
          decoded[length++] = bits;
          count = 0;
        } else if (chunk[at] === QUOTE) {
          // two letters left over are one byte, three are two
          if (count > 1) decoded[length++] = bits >> (count === 2 ? 4 : 10);
          if (count > 2) decoded[length++] = bits >> 2;
          state = "after";
          break;
        } else if (chunk[at] !== PADDING) throw unreadable();
      }
      if (length > 0) controller.enqueue(decoded.subarray(0, length));
    },
    flush() {
      const isEmpty = state === "before" && /"size"\s*:\s*0\s*[,}]/.test(head);
      if (state !== "after" && !isEmpty) throw unreadable();
    },
  });
}

function unreadable(): ProviderError {
  return new ProviderError({
    errorClass: "transient",
    effect: "none",
    slug: "provider_answer_unreadable",
    message: "Cannot read the attachment: the answer of gmail has another form or breaks off",
  });
}
