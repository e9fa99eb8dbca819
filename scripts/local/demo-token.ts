/**
 * Replaces: Ada walking through Google's consent page. Seals the token the Gmail emulator accepts for her mailbox, as
 * the connect function would, and stores it with her seeded connection. Never deployed.
 */
import { createSecretBox } from "../../functions/_shared/crypto/secret-box.ts";
import { tokenOwner, writeTokens } from "../../functions/_shared/crypto/sealed-tokens.ts";
import { scopesFor } from "../../functions/_shared/domain/google-scopes.ts";
import { demoGoogleToken, demoMailboxOwner } from "./emulators/demo-mailbox.ts";
import type { LocalDatabase } from "./local-database.ts";
import type { StackSecrets } from "./secrets.ts";

/** Does nothing where the story was not seeded. */
export async function connectDemoMailbox(
  database: LocalDatabase,
  keys: StackSecrets,
): Promise<void> {
  const connections = await database.query(
    "select id, workspace_id from public.connections where provider = 'gmail' and address = $1",
    [demoMailboxOwner],
  ) as { id: string; workspace_id: string }[];
  const box = await createSecretBox({ "local-1": keys.tokenEncryptionKey }, "local-1");
  for (const { id, workspace_id } of connections) {
    const token = writeTokens({ accessToken: demoGoogleToken, refreshToken: null });
    const sealed = await box.seal(token, tokenOwner(workspace_id, id));
    await database.query(
      `insert into private.connection_secrets (connection_id, ciphertext, nonce, key_id) values ($1, $2, $3, $4)
       on conflict (connection_id) do update
       set ciphertext = excluded.ciphertext, nonce = excluded.nonce, key_id = excluded.key_id,
         client_id = null, refresh_fingerprint = null, access_expires_at = null,
         version = connection_secrets.version + 1, updated_at = now()`,
      [id, sealed.ciphertext, sealed.nonce, sealed.keyId],
    );
    // as connecting again would
    await database.query(
      `update public.connections set scopes = string_to_array($2, ' '), features = array['calendar', 'mail'],
         status = case when status = 'error' then 'active' else status end,
         status_reason = case when status <> 'error' then status_reason end
       where id = $1`,
      [id, scopesFor(["mail", "calendar"]).join(" ")],
    );
  }
}
