/**
 * A local server that speaks both wires of OpenAI, with the answers a test puts in its queue. It keeps every
 * request, and refuses one that strict structured outputs would refuse.
 */
import type { ServerResponse } from "node:http";
import { listen, type LocalServer } from "./listen.ts";

export type StubAnswer =
  | { kind: "text"; text: string }
  | { kind: "refusal" }
  | { kind: "filtered" }
  | { kind: "cut_off"; text: string }
  | { kind: "status"; status: number; code?: string; retryAfter?: string }
  | { kind: "garbage" }
  | { kind: "reset" }
  | { kind: "no_answer" }
  /** The headers of a 200 and then nothing. */
  | { kind: "stalled" }
  | { kind: "endless" };

export interface StubRequest {
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: Record<string, unknown>;
}

export interface OpenAiStub extends LocalServer {
  answerWith(...answers: StubAnswer[]): void;
  requests(): readonly StubRequest[];
}

export async function startOpenAiStub(): Promise<OpenAiStub> {
  const queue: StubAnswer[] = [];
  const requests: StubRequest[] = [];
  const server = await listen((request, response, body) => {
    const path = request.url ?? "";
    const json = JSON.parse(body) as Record<string, unknown>;
    requests.push({ path, headers: request.headers, body: json });
    const answer = queue.shift() ?? { kind: "status", status: 500 };
    const problem = findSchemaProblem(path, json);
    send(response, path, problem ? { kind: "status", status: 400, code: problem } : answer);
    return Promise.resolve();
  });
  return {
    ...server,
    url: `${server.url}/v1`,
    answerWith: (...answers) => void queue.push(...answers),
    requests: () => requests,
  };
}

function send(response: ServerResponse, path: string, answer: StubAnswer): void {
  const json = (status: number, body: unknown) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  switch (answer.kind) {
    case "status":
      if (answer.retryAfter) response.setHeader("retry-after", answer.retryAfter);
      return void json(answer.status, {
        error: { message: "canary of the stub", code: answer.code ?? null, type: "stub" },
      });
    case "garbage":
      return void response.writeHead(200, { "content-type": "application/json" }).end("<html>");
    case "reset":
      return void response.destroy();
    case "no_answer":
      return;
    case "stalled":
      response.writeHead(200, { "content-type": "application/json" });
      return void response.write("{");
    case "endless":
      response.writeHead(200, { "content-type": "application/json" });
      return void response.end(JSON.stringify("x".repeat(3_000_000)));
    default:
      return void json(
        200,
        path.endsWith("/responses") ? responsesBody(answer) : chatBody(answer),
      );
  }
}

type ModelAnswer = Extract<StubAnswer, { kind: "text" | "refusal" | "filtered" | "cut_off" }>;

function responsesBody(answer: ModelAnswer): unknown {
  const isIncomplete = answer.kind === "filtered" || answer.kind === "cut_off";
  const part = "text" in answer
    ? { type: "output_text", text: answer.text, annotations: [] }
    : { type: "refusal", refusal: "canary of the stub" };
  return {
    id: "resp_1",
    object: "response",
    created_at: 0,
    model: "stub-model-2026",
    status: isIncomplete ? "incomplete" : "completed",
    incomplete_details: isIncomplete
      ? { reason: answer.kind === "filtered" ? "content_filter" : "max_output_tokens" }
      : null,
    error: null,
    output: answer.kind === "filtered"
      ? []
      : [{ id: "msg_1", type: "message", role: "assistant", status: "completed", content: [part] }],
    usage: { input_tokens: 100, output_tokens: 20, total_tokens: 120 },
  };
}

function chatBody(answer: ModelAnswer): unknown {
  const finishReasons = {
    text: "stop",
    refusal: "stop",
    filtered: "content_filter",
    cut_off: "length",
  };
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 0,
    model: "stub-model-2026",
    choices: [{
      index: 0,
      finish_reason: finishReasons[answer.kind],
      message: {
        role: "assistant",
        content: "text" in answer ? answer.text : null,
        refusal: answer.kind === "refusal" ? "canary of the stub" : null,
      },
    }],
    usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
  };
}

/**
 * What strict mode demands of a schema, and the text keywords it does not know.
 * https://platform.openai.com/docs/guides/structured-outputs
 */
function findSchemaProblem(path: string, body: Record<string, unknown>): string | null {
  const format = path.endsWith("/responses")
    ? (body.text as { format?: Format } | undefined)?.format
    : (body.response_format as { json_schema?: Format } | undefined)?.json_schema;
  if (!format?.strict || !format.name || !format.schema) return "schema_not_strict";
  const schema = format.schema as
    & { required?: string[]; properties?: object }
    & Record<string, unknown>;
  const names = Object.keys(schema.properties ?? {});
  if (schema.additionalProperties !== false) return "schema_additional_properties";
  if (names.some((name) => !schema.required?.includes(name))) return "schema_not_required";
  return /"(?:minLength|maxLength)"/.test(JSON.stringify(schema)) ? "schema_keyword" : null;
}

interface Format {
  strict?: boolean;
  name?: string;
  schema?: unknown;
}
