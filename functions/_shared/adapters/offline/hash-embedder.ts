/**
 * Vectors without weights, network or key: signed feature hashing (Weinberger et al., ICML 2009) of words, of the letters in
 * them, and of the ideas a small lexicon of four languages knows for them. It finds what shares words, stems, spellings and those
 * ideas, not whatever means the same, and its name says so.
 */
import { plainText, stem } from "../../domain/text/word-forms.ts";
import type { Embedder } from "../../ports/embedder.ts";
import { conceptsOf } from "./lexicon/concepts.ts";

export const HASH_MODEL = "hash-v2";

/** As many as are stored: more of them let fewer words collide. */
const DIMENSIONS = 1_536;
const MAX_LENGTH = 8_000;
/** Beside 1 for the word as it stands; chosen on the development half of the labelled queries. */
const STEM_WEIGHT = 0.6;
const CONCEPT_WEIGHT = 2.4;
const PIECE_WEIGHT = 0.8;
const FREQUENT = new Set(
  ("the and of to a in is it for on that this with you your we our i my are be have has was will can at by as or if not from but me us do " +
    "der die das und ist in zu den mit sie wir ich ein eine für auf nicht es im am an von bei haben hat uns dem des als auch wird " +
    "le la les et de des un une à en est pour que qui dans vous nous je sur pas au du ce il elle avec votre " +
    "el los las y de un una en es para que por con su se no al lo le te me ha como").split(" "),
);

export function createHashEmbedder(): Embedder {
  return {
    model: HASH_MODEL,
    provider: "offline",
    embed: (texts) =>
      Promise.resolve({
        vectors: texts.map(hashVector),
        promptTokens: 0,
        costUsd: 0,
        latencyMs: 0,
      }),
  };
}

export function hashVector(text: string): number[] {
  const vector = new Array<number>(DIMENSIONS).fill(0);
  const counts = new Map<string, number>();
  const add = (feature: string, weight: number) =>
    counts.set(feature, (counts.get(feature) ?? 0) + weight);
  for (const word of plainText(text.slice(0, MAX_LENGTH)).match(/[\p{L}\p{N}]+/gu) ?? []) {
    if (FREQUENT.has(word)) continue;
    add(`w:${word}`, 1);
    add(`s:${stem(word)}`, STEM_WEIGHT);
    const concepts = conceptsOf(word);
    // a word that stands for several ideas stands for each a little less
    for (const concept of concepts) {
      add(`c:${concept}`, CONCEPT_WEIGHT / Math.sqrt(concepts.length));
    }
    const pieces = piecesOf(`^${word}$`);
    for (const piece of pieces) add(`p:${piece}`, PIECE_WEIGHT / Math.sqrt(pieces.size));
  }
  for (const [feature, weight] of counts) {
    const hash = fnv1a(feature);
    // the logarithm keeps a word that stands there thirty times from being all there is
    vector[hash % DIMENSIONS]! += (hash & 0x8000_0000 ? -1 : 1) * Math.log1p(weight);
  }
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}

/** Three to five letters each. */
function piecesOf(edged: string): Set<string> {
  const pieces = new Set<string>();
  for (const size of [3, 4, 5]) {
    for (let at = 0; at + size <= edged.length; at++) pieces.add(edged.slice(at, at + size));
  }
  return pieces;
}

/** FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash ^= text.charCodeAt(at);
    hash = Math.imul(hash, 0x01000193);
  }
  // FNV's low bits are weak for short texts; one round of mixing (MurmurHash3's finaliser)
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  return hash >>> 0;
}
