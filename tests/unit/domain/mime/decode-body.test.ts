import { describe, expect, it } from "vitest";
import { decoderFor } from "../../../../functions/_shared/domain/mime/charset.ts";
import { decodeBody } from "../../../../functions/_shared/domain/mime/decode-body.ts";
import { unflow } from "../../../../functions/_shared/domain/mime/flowed-text.ts";
import { decodeUtf7 } from "../../../../functions/_shared/domain/mime/utf7.ts";
import { withLineFeeds } from "../../../../functions/_shared/domain/mime/line-ends.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (read: Uint8Array) => new TextDecoder().decode(read);

describe("decodeBody()", () => {
  it.each([
    ["SGVsbG8=", "Hello"],
    ["SGVs\nbG8", "Hello"],
    ["SGVs bG8*h", "Hello!"],
    ["SGVsbG8=IQ==", "Hello!"], // every line padded
    ["SGVsbG8=\nI", "Hello"], // half a byte
    ["", ""],
  ])("decodeBody() of base64 %j is %j", (body, decoded) => {
    expect(text(decodeBody(bytes(body), "base64"))).toBe(decoded);
  });

  it.each([
    ["a=C3=BC\n", "aü\n"],
    ["a=\nb", "ab\n"],
    ["a=", "a"],
    ["a=3", "a=3\n"],
    ["a=zz =4", "a=zz =4\n"],
    ["=41", "A\n"],
    ["", ""],
  ])("decodeBody() of quoted-printable %j is %j", (body, decoded) => {
    expect(text(decodeBody(bytes(body), "quoted-printable"))).toBe(decoded);
  });

  it("decodeBody() of an identity encoding is the body, closed by a line end", () => {
    expect(text(decodeBody(bytes("a\nb"), "8bit"))).toBe("a\nb\n");
    const closed = bytes("a\n");
    expect(decodeBody(closed, "").buffer).toBe(closed.buffer);
  });

  it.each(["base64", "quoted-printable", "7bit"])(
    "decodeBody() of %s stops at the limit",
    (encoding) => {
      expect(decodeBody(bytes("QUJD".repeat(100)), encoding, 10).length).toBe(10);
    },
  );
});

it("unflow() joins soft lines, keeps the signature separator and removes stuffing (RFC 3676)", () => {
  expect(unflow("one \ntwo\n-- \n Ada", false)).toBe("one two\n-- \nAda");
  expect(unflow("on \ne", true)).toBe("one");
});

it("withLineFeeds() turns CRLF into LF, keeps lone CR and copies nothing without one", () => {
  expect(text(withLineFeeds(bytes("a\r\nb\r\r\n\rc\r")))).toBe("a\nb\n\rc\r");
  const plain = bytes("a\nb");
  expect(withLineFeeds(plain)).toBe(plain);
});

it.each([
  ["UTF-8", "utf-8"],
  [undefined, "utf-8"],
  ["x-euc-jp", "euc-jp"],
  ["cp932", "shift_jis"],
  ["MS949", "euc-kr"],
  ["iso-2022-jp-2", "iso-2022-jp"],
  ["no such charset", "windows-1252"],
])("decoderFor() of %j is %s", (label, encoding) => {
  expect(decoderFor(label).encoding).toBe(encoding);
});

it.each([
  ["Hi Mom -+Jjo--!", "Hi Mom -\u263a-!"],
  ["Item 3 is +AKM-1.", "Item 3 is \u00a31."],
  ["1 +- 1", "1 + 1"],
  ["+2D3eAA", "\ud83d\ude00"],
])("decodeUtf7() of %j is %j (RFC 2152)", (written, decoded) => {
  expect(decodeUtf7(bytes(written))).toBe(decoded);
});
