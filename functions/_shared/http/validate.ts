/** The request's JSON body, bounded and fitting a schema. Answers name the fields, never their values. */
import type { z } from "zod";
import { problem } from "./problem.ts";
import { readBounded } from "./read-bounded.ts";

const MAX_ISSUES = 5;

/** @throws {Problem} body_too_large, invalid_json or invalid_body */
export async function readJsonBody<T>(
  request: Request,
  schema: z.ZodType<T>,
  maxBytes: number,
): Promise<T> {
  const text = await readBounded(request.body, maxBytes);
  if (text === null) throw problem("body_too_large", `The limit is ${maxBytes} bytes`);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw problem("invalid_json");
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.slice(0, MAX_ISSUES).map(describeIssue);
  throw problem("invalid_body", fields.join("; "));
}

/** `messages.0.raw: invalid_type`. A message of zod can quote input, and so can a key it does not know. */
function describeIssue(issue: z.core.$ZodIssue): string {
  return `${issue.path.map(String).join(".") || "body"}: ${issue.code}`;
}
