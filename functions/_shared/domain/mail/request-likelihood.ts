/**
 * How likely an English sentence asks its reader for something or promises something: a linear model over its words, for
 * what no rule names. Its weights were fitted on the development half of the public set `requests` by
 * tests/evals/mail/train-requests.ts; `npm run evals` prints what it reaches on the other half.
 */
import { expectsReply } from "./expects-reply.ts";
import { NO_PROMISES, PROMISES } from "../tasks/promise-words.ts";
import { NO_TASKS, TASKS } from "../tasks/task-words.ts";
import { COURTESIES, DEADLINE, DIRECT_REQUESTS, MERE_HOPES } from "./request-words.ts";
import { REQUEST_WEIGHTS } from "./request-weights.ts";

/** From here on a sentence counts as asking or promising; chosen by cross-validation on the same half. */
export const ASKS_FROM = 0.42;

const RULES = {
  direct: DIRECT_REQUESTS,
  hope: MERE_HOPES,
  courtesy: COURTESIES,
  deadline: [DEADLINE],
  task: TASKS,
  noTask: NO_TASKS,
  promise: PROMISES.map(({ pattern }) => pattern),
  noPromise: NO_PROMISES,
};
const MAX_WORDS = 80;
let weights: Map<string, number> | undefined;

/** 0 to 1. */
export function requestLikelihood(sentence: string): number {
  weights ??= parseWeights(REQUEST_WEIGHTS);
  let score = 0;
  for (const feature of requestFeatures(sentence)) score += weights.get(feature) ?? 0;
  return 1 / (1 + Math.exp(-score));
}

/** What the model sees: each once. */
export function requestFeatures(sentence: string): Set<string> {
  const words = (sentence.toLowerCase().replaceAll("’", "'")
    .replace(/\$link|https?:\S+/g, " _link_ ")
    .replace(/\$?\d[\d.,]*/g, " _num_ ")
    .match(/_\w+_|[\p{L}']+|[?!]/gu) ?? []).slice(0, MAX_WORDS);
  const features = new Set(["*", `#${Math.min(6, Math.floor(Math.log2(words.length + 1)))}`]);
  words.forEach((word, at) => {
    features.add(word);
    if (at + 1 < words.length) features.add(`${word} ${words[at + 1]}`);
  });
  features.add(`^${words[0]}`).add(`^${words[0]} ${words[1]}`).add(`${words.at(-1)}$`);
  if (expectsReply(sentence).expects) features.add("*asks");
  const plain = sentence.replaceAll("’", "'");
  for (const [name, rules] of Object.entries(RULES)) {
    if (rules.some((rule) => rule.test(plain))) features.add(`*${name}`);
  }
  return features;
}

function parseWeights(text: string): Map<string, number> {
  return new Map(
    text.split("\n").map((line): [string, number] => {
      const at = line.lastIndexOf("\t");
      return [line.slice(0, at), Number(line.slice(at + 1)) / 100];
    }),
  );
}
