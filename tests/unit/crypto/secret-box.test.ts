import { describe, expect, test } from "vitest";
import { createSecretBox, type Sealed } from "../../../functions/_shared/crypto/secret-box.ts";

const OLD = btoa("0".repeat(32));
const NEW = btoa("1".repeat(32));
const OWNER = "connection:1";

/** The same base64 text with its first character changed. */
function flip(base64: string): string {
  return (base64[0] === "A" ? "B" : "A") + base64.slice(1);
}

describe("CON-4 secret box", () => {
  test("seal() names the current key, and open() gives the text back", async () => {
    const box = await createSecretBox({ old: OLD, new: NEW }, "new");
    const sealed = await box.seal("ya29.tökën", OWNER);
    expect(sealed.keyId).toBe("new");
    expect(atob(sealed.nonce)).toHaveLength(12);
    expect(JSON.stringify(sealed)).not.toContain("ya29");
    expect(await box.open(sealed, OWNER)).toBe("ya29.tökën");
  });

  test("seal() never uses a nonce twice", async () => {
    const box = await createSecretBox({ old: OLD }, "old");
    const sealed = await Promise.all(Array.from({ length: 200 }, () => box.seal("same", OWNER)));
    expect(new Set(sealed.map(({ nonce }) => nonce)).size).toBe(200);
    expect(new Set(sealed.map(({ ciphertext }) => ciphertext)).size).toBe(200);
  });

  test("open() opens what an older key sealed, as long as that key is known", async () => {
    const before = await createSecretBox({ old: OLD }, "old");
    const during = await createSecretBox({ old: OLD, new: NEW }, "new");
    const after = await createSecretBox({ new: NEW }, "new");
    const sealed = await before.seal("token", OWNER);
    expect(await during.open(sealed, OWNER)).toBe("token");
    const resealed = await during.seal(await during.open(sealed, OWNER), OWNER);
    expect(await after.open(resealed, OWNER)).toBe("token");
    await expect(after.open(sealed, OWNER)).rejects.toMatchObject({ slug: "token_key_unknown" });
  });

  test.each<[string, (sealed: Sealed) => Sealed]>([
    ["ciphertext", (sealed) => ({ ...sealed, ciphertext: flip(sealed.ciphertext) })],
    ["tag", (sealed) => ({ ...sealed, ciphertext: sealed.ciphertext.slice(0, -8) })],
    ["nonce", (sealed) => ({ ...sealed, nonce: flip(sealed.nonce) })],
    ["key id", (sealed) => ({ ...sealed, keyId: "old" })],
    ["base64", (sealed) => ({ ...sealed, ciphertext: "***" })],
  ])("open() refuses a changed %s", async (_part, change) => {
    const box = await createSecretBox({ old: OLD, new: NEW }, "new");
    const sealed = await box.seal("token", OWNER);
    await expect(box.open(change(sealed), OWNER)).rejects.toMatchObject({
      slug: "token_unreadable",
    });
    expect(await box.open(sealed, OWNER)).toBe("token");
  });

  test("open() refuses a secret moved to another owner", async () => {
    const box = await createSecretBox({ old: OLD }, "old");
    const sealed = await box.seal("token", OWNER);
    await expect(box.open(sealed, "connection:2")).rejects.toMatchObject({
      slug: "token_unreadable",
    });
  });

  test.each([
    [{ short: btoa("too short") }, "short"],
    [{ broken: "***" }, "broken"],
    [{ old: OLD }, "missing"],
  ])("createSecretBox() refuses keys %j", async (keys, current) => {
    await expect(createSecretBox(keys as Record<string, string>, current)).rejects.toMatchObject({
      slug: "token_keys_invalid",
    });
  });
});
