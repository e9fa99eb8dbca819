import { describe, expect, test } from "vitest";
import {
  EnvError,
  readAiEnv,
  readGoogleEnv,
  readSupabaseEnv,
  readTokenKeysEnv,
} from "../../functions/_shared/env.ts";
import { modelForRole } from "../../functions/_shared/ai/model-for-role.ts";

describe("readAiEnv()", () => {
  test.each([
    [{}, "offline"],
    [{ OPENAI_API_KEY: "" }, "offline"],
    [{ OPENAI_API_KEY: "key" }, "openai"],
    [{ OPENAI_API_KEY: "key", AI_PROVIDER: "offline" }, "offline"],
    [
      { OPENAI_BASE_URL: "http://localhost:11434/v1", AI_PROVIDER: "openai_compatible" },
      "openai_compatible",
    ],
  ])("%j chooses %s", (source, provider) => {
    expect(readAiEnv(source).provider).toBe(provider);
  });

  test.each([
    [{ AI_PROVIDER: "openai" }, "OPENAI_API_KEY"],
    [{ AI_PROVIDER: "openai_compatible" }, "OPENAI_BASE_URL"],
    [{ AI_PROVIDER: "canary" }, "AI_PROVIDER"],
    [{ OPENAI_BASE_URL: "canary" }, "OPENAI_BASE_URL"],
    [{ AI_MODEL_SHUTDOWNS: '{"a-model": "canary"}' }, "AI_MODEL_SHUTDOWNS"],
  ])("%j names the setting at fault and not its value", (source, setting) => {
    const failure = () => readAiEnv(source);
    expect(failure).toThrow(EnvError);
    expect(failure).toThrow(setting);
    expect(failure).not.toThrow("canary");
  });

  test("modelForRole() has no name of its own", () => {
    const env = readAiEnv({ OPENAI_API_KEY: "key", AI_MODEL_DRAFT: "some-model" });
    expect(modelForRole(env, "draft")).toBe("some-model");
    expect(() => modelForRole(env, "classify")).toThrow(
      expect.objectContaining({ slug: "ai_model_not_configured" }),
    );
  });
});

test("readSupabaseEnv() reads keys by name", () => {
  expect(readSupabaseEnv({
    SUPABASE_URL: "http://localhost:54321",
    SUPABASE_PUBLISHABLE_KEYS: '{"default":"sb_publishable_1"}',
    SUPABASE_SECRET_KEYS: '{"default":"sb_secret_1"}',
  })).toEqual({
    url: "http://localhost:54321",
    publishableKeys: { default: "sb_publishable_1" },
    secretKeys: { default: "sb_secret_1" },
  });
});

test.each(["canary", "[]", "{}", '{"a":1}'])(
  "readTokenKeysEnv() refuses %j without saying it",
  (keys) => {
    const failure = () =>
      readTokenKeysEnv({ TOKEN_ENCRYPTION_KEYS: keys, TOKEN_ENCRYPTION_KEY_ID: "a" });
    expect(failure).toThrow("TOKEN_ENCRYPTION_KEYS");
    expect(failure).not.toThrow("canary");
  },
);

test("readGoogleEnv() goes to Google unless told otherwise", () => {
  expect(readGoogleEnv({}).apiBaseUrl).toBe("https://gmail.googleapis.com/");
  expect(readGoogleEnv({ GOOGLE_API_BASE_URL: "http://localhost:1/" }).apiBaseUrl)
    .toBe("http://localhost:1/");
});
