/**
 * Fits the weights of request-likelihood.ts on the development half of `requests` and writes them beside it.
 * Run: node tests/evals/mail/train-requests.ts
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { requestFeatures } from "../../../functions/_shared/domain/mail/request-likelihood.ts";
import { halfOf } from "../figure.ts";
import { filesIn, textOf } from "./corpora.ts";

const EPOCHS = 60;
const RATE = 0.1;
/** Chosen by four-fold cross-validation on the development half. */
const DECAY = 0.15;
const LEAST_CASES = 2;
const LEAST_WEIGHT = 0.04;

const cases = filesIn("requests").flatMap((path) => textOf(path).split("\n"))
  .map((line) => line.split("\t")).filter(([label]) => label === "Yes" || label === "No")
  .filter((_, at) => halfOf(at) === "development")
  .map(([label, sentence]) => ({
    wanted: Number(label === "Yes"),
    features: [...requestFeatures(sentence ?? "")],
  }));

const counts = new Map<string, number>();
for (const { features } of cases) {
  for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
}
const weights = new Map<string, number>();
const squares = new Map<string, number>();
for (const [feature, count] of counts) if (count >= LEAST_CASES) weights.set(feature, 0);
for (const item of cases) item.features = item.features.filter((it) => weights.has(it));

// A fixed sequence (Park and Miller), so that the same sentences give the same weights.
let seed = 7;
const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;

for (let epoch = 0; epoch < EPOCHS; epoch++) {
  const order = cases.map((item) => ({ item, place: random() }))
    .sort((one, other) => one.place - other.place);
  for (const { item: { wanted, features } } of order) {
    const score = features.reduce((sum, feature) => sum + weights.get(feature)!, 0);
    const error = wanted - 1 / (1 + Math.exp(-score));
    for (const feature of features) {
      // AdaGrad: what is seen often moves little.
      const square = (squares.get(feature) ?? 1e-8) + error * error;
      squares.set(feature, square);
      weights.set(feature, weights.get(feature)! + RATE * error / Math.sqrt(square));
    }
  }
  for (const [feature, weight] of weights) weights.set(feature, weight * (1 - DECAY));
}

const kept = [...weights].filter(([, weight]) => Math.abs(weight) >= LEAST_WEIGHT)
  .sort(([one], [other]) => one < other ? -1 : 1)
  .map(([feature, weight]) => `${feature}\t${Math.round(weight * 100)}`);
const place = join(
  import.meta.dirname,
  "../../../functions/_shared/domain/mail/request-weights.ts",
);
writeFileSync(
  place,
  `/** Written by tests/evals/mail/train-requests.ts: a feature and its weight in hundredths on each line. */\n` +
    `export const REQUEST_WEIGHTS =\n  ${JSON.stringify(kept.join("\n"))};\n`,
);
console.log(`${kept.length} weights from ${cases.length} sentences`);
