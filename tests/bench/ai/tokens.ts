/** What a prompt holds beyond the least one could send: the instructions, the form and each fact once, with nothing around them. */
import type { TriageCase } from "../../evals/score-triage.ts";
import type { Body } from "./slow-model.ts";

/**
 * Pieces a text is cut into before tokens are made of it: the pattern of o200k's and cl100k's pre-tokenisers (openai/tiktoken,
 * tiktoken_ext/openai_public.py), slightly simplified. A frequent word is one token, so the counts are close to tokens.
 */
const PIECES =
  /'(?:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?\p{L}{1,8}|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+/giu;

export function countPieces(text: string): number {
  return text.match(PIECES)?.length ?? 0;
}

export function sentPieces({ messages, response_format: format }: Body): number {
  const texts = messages.map(({ content }) => content);
  return countPieces([...texts, JSON.stringify(format.json_schema.schema)].join("\n"));
}

/** The same question about the same mail, in as few words as it can be put. */
export function minimalPieces(body: Body, mail: TriageCase, owner: string): number {
  const [system] = body.messages;
  const facts = body.response_format.json_schema.name === "triage"
    ? [mail.sender_name, mail.sender_address, mail.subject, mail.text]
    : [owner, mail.sender_name, mail.subject, mail.text, "warm", "professional", "concise"];
  const schema = JSON.stringify(body.response_format.json_schema.schema);
  return countPieces([system!.content, schema, ...facts].join("\n"));
}
