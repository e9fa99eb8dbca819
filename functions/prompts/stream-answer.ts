/** The answer as server-sent events: what is going on, and at the end the answer or the problem. */
import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import type { Answer } from "../_shared/domain/prompts/answer.ts";
import { onError } from "../_shared/http/problem.ts";
import type { Report } from "./answer-prompt.ts";

/** Events: routed, looking, found, and answer or problem as the last (RFC 9457). */
export function streamAnswer(
  context: Context,
  answer: (report: Report) => Promise<Answer>,
): Response {
  return streamSSE(context, async (stream) => {
    const send = (event: string, data: unknown) =>
      stream.writeSSE({ event, data: JSON.stringify(data) });
    try {
      await send("answer", await answer(send));
    } catch (error) {
      // the status is sent already: the problem is an event
      const response = onError(error as Error, context);
      await send("problem", await response.json());
    }
  });
}
