import { describe, expect, test } from "vitest";
import { z } from "zod";
import { structuredAnswer } from "../../../functions/_shared/ai/structured-answer.ts";
import {
  type LanguageModel,
  ModelError,
  type ModelErrorClass,
  type StructuredRequest,
} from "../../../functions/_shared/ports/language-model.ts";

const REQUEST: StructuredRequest<string> = {
  action: "draft_nudge",
  system: "system",
  input: "input",
  schema: z.string(),
  schemaName: "text",
  facts: {},
  promptVersion: "test-1",
};

/** A model that gives these answers in turn and keeps what it was asked. */
function scripted(...answers: (string | ModelErrorClass & string)[]) {
  const inputs: string[] = [];
  const model: LanguageModel = {
    name: "scripted",
    provider: "offline",
    cost: () => null,
    generate<T>(request: StructuredRequest<T>) {
      inputs.push(request.input);
      const answer = answers.shift() ?? expect.unreachable("asked too often");
      const usage = { promptTokens: 10, completionTokens: 1 };
      if (["transient", "refused", "invalid_answer"].includes(answer)) {
        const errorClass = answer as ModelErrorClass;
        return Promise.reject(
          new ModelError({ errorClass, slug: answer, message: "body: too_big", usage }),
        );
      }
      return Promise.resolve({
        value: answer as T,
        model: "scripted",
        ...usage,
        costUsd: null,
        latencyMs: 5,
        isOffline: false,
      });
    },
  };
  return { model, inputs };
}

describe("structuredAnswer()", () => {
  test("asks once when the answer fits", async () => {
    const { model, inputs } = scripted("good");
    expect((await structuredAnswer(model, REQUEST)).value).toBe("good");
    expect(inputs).toEqual(["input"]);
  });

  test("asks again with the reason, and counts the tokens of both", async () => {
    const { model, inputs } = scripted("invalid_answer", "good");
    expect(await structuredAnswer(model, REQUEST)).toMatchObject({
      value: "good",
      promptTokens: 20,
      completionTokens: 2,
    });
    expect(inputs[1]).toContain("body: too_big");
  });

  test("asks again when a rule of ours is broken, and fails when it is broken again", async () => {
    const check = (value: string) => value === "bad" ? "it is bad" : null;
    const once = scripted("bad", "good");
    expect((await structuredAnswer(once.model, REQUEST, check)).value).toBe("good");
    expect(once.inputs[1]).toContain("it is bad");
    const twice = scripted("bad", "bad");
    await expect(structuredAnswer(twice.model, REQUEST, check)).rejects.toMatchObject({
      errorClass: "invalid_answer",
      slug: "ai_answer_refused",
      usage: { promptTokens: 20, completionTokens: 2 },
    });
  });

  test.each(["transient", "refused"])("does not ask again after a %s failure", async (failure) => {
    const { model, inputs } = scripted(failure, "good");
    await expect(structuredAnswer(model, REQUEST)).rejects.toMatchObject({ errorClass: failure });
    expect(inputs).toHaveLength(1);
  });

  test("tells the failure of the second attempt, with the tokens of both", async () => {
    const { model } = scripted("invalid_answer", "transient");
    await expect(structuredAnswer(model, REQUEST)).rejects.toMatchObject({
      errorClass: "transient",
      usage: { promptTokens: 20, completionTokens: 2 },
    });
  });
});
