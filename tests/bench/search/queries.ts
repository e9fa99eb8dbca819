/** The questions of B7: what people ask (labelled), and words of the mail they are after (made here). */
import { HALVES, labelled } from "../../evals/labelled.ts";
import { type QueryCase, retrievalDocuments } from "../../evals/score-retrieval.ts";
import { sequence } from "./load.ts";

/** A word is rare when at most this many mails have it. */
const RARE = 3;
const PART = 0.4;

export interface Question {
  set: string;
  half: (typeof HALVES)[number] | "made";
  query: string;
  relevant: string[];
}

export function questions(): Question[] {
  const asked = HALVES.flatMap((half) =>
    labelled<QueryCase>("retrieval", half).map(({ kind, query, relevant }) => ({
      set: kind,
      half,
      query,
      relevant,
    }))
  );
  return [...asked, ...rareWords()];
}

/** For each mail two fifths of its rare words, in an order of chance: known items, as somebody recalls them. */
function rareWords(): Question[] {
  const random = sequence(11);
  const documents = retrievalDocuments().map(({ id, title, body }) => ({
    id,
    words: [...new Set(`${title} ${body}`.toLowerCase().match(/\p{L}{4,}/gu) ?? [])],
  }));
  const counts = new Map<string, number>();
  for (const word of documents.flatMap(({ words }) => words)) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return documents.flatMap(({ id, words }) => {
    const rare = words.filter((word) => counts.get(word)! <= RARE)
      .map((word) => ({ word, place: random() })).sort((one, other) => one.place - other.place);
    const picked = rare.slice(0, Math.min(12, Math.ceil(rare.length * PART)));
    if (picked.length === 0) return [];
    const query = picked.map(({ word }) => word).join(" ");
    return [{ set: "rare words", half: "made" as const, query, relevant: [id] }];
  });
}
