/** What every language model of the port keeps: run on the offline rules and on each adapter against a local stub. */
import { describe, expect, test } from "vitest";
import {
  DRAFT_NUDGE_VERSION,
  draftNudge,
  draftNudgeAnswer,
} from "../../functions/_shared/ai/prompts/draft-nudge.ts";
import type {
  LanguageModel,
  ModelProvider,
  StructuredRequest,
} from "../../functions/_shared/ports/language-model.ts";
import { z } from "zod";
import { draftFacts } from "../support/draft-facts.ts";

export const DRAFT_REQUEST: StructuredRequest<z.infer<typeof draftNudgeAnswer>> = {
  action: "draft_nudge",
  system: "You draft mails.",
  input: "Draft one.",
  schema: draftNudgeAnswer,
  schemaName: "nudge_draft",
  facts: draftFacts(),
  promptVersion: DRAFT_NUDGE_VERSION,
  cacheKey: DRAFT_NUDGE_VERSION,
};

/** @param open a model that will answer well when asked */
export function languageModelContract(
  provider: ModelProvider,
  open: () => Promise<{ model: LanguageModel; close(): Promise<void> }>,
): void {
  describe(`LanguageModel contract: ${provider}`, () => {
    test("TRI-3 generate() gives a fitting value, says who answered and whether it was offline", async () => {
      const { model, close } = await open();
      const answer = await model.generate(DRAFT_REQUEST);
      await close();
      expect(model.provider).toBe(provider);
      expect(draftNudgeAnswer.parse(answer.value)).toEqual(answer.value);
      expect(answer.model).not.toBe("");
      expect(answer.isOffline).toBe(provider === "offline");
      expect(answer.promptTokens).toBeGreaterThanOrEqual(0);
      expect(answer.completionTokens).toBeGreaterThanOrEqual(0);
      expect(answer.latencyMs).toBeGreaterThanOrEqual(0);
    });

    test("FUP-2 draftNudge() gives a body, how sure it is, and why", async () => {
      const { model, close } = await open();
      const { value } = await draftNudge(model, draftFacts());
      await close();
      expect(value.body).toContain("Bob");
      expect(value.body).toContain("Ada Lovelace");
      expect(value.confidence).toBeGreaterThan(0);
      expect(value.confidence).toBeLessThanOrEqual(1);
      expect(value.reasons.length).toBeGreaterThan(0);
    });

    test("generate() fails as invalid_answer when no answer can fit", async () => {
      const { model, close } = await open();
      const request = { ...DRAFT_REQUEST, schema: z.object({ never: z.literal("given") }) };
      await expect(model.generate(request)).rejects.toMatchObject({
        name: "ModelError",
        errorClass: "invalid_answer",
      });
      await close();
    });
  });
}
