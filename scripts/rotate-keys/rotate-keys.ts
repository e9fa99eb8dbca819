/** Moves every stored secret to the current key, a bounded batch at a time. */
import { z } from "zod";
import {
  callWorker,
  type DatabaseClient,
} from "../../functions/_shared/adapters/supabase/call-worker.ts";
import { type SecretBox, SecretBoxError } from "../../functions/_shared/crypto/secret-box.ts";
import { clientOwner, tokenOwner } from "../../functions/_shared/crypto/sealed-tokens.ts";

export interface Rotation {
  client: DatabaseClient;
  /** Opens with all keys, seals with the current one. */
  box: SecretBox;
  currentKeyId: string;
  say: (line: string) => void;
  /** Secrets read at once. */
  batchSize?: number;
}

export interface RotationResult {
  moved: number;
  /** Sealed with a key nobody has any more: left as they are. */
  unreadable: number;
  /** What each key seals now. */
  counts: { keyId: string; count: number }[];
}

const BATCH_SIZE = 100;
const seal = z.object({
  kind: z.enum(["connection_secrets", "oauth_clients", "revocations"]),
  id: z.guid(),
  workspace_id: z.guid(),
  bound_to: z.string(),
  ciphertext: z.string(),
  nonce: z.string(),
  key_id: z.string(),
});
type Seal = z.infer<typeof seal>;

export async function rotateKeys(rotation: Rotation): Promise<RotationResult> {
  let moved = 0;
  // What somebody sealed anew meanwhile, perhaps with an old key, is met by the next round.
  while (true) {
    const round = await rotateOnce(rotation, moved);
    moved += round.moved;
    if (round.overtaken > 0) continue;
    const rows = await callWorker(
      rotation.client,
      "count_seals",
      {} as never,
      z.array(z.object({ key_id: z.string(), seal_count: z.coerce.number() })),
    );
    const counts = rows.map((row) => ({ keyId: row.key_id, count: row.seal_count }));
    return { moved, unreadable: round.unreadable, counts };
  }
}

async function rotateOnce(
  { client, box, currentKeyId, say, batchSize = BATCH_SIZE }: Rotation,
  movedBefore: number,
) {
  const round = { moved: 0, overtaken: 0, unreadable: 0 };
  let last: Seal | undefined;
  while (true) {
    const batch: Seal[] = await callWorker(client, "list_seals", {
      except_key: currentKeyId,
      max_count: batchSize,
      ...(last && { after_kind: last.kind, after_id: last.id }),
    }, z.array(seal));
    if (batch.length === 0) return round;
    for (const one of batch) round[await moveSeal(client, box, one)]++;
    last = batch.at(-1)!;
    say(`${movedBefore + round.moved} secrets sealed with ${currentKeyId}`);
  }
}

async function moveSeal(
  client: DatabaseClient,
  box: SecretBox,
  one: Seal,
): Promise<"moved" | "overtaken" | "unreadable"> {
  const owner = one.kind === "oauth_clients"
    ? clientOwner(one.workspace_id, one.bound_to)
    : tokenOwner(one.workspace_id, one.bound_to);
  const old = { ciphertext: one.ciphertext, nonce: one.nonce, keyId: one.key_id };
  let sealed;
  try {
    sealed = await box.seal(await box.open(old, owner), owner);
  } catch (error) {
    if (error instanceof SecretBoxError) return "unreadable";
    throw error;
  }
  const isMoved = await callWorker(client, "replace_seal", {
    kind: one.kind,
    id: one.id,
    old_ciphertext: one.ciphertext,
    ciphertext: sealed.ciphertext,
    nonce: sealed.nonce,
    key_id: sealed.keyId,
  }, z.boolean());
  return isMoved ? "moved" : "overtaken";
}
