/**
 * A model on loopback that takes its time, over OpenAI's Chat Completions. It answers every form of the product, and says how long it
 * kept each job waiting: what a job took beyond that is ours.
 */
import { fittingAnswer, type Schema } from "../../emulators/fitting-answer.ts";
import { listen, type LocalServer } from "../../emulators/listen.ts";

export interface SlowMode {
  name: string;
  /** Milliseconds of the next answer, given a number from 0 to 1. */
  latencyMs(random: number): number;
  /** What becomes of a call, given a number from 0 to 1: answered, or failed in one of the ways models fail. */
  fate(random: number): "answered" | "unavailable" | "rate_limited" | "misfit";
}

export interface SlowModel extends LocalServer {
  mode(next: SlowMode): void;
  /** Milliseconds between the last byte of the questions of a job and the first of their answers, and how many there were. */
  spentOn(job: string): { ms: number; calls: number };
  /** All questions so far, in their order. */
  asked(): readonly Question[];
}

export interface Question {
  job: string;
  /** Name of the form that was to be filled in. */
  form: string;
  body: Body;
}

export interface Body {
  messages: { role: string; content: string }[];
  response_format: { json_schema: { name: string; schema: Schema } };
}

/** Log-normal, as measured latencies of hosted models are: `median` ms, and e^`spread` between the median and one deviation. */
export function logNormal(median: number, spread: number) {
  return (random: number) => median * Math.exp(spread * normal(random));
}

/** Quantile of the normal distribution: Acklam's rational approximation, its middle and its tails. */
function normal(p: number): number {
  const at = Math.min(Math.max(p, 1e-6), 1 - 1e-6);
  if (at > 0.5) return -normal(1 - at);
  if (at > 0.02425) {
    const q = at - 0.5;
    const r = q * q;
    return q *
      (((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r +
                138.357751867269) * r - 30.66479806614716) * r + 2.506628277459239) /
      (((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r +
                66.80131188771972) * r - 13.28068155288572) * r + 1);
  }
  const q = Math.sqrt(-2 * Math.log(at));
  return (((((-0.007784894002430293 * q - 0.3223964580411365) * q - 2.400758277161838) * q -
            2.549732539343734) * q + 4.374664141464968) * q + 2.938163982698783) /
    ((((0.007784695709041462 * q + 0.3224671290700398) * q + 2.445134137142996) * q +
          3.754408661907416) * q + 1);
}

export async function startSlowModel(first: SlowMode, random: () => number): Promise<SlowModel> {
  let mode = first;
  const spent = new Map<string, { ms: number; calls: number }>();
  const asked: Question[] = [];
  const server = await listen(async (request, response, text) => {
    const since = performance.now();
    const job = String(request.headers["x-job"] ?? "");
    const body = JSON.parse(text) as Body;
    const { name, schema } = body.response_format.json_schema;
    asked.push({ job, form: name, body });
    const fate = mode.fate(random());
    await new Promise((resolve) => setTimeout(resolve, mode.latencyMs(random())));
    const input = body.messages.at(-1)!.content;
    const content = fate === "misfit" ? "{}" : JSON.stringify(fittingAnswer(schema, input));
    const before = spent.get(job) ?? { ms: 0, calls: 0 };
    spent.set(job, { ms: before.ms + performance.now() - since, calls: before.calls + 1 });
    if (fate === "unavailable" || fate === "rate_limited") {
      response.writeHead(fate === "unavailable" ? 503 : 429, { "content-type": "application/json" })
        .end(JSON.stringify({ error: { message: "busy", code: null, type: "stub" } }));
      return;
    }
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({
      id: "chatcmpl-1",
      object: "chat.completion",
      created: 0,
      model: "slow",
      choices: [{
        index: 0,
        finish_reason: "stop",
        message: { role: "assistant", content, refusal: null },
      }],
      usage: { prompt_tokens: 1_000, completion_tokens: 100, total_tokens: 1_100 },
    }));
  });
  return {
    ...server,
    url: `${server.url}/v1`,
    mode: (next) => void (mode = next),
    spentOn: (job) => spent.get(job) ?? { ms: 0, calls: 0 },
    asked: () => asked,
  };
}
