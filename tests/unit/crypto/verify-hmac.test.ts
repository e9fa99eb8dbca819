import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { verifyHmac } from "../../../functions/_shared/crypto/verify-hmac.ts";

const SECRET = "a shared secret";
const MESSAGE = '{"id":"1","text":"grüße"}';
const sign = (encoding: "hex" | "base64", hash = "sha256") =>
  createHmac(hash, SECRET).update(MESSAGE).digest(encoding);

describe("verifyHmac()", () => {
  test.each(["hex", "base64"] as const)("accepts the signature in %s", async (encoding) => {
    const check = { secret: SECRET, message: MESSAGE, signature: sign(encoding), encoding };
    expect(await verifyHmac(check)).toBe(true);
    const bytes = new TextEncoder().encode(MESSAGE);
    expect(await verifyHmac({ ...check, message: bytes })).toBe(true);
  });

  test("RFC 4231, test case 2", async () => {
    const signature = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    const message = "what do ya want for nothing?";
    for (const one of [signature, signature.toUpperCase()]) {
      expect(await verifyHmac({ secret: "Jefe", message, signature: one, encoding: "hex" }))
        .toBe(true);
    }
  });

  test("takes the hash it is told", async () => {
    const check = { secret: SECRET, message: MESSAGE, encoding: "hex" as const };
    const signature = sign("hex", "sha1");
    expect(await verifyHmac({ ...check, signature, hash: "SHA-1" })).toBe(true);
    expect(await verifyHmac({ ...check, signature })).toBe(false);
  });

  test("reads a view into a larger buffer, not the buffer", async () => {
    const whole = new TextEncoder().encode(`xx${MESSAGE}yy`);
    const message = whole.subarray(2, whole.length - 2);
    expect(
      await verifyHmac({ secret: SECRET, message, signature: sign("hex"), encoding: "hex" }),
    ).toBe(true);
  });

  test.each([
    ["another message", { message: MESSAGE.replace(":", ": ") }],
    ["another secret", { secret: `${SECRET}x` }],
    ["an empty secret", { secret: "" }],
    ["a truncated signature", { signature: sign("hex").slice(0, 62) }],
    ["a longer signature", { signature: `${sign("hex")}00` }],
    ["an odd number of digits", { signature: sign("hex").slice(0, 63) }],
    ["one other digit", {
      signature: sign("hex").replace(/.$/, (last) => last === "0" ? "1" : "0"),
    }],
    ["no hexadecimal digits", { signature: "z".repeat(64) }],
    ["an empty signature", { signature: "" }],
    ["the other encoding", { signature: sign("base64") }],
    ["base64 that is none", { encoding: "base64" as const, signature: "====" }],
    ["base64url", { encoding: "base64" as const, signature: sign("base64").replace("=", "_") }],
  ])("refuses %s", async (_name, change) => {
    const check = { secret: SECRET, message: MESSAGE, signature: sign("hex"), encoding: "hex" };
    expect(await verifyHmac({ ...check, ...change } as Parameters<typeof verifyHmac>[0])).toBe(
      false,
    );
  });
});
