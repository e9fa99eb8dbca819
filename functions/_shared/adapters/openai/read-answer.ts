import {
  ModelError,
  type ModelErrorInit,
  type StructuredRequest,
} from "../../ports/language-model.ts";

const MAX_ISSUES = 5;

/**
 * The value in a model's text. Checked against the schema even where the provider promises to keep it; local
 * models like to put their JSON into a code fence.
 * @throws {ModelError} invalid_answer, whose message names fields and quotes nothing
 */
export function readAnswer<T>(
  text: string,
  request: StructuredRequest<T>,
  usage: ModelErrorInit["usage"],
): T {
  const fail = (message: string) =>
    new ModelError({ errorClass: "invalid_answer", slug: "ai_answer_invalid", message, usage });
  let value: unknown;
  try {
    value = JSON.parse(text.trim().replace(/^```(?:json)?\s*([\s\S]*?)\s*```$/, "$1"));
  } catch {
    throw fail("it is not JSON");
  }
  const parsed = request.schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, MAX_ISSUES)
    .map((issue) => `${issue.path.map(String).join(".") || "answer"}: ${issue.code}`);
  throw fail(issues.join(", "));
}
