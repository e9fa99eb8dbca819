/** The tokens port on the worker functions of migrations 0164. */
import { z } from "zod";
import type {
  ConnectionTokens,
  StoredTokens,
  TokenVerdict,
} from "../../ports/connection-tokens.ts";
import { callWorker, type DatabaseClient } from "./call-worker.ts";

const stored = {
  version: z.int(),
  client_id: z.string().nullable(),
  scopes: z.array(z.string()),
  secret: z.object({ ciphertext: z.string(), nonce: z.string(), key_id: z.string() }),
};
const storedRow = z.object(stored);

const verdict = z.discriminatedUnion("verdict", [
  z.object({ verdict: z.literal("use"), ...stored })
    .transform((row): TokenVerdict => ({ verdict: "use", stored: toStored(row) })),
  z.object({ verdict: z.literal("refresh"), lease: z.guid(), ...stored })
    .transform((row): TokenVerdict => ({
      verdict: "refresh",
      lease: row.lease,
      stored: toStored(row),
    })),
  z.object({ verdict: z.literal("wait") }),
  z.object({ verdict: z.literal("later"), slug: z.string(), retry_after_seconds: z.number() })
    .transform(({ slug, retry_after_seconds }): TokenVerdict => ({
      verdict: "later",
      slug,
      retryAfterMs: retry_after_seconds * 1000,
    })),
  z.object({ verdict: z.literal("reconnect"), slug: z.string() }),
]);

export function createConnectionTokens(client: DatabaseClient): ConnectionTokens {
  return {
    begin: ({ connectionId, workspaceId }, validSeconds, refusedVersion) =>
      callWorker<"begin_token_use", TokenVerdict>(
        client,
        "begin_token_use",
        {
          connection_id: connectionId,
          workspace_id: workspaceId,
          valid_seconds: validSeconds,
          ...(refusedVersion !== null && { refused_version: refusedVersion }),
        },
        verdict,
      ),
    save: ({ connectionId }, version, tokens) =>
      callWorker(
        client,
        "save_access_token",
        {
          connection_id: connectionId,
          version,
          ciphertext: tokens.secret.ciphertext,
          nonce: tokens.secret.nonce,
          key_id: tokens.secret.keyId,
          // the generated types know no null for arguments
          refresh_fingerprint: tokens.refreshFingerprint as string,
          access_expires_at: (tokens.accessExpiresAt?.toISOString() ?? null) as string,
        },
        z.boolean(),
      ),
    async fail({ connectionId }, { version, lease }, { outcome, slug, retryAfterMs }) {
      await callWorker(
        client,
        "fail_token_refresh",
        {
          connection_id: connectionId,
          version,
          lease,
          outcome,
          slug,
          ...(retryAfterMs !== null && { retry_after_seconds: Math.ceil(retryAfterMs / 1000) }),
        },
        z.boolean(),
      );
    },
  };
}

function toStored(row: z.infer<typeof storedRow>): StoredTokens {
  const { ciphertext, nonce, key_id } = row.secret;
  return {
    version: row.version,
    clientId: row.client_id,
    scopes: row.scopes,
    secret: { ciphertext, nonce, keyId: key_id },
  };
}
