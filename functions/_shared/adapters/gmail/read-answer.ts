import type { z } from "zod";
import { ProviderError } from "../../http/provider-error.ts";

/** @throws {ProviderError} provider_answer_unreadable when the answer has another form than Gmail's documentation says */
export function readAnswer<T>(operation: string, schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new ProviderError({
    errorClass: "transient",
    effect: "unknown",
    slug: "provider_answer_unreadable",
    message: `Cannot read the answer of gmail ${operation}: it has another form`,
  });
}
