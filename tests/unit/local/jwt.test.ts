import { verifyCredentials } from "@supabase/server/core";
import { SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { signJwt, symmetricKeySet, verifyJwt } from "../../../scripts/local/jwt.ts";

const secret = "a-secret-of-at-least-thirty-two-characters";
const now = Date.parse("2026-11-21T10:00:00Z");
const claims = { sub: "ada", role: "authenticated", exp: now / 1000 + 60 };

describe("signJwt()", () => {
  it("makes tokens that @supabase/server accepts as a user's, with the key set functions get", async () => {
    const token = signJwt({ ...claims, exp: Date.now() / 1000 + 60 }, secret, "local");
    const env = { url: "http://local.test", jwks: symmetricKeySet(secret, "local") };
    const ask = (token: string) =>
      verifyCredentials({ token, apikey: null }, { auth: "user", env });
    expect((await ask(token)).data?.userClaims?.id).toBe("ada");
    expect((await ask(`${token}x`)).data).toBeNull();
  });
});

describe("verifyJwt()", () => {
  it("accepts a token of an independent library and gives its claims", async () => {
    const token = await new SignJWT(claims).setProtectedHeader({ alg: "HS256" })
      .sign(new TextEncoder().encode(secret));
    expect(verifyJwt(token, secret, now)).toEqual({ claims });
  });

  it("refuses with the hosted gateway's codes", () => {
    const token = signJwt(claims, secret, "local");
    const [header, payload, signature] = token.split(".");
    const none = Buffer.from(`{"alg":"none"}`).toString("base64url");
    const code = (text: string, at = now) => {
      const verdict = verifyJwt(text, secret, at);
      return "code" in verdict ? verdict.code : "accepted";
    };
    expect(code(token)).toBe("accepted");
    expect(code(token, now + 60_000)).toBe("UNAUTHORIZED_JWT");
    expect(code(signJwt(claims, "another-secret", "local"))).toBe("UNAUTHORIZED_JWT");
    expect(code(`${header}.${payload}`)).toBe("UNAUTHORIZED_INVALID_JWT_FORMAT");
    expect(code(`%%.${payload}.${signature}`)).toBe("UNAUTHORIZED_INVALID_JWT_FORMAT");
    expect(code(`${none}.${payload}.${signature}`)).toBe(
      "UNAUTHORIZED_UNSUPPORTED_TOKEN_ALGORITHM",
    );
  });
});
