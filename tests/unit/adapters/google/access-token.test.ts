/** What callers are told; who refreshes is decided in the database (0164) and proved by F12. */
import { describe, expect, test } from "vitest";
import {
  type AccessTokenPorts,
  createGoogleAccessToken,
} from "../../../../functions/_shared/adapters/google/access-token.ts";
import { withAccessToken } from "../../../../functions/_shared/adapters/google/with-access-token.ts";
import { ProviderError } from "../../../../functions/_shared/http/provider-error.ts";
import type {
  StoredTokens,
  TokenVerdict,
} from "../../../../functions/_shared/ports/connection-tokens.ts";

const connection = { connectionId: "c", workspaceId: "w" };
const stored = (version: number): StoredTokens => ({
  version,
  clientId: "client",
  scopes: ["https://www.googleapis.com/auth/gmail.modify"],
  secret: { ciphertext: `token-${version}`, nonce: "n", keyId: "k" },
});
const use = (version: number): TokenVerdict => ({ verdict: "use", stored: stored(version) });
const refresh = (version: number): TokenVerdict => ({
  verdict: "refresh",
  stored: stored(version),
  lease: "lease",
});

/** The database answers these verdicts one after another. */
function setUp(
  verdicts: TokenVerdict[],
  changes: Partial<AccessTokenPorts> = {},
  isNewest = true,
) {
  const told: unknown[] = [];
  let ms = 0;
  const accessToken = createGoogleAccessToken({
    tokens: {
      begin: (_connection, _seconds, refusedVersion) => {
        told.push(["begin", refusedVersion]);
        return Promise.resolve(verdicts.length > 1 ? verdicts.shift()! : verdicts[0]!);
      },
      save: (_connection, version, tokens) => {
        told.push(["save", version, tokens.accessExpiresAt]);
        return Promise.resolve(isNewest);
      },
      fail: (_connection, held, failure) => {
        told.push(["fail", held, failure]);
        return Promise.resolve();
      },
    },
    open: (_connection, { secret }) =>
      Promise.resolve({ accessToken: secret.ciphertext, refreshToken: "refresh" }),
    seal: () => Promise.resolve({ secret: stored(9).secret, refreshFingerprint: "print" }),
    refresh: () =>
      Promise.resolve({ accessToken: "new", refreshToken: "refresh", expiresIn: 3600 }),
    now: () => new Date(ms),
    rest: (pause) => {
      ms += pause;
      return Promise.resolve();
    },
    ...changes,
  });
  return { accessToken, told };
}

const failing = (init: Partial<ConstructorParameters<typeof ProviderError>[0]>) => ({
  refresh: () =>
    Promise.reject(
      new ProviderError({
        errorClass: "transient",
        effect: "none",
        slug: "provider_unavailable",
        message: "no",
        ...init,
      }),
    ),
});

describe("googleAccessToken()", () => {
  test("CON-5 stores a new token before it is used, with its end", async () => {
    const { accessToken, told } = setUp([refresh(3)]);
    expect(await accessToken(connection)).toBe("new");
    expect(told).toEqual([["begin", null], ["save", 3, new Date(3_600_000)]]);
  });

  test("CON-5 takes the newer token when somebody else stored one meanwhile", async () => {
    const { accessToken } = setUp([refresh(3), use(4)], {}, false);
    expect(await accessToken(connection)).toBe("token-4");
  });

  test("CON-5 waits for whoever refreshes, and not for ever", async () => {
    const { accessToken } = setUp([{ verdict: "wait" }, { verdict: "wait" }, use(2)]);
    expect(await accessToken(connection)).toBe("token-2");
    const stuck = setUp([{ verdict: "wait" }]);
    await expect(stuck.accessToken(connection)).rejects.toMatchObject({
      slug: "token_refresh_busy",
      errorClass: "transient",
    });
  });

  test("never gives a refused token again", async () => {
    const { accessToken, told } = setUp([use(2), refresh(2)]);
    expect(await accessToken(connection, { refused: "token-2" })).toBe("new");
    expect(told.slice(0, 2)).toEqual([["begin", null], ["begin", 2]]);
  });

  test("CON-7 names the scope that is missing and what needs it, for good", async () => {
    const { accessToken } = setUp([use(2)]);
    expect(await accessToken(connection, { feature: "mail" })).toBe("token-2");
    await expect(accessToken(connection, { feature: "calendar" })).rejects.toMatchObject({
      slug: "scope_missing",
      errorClass: "permanent",
      message: expect.stringMatching(/calendar.*auth\/calendar\.events/),
    });
  });

  test("CON-5 invalid_grant marks the account", async () => {
    const { accessToken, told } = setUp(
      [refresh(2)],
      failing({ errorClass: "needs_reconnect", slug: "provider_needs_reconnect" }),
    );
    await expect(accessToken(connection)).rejects.toMatchObject({
      errorClass: "needs_reconnect",
      slug: "grant_revoked",
    });
    expect(told.at(-1)).toEqual(["fail", { version: 2, lease: "lease" }, {
      outcome: "refused",
      slug: "grant_revoked",
      retryAfterMs: null,
    }]);
  });

  test.each([
    ["a busy token endpoint", { slug: "provider_rate_limited", retryAfterMs: 7000 }, 7000],
    ["a lost answer", { effect: "unknown" as const, slug: "provider_timed_out" }, null],
    ["a refusal of our own client", { errorClass: "permanent" as const }, 1_200_000],
  ])("CON-5 %s says nothing about the account", async (_what, init, retryAfterMs) => {
    const { accessToken, told } = setUp([refresh(2)], failing(init));
    await expect(accessToken(connection)).rejects.toMatchObject({
      errorClass: "transient",
      retryAfterMs,
    });
    expect(told.at(-1)).toMatchObject(["fail", {}, { outcome: "later", retryAfterMs }]);
  });
});

describe("withAccessToken()", () => {
  const refusal = (status: number) =>
    new ProviderError({
      errorClass: "needs_reconnect",
      effect: "none",
      slug: "provider_needs_reconnect",
      message: "no",
      status,
    });
  const request = { operation: "o", method: "GET" as const, path: "p" };
  const tokens = (refused?: string) => Promise.resolve(refused ? `after ${refused}` : "first");

  test("asks for another token after a 401, once", async () => {
    const seen: string[] = [];
    const call = withAccessToken((token) => () => {
      seen.push(token);
      return Promise.reject(refusal(401));
    }, tokens);
    await expect(call(request)).rejects.toMatchObject({ status: 401 });
    expect(seen).toEqual(["first", "after first"]);
  });

  test("passes every other refusal on", async () => {
    let count = 0;
    const call = withAccessToken(() => () => {
      count++;
      return Promise.reject(refusal(403));
    }, tokens);
    await expect(call(request)).rejects.toMatchObject({ status: 403 });
    expect(count).toBe(1);
  });

  test.each([
    ["a database that cannot be asked", new TypeError("socket"), "transient"],
    [
      "a refresh of unknown outcome",
      new ProviderError({
        errorClass: "transient",
        effect: "unknown",
        slug: "s",
        message: "m",
        status: 503,
      }),
      "transient",
    ],
  ])("%s has certainly not sent anything", async (_what, error, errorClass) => {
    const call = withAccessToken(() => () => Promise.resolve("x"), () => Promise.reject(error));
    await expect(call(request)).rejects.toMatchObject({ effect: "none", errorClass, status: null });
  });
});
