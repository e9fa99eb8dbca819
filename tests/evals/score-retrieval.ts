import { createMemoryStore } from "../../functions/_shared/adapters/memory/vector-store.ts";
import { createHashEmbedder } from "../../functions/_shared/adapters/offline/hash-embedder.ts";
import type { Embedder } from "../../functions/_shared/ports/embedder.ts";
import type { Figure } from "./figure.ts";
import { HALVES, labelled } from "./labelled.ts";
import type { TriageCase } from "./score-triage.ts";

export interface QueryCase {
  id: string;
  kind: string;
  query: string;
  relevant: string[];
}

const ME = "reader";

/** Every mail of the triage set, as the store keeps it. */
export function retrievalDocuments() {
  return HALVES.flatMap((half) => labelled<TriageCase>("triage", half)).map((one) => ({
    id: one.id,
    title: `${one.subject} · ${one.sender_name}`,
    body: one.text,
  }));
}

export async function scoreRetrieval(
  onMiss: (line: string) => void = () => {},
  embedder: Embedder = createHashEmbedder(),
): Promise<Figure[]> {
  const store = createMemoryStore();
  for (const { id, title, body } of retrievalDocuments()) {
    store.put({
      type: "message",
      id,
      workspaceId: ME,
      ownerId: ME,
      isShared: false,
      connectionId: null,
      title,
      body,
      happenedAt: "2026-11-20T09:00:00Z",
    });
    const { vectors } = await embedder.embed([`${title}\n${body}`]);
    const context = await store.context("message", id);
    const chunk = { text: body, vector: vectors[0]! };
    await store.save("message", id, context!.contentHash, embedder.model, [chunk]);
  }
  const memory = store.searchAs({ id: ME, workspaceIds: [ME] });
  const figures: Figure[] = [];
  for (const half of HALVES) {
    const cases = labelled<QueryCase>("retrieval", half);
    figures.push(...doingNothing(half, cases));
    for (const by of ["hybrid", "words", "meaning"] as const) {
      const hits = { first: 0, fifth: 0 };
      for (const { id, query, kind, relevant } of cases) {
        const vector = by === "words" ? null : (await embedder.embed([query])).vectors[0]!;
        const found = await memory.search({
          workspaceId: ME,
          words: by === "meaning" ? "" : query,
          vector,
          model: embedder.model,
          maxCount: 5,
        });
        const place = found.findIndex(({ objectId }) => relevant.includes(objectId));
        if (place === 0) hits.first++;
        if (place >= 0) hits.fifth++;
        else if (by === "hybrid" && half === "development") {
          onMiss(`${id} ${kind} not found: ${query}`);
        }
      }
      const n = cases.length;
      const name = by === "hybrid" ? "ours" : `${by} alone`;
      figures.push(
        { set: "retrieval", half, measure: "hit at 1", by: name, value: hits.first / n, n },
        { set: "retrieval", half, measure: "hit at 5", by: name, value: hits.fifth / n, n },
      );
    }
  }
  return figures;
}

/** The same five documents whatever the query. */
function doingNothing(half: (typeof HALVES)[number], cases: QueryCase[]): Figure[] {
  const listed = retrievalDocuments().map(({ id }) => id);
  return ([1, 5] as const).map((count) => ({
    set: "retrieval",
    half,
    measure: `hit at ${count}`,
    by: "always the same",
    value:
      cases.filter(({ relevant }) => listed.slice(0, count).some((id) => relevant.includes(id)))
        .length / cases.length,
    n: cases.length,
  }));
}
