/** Fills memory past the queue: clusters of vectors in workspaces of very different size, and the labelled mail of one person. */
import type { PoolClient } from "pg";
import {
  HASH_MODEL,
  hashVector,
} from "../../../functions/_shared/adapters/offline/hash-embedder.ts";
import { hasCollection, inCorpora, textOf } from "../../evals/mail/corpora.ts";
import { retrievalDocuments } from "../../evals/score-retrieval.ts";

/** Workspaces by their share of all rows; the rest is spread over strangers. */
export const SHARES = [0.001, 0.01, 0.1, 0.5];
export const DIMENSIONS = 384;
const CLUSTERS = 200;
const BATCH = 500;

/** A fixed sequence (Park and Miller) of numbers from 0 to 1. */
export function sequence(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

/** A point near one of the clusters' centres, in pgvector's text form, padded as stored vectors are. */
export function clustered(random: () => number): string {
  const cluster = Math.floor(random() * CLUSTERS);
  const centre = sequence(cluster + 1);
  const values = Array.from(
    { length: DIMENSIONS },
    () => (centre() - 0.5 + (random() - 0.5) * 0.6).toFixed(3),
  );
  return `[${values.join(",")}${",0".repeat(1_536 - DIMENSIONS)}]`;
}

export async function loadVectors(client: PoolClient, rows: number): Promise<string[]> {
  const random = sequence(42);
  const tenants = SHARES.map(() => crypto.randomUUID());
  // foreign keys and jobs are not what is measured
  await client.query("set session_replication_role = replica");
  const owner = crypto.randomUUID();
  for (const [at, id] of tenants.entries()) {
    await client.query(
      "insert into public.workspaces (id, name, slug) values ($1, $2::text, $2::text::public.slug)",
      [
        id,
        `bench-${at}`,
      ],
    );
    await client.query(
      "insert into public.workspace_members (workspace_id, user_id) values ($1, $2)",
      [id, owner],
    );
  }
  for (let from = 0; from < rows; from += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, rows - from) }, () => {
      let place = random();
      const tenant = tenants.find((_, at) => (place -= SHARES[at]!) < 0) ?? crypto.randomUUID();
      return { tenant, vector: clustered(random) };
    });
    await client.query(
      `insert into public.embeddings (workspace_id, owner_id, object_type, note_id, chunk_index, chunk, content_hash,
         model, dimensions, embedding, happened_at)
       select (v ->> 'tenant')::uuid, $2, 'note', n.id, 0, 'chunk', 'hash', 'bench', ${DIMENSIONS}, (v ->> 'vector')::extensions.halfvec(1536), now()
       from jsonb_array_elements($1::jsonb) v, lateral (select gen_random_uuid() as id where v is not null) n`,
      [JSON.stringify(batch), owner],
    );
  }
  await client.query("set session_replication_role = default");
  await client.query("vacuum analyze public.embeddings");
  await actAs(client, owner);
  return tenants;
}

async function actAs(client: PoolClient, person: string): Promise<void> {
  await client.query(
    "select set_config('request.jwt.claims', json_build_object('sub', $1::uuid)::text, false)",
    [person],
  );
}

/** Sentences of real mail that no question is after: a mailbox holds more than what is asked for. None without the corpora. */
function otherMail() {
  if (!hasCollection("requests")) return [];
  return textOf(inCorpora("requests/Ask0729-fixed.txt")).split("\n")
    .map((line) => line.split("\t")[1] ?? "").filter((text) => text.length > 20)
    .map((body, at) => ({ id: `other-${at}`, title: "", body }));
}

/** The labelled mail among other mail in a workspace of its own, with offline vectors; answers the workspace and the ids by document. */
export async function loadMail(
  client: PoolClient,
): Promise<{ workspace: string; ids: Map<string, string> }> {
  const workspace = crypto.randomUUID();
  const owner = crypto.randomUUID();
  await actAs(client, owner);
  const ids = new Map<string, string>();
  await client.query("set session_replication_role = replica");
  await client.query("insert into public.workspaces (id, name, slug) values ($1, 'mail', 'mail')", [
    workspace,
  ]);
  await client.query(
    "insert into public.workspace_members (workspace_id, user_id) values ($1, $2)",
    [workspace, owner],
  );
  for (const { id, title, body } of [...retrievalDocuments(), ...otherMail()]) {
    const object = crypto.randomUUID();
    ids.set(id, object);
    await client.query(
      `insert into public.embeddings (workspace_id, owner_id, object_type, note_id, chunk_index, title, chunk, content_hash,
         model, dimensions, embedding, happened_at)
       values ($1, $7, 'note', $2, 0, $3, $4, 'hash', $6, 1536,
         $5::extensions.halfvec(1536), now())`,
      [
        workspace,
        object,
        title,
        body,
        vectorText(hashVector(`${title}\n${body}`)),
        HASH_MODEL,
        owner,
      ],
    );
  }
  await client.query("set session_replication_role = default");
  await client.query("analyze public.embeddings");
  return { workspace, ids };
}

export function vectorText(vector: number[]): string {
  return `[${vector.map((value) => value.toPrecision(5)).join(",")}]`;
}
