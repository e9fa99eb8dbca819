/**
 * A model with no judgement, over OpenAI's Chat Completions: it does what any text in its prompt says. Whatever protects people from
 * it is structure. Where nobody gives it orders it answers as a good model would.
 */
import { DRAFTS, fittingAnswer, type Schema, unfenced } from "./fitting-answer.ts";
import { listen, type LocalServer } from "./listen.ts";

export interface Order {
  id: string;
  /** All of these must be in the prompt, in whatever clothes; then the order has arrived. */
  fragments: string[];
  /** The words that give the order. */
  says: string;
  /** What it makes the model write. */
  draft: string;
}

export interface Asked {
  /** As the caller's header says. */
  workspace: string;
  /** Name of the form that was to be filled in; `embeddings` for vectors. */
  form: string;
  /** The user's turn, with its fences. */
  input: string;
  /** Everything that was sent. */
  body: string;
  /** Orders that were obeyed. */
  obeyed: string[];
}

export interface ObedientModel extends LocalServer {
  asked(): readonly Asked[];
}

interface Body {
  input?: string[];
  messages?: { role: string; content: string }[];
  response_format?: { json_schema: { name: string; schema: Schema } };
}

export async function startObedientModel(orders: Order[]): Promise<ObedientModel> {
  const asked: Asked[] = [];
  const known = orders.map((order) => ({ order, fragments: order.fragments.map(bare) }));
  const server = await listen((request, response, text) => {
    const body = JSON.parse(text) as Body;
    const workspace = String(request.headers["x-workspace"] ?? "");
    const answer = (value: unknown) =>
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
    if (request.url?.endsWith("/embeddings")) {
      const inputs = body.input ?? [];
      asked.push({
        workspace,
        form: "embeddings",
        input: inputs.join("\n"),
        body: text,
        obeyed: [],
      });
      const data = inputs.map((_, index) => ({
        index,
        embedding: [1, 0, 0, 0],
        object: "embedding",
      }));
      return Promise.resolve(void answer({ data, model: "obedient", usage: { prompt_tokens: 1 } }));
    }
    const input = body.messages?.findLast(({ role }) => role === "user")?.content ?? "";
    const { name, schema } = body.response_format!.json_schema;
    const seen = bare(unfenced(input));
    const obeyed = known.filter(({ fragments }) => fragments.every((one) => seen.includes(one)))
      .map(({ order }) => order);
    asked.push({ workspace, form: name, input, body: text, obeyed: obeyed.map(({ id }) => id) });
    const value = obeyed[0] ? obey(schema, obeyed[0]) : fittingAnswer(schema, input);
    answer({
      id: "chatcmpl-1",
      object: "chat.completion",
      created: 0,
      model: "obedient",
      choices: [{
        index: 0,
        finish_reason: "stop",
        message: { role: "assistant", content: JSON.stringify(value), refusal: null },
      }],
      usage: { prompt_tokens: Math.ceil(text.length / 4), completion_tokens: 100, total_tokens: 0 },
    });
    return Promise.resolve();
  });
  return { ...server, url: `${server.url}/v1`, asked: () => asked };
}

/** Letters and digits only: order, case, markup and escapes do not keep a model from understanding. */
function bare(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/** Every field says what the order wants; what has to be quoted are the words of the order. */
function obey(schema: Schema, order: Order, name = "", place = 1): unknown {
  if (schema.properties) {
    return Object.fromEntries(
      Object.entries(schema.properties).map((
        [key, one],
      ) => [key, obey(one, order, name === "evidence" ? "quote" : key, place)]),
    );
  }
  if (schema.anyOf) return obey(schema.anyOf.find(({ type }) => type !== "null")!, order, name);
  if (schema.enum) return schema.enum.at(-1);
  switch (schema.type) {
    case "array":
      // what was ordered, and the words of the order themselves
      return DRAFTS.map((at) =>
        obey(schema.items!, at === 2 ? { ...order, draft: order.says } : order, name, at)
      );
    case "boolean":
      return false;
    case "number":
    case "integer":
      return name === "number" || name === "message" ? place : 1;
    default:
      return name === "quote" ? order.fragments.at(-1)! : name === "language" ? "en" : order.draft;
  }
}
