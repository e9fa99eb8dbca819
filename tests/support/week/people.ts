/** Twenty people in five workspaces, each with a Google account that is connected as the connect function leaves it. */
import type { Sql } from "postgres";
import { createSecretBox } from "../../../functions/_shared/crypto/secret-box.ts";
import {
  fingerprint,
  tokenOwner,
  writeTokens,
} from "../../../functions/_shared/crypto/sealed-tokens.ts";
import { scopesFor } from "../../../functions/_shared/domain/google-scopes.ts";
import type { GoogleLab, LabMailbox } from "../../../scripts/local/emulators/google-lab/lab.ts";
import type { StackSecrets } from "../../../scripts/local/secrets.ts";

export interface ConnectedMailbox {
  mailbox: LabMailbox;
  connectionId: string;
  workspaceId: string;
  ownerId: string;
}

const PER_WORKSPACE = 4;
const ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC"];

export async function connectPeople(
  sql: Sql,
  keys: StackSecrets,
  lab: GoogleLab,
  count: number,
): Promise<ConnectedMailbox[]> {
  const connected: ConnectedMailbox[] = [];
  for (let number = 0; number < count; number++) {
    const address = `person${number + 1}@week.test`;
    const mailbox = lab.addMailbox({
      address,
      name: `Person ${number + 1}`,
      timeZone: ZONES[number % ZONES.length]!,
    });
    const ownerId = await makePerson(sql, address, mailbox.name);
    const workspaceId = await makeMember(sql, ownerId, Math.floor(number / PER_WORKSPACE));
    const [row] = await sql`
      insert into public.connections
        (workspace_id, owner_id, channel, provider, address, own_addresses, display_name, status, status_reason, scopes)
      values (${workspaceId}, ${ownerId}, 'email', 'gmail', ${address}, ${[
      address,
    ]}, ${mailbox.name},
        'error', 'provider_needs_reconnect', ${scopesFor(["mail", "calendar"])})
      returning id`;
    const one = { mailbox, connectionId: row!.id as string, workspaceId, ownerId };
    await reconnect(sql, keys, lab, one);
    connected.push(one);
  }
  return connected;
}

/** What the owner does at Google's consent page: new tokens, and the account is active. */
export async function reconnect(
  sql: Sql,
  keys: StackSecrets,
  lab: GoogleLab,
  { mailbox, connectionId, workspaceId }: ConnectedMailbox,
): Promise<void> {
  const { clientId } = lab.clients[0]!;
  const grant = lab.grants.create({
    address: mailbox.address,
    clientId,
    scopes: scopesFor(["mail", "calendar"]),
  }, true);
  const accessToken = lab.grants.newAccessToken(grant, lab.clock.now());
  const refreshToken = grant.refreshToken!;
  const box = await createSecretBox({ "local-1": keys.tokenEncryptionKey }, "local-1");
  const sealed = await box.seal(
    writeTokens({ accessToken, refreshToken }),
    tokenOwner(workspaceId, connectionId),
  );
  await sql`
    insert into private.connection_secrets
      (connection_id, ciphertext, nonce, key_id, client_id, refresh_fingerprint, access_expires_at)
    values (${connectionId}, ${sealed.ciphertext}, ${sealed.nonce}, ${sealed.keyId}, ${clientId},
      ${await fingerprint(refreshToken)}, ${new Date(lab.clock.now() + 3_599_000)})
    on conflict (connection_id) do update set ciphertext = excluded.ciphertext, nonce = excluded.nonce,
      key_id = excluded.key_id, client_id = excluded.client_id, refresh_fingerprint = excluded.refresh_fingerprint,
      access_expires_at = excluded.access_expires_at, version = connection_secrets.version + 1,
      refresh_lease = null, refresh_lease_until = null, retry_at = null, failure_count = 0, refused_at = null,
      updated_at = now()`;
  await sql`
    update public.connections set status = 'active', status_reason = null where id = ${connectionId}`;
}

async function makePerson(sql: Sql, email: string, name: string): Promise<string> {
  const [row] = await sql`
    insert into auth.users (id, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data)
    values (gen_random_uuid(), ${email}, 'none', now(), '{"provider": "email", "providers": ["email"]}',
      ${sql.json({ email, full_name: name, email_verified: true })})
    returning id`;
  return row!.id;
}

async function makeMember(sql: Sql, ownerId: string, number: number): Promise<string> {
  const slug = `week-${number + 1}`;
  const [workspace] = await sql`
    insert into public.workspaces (name, slug) values (${`Week ${number + 1}`}, ${slug})
    on conflict (slug) do update set name = excluded.name returning id`;
  await sql`
    insert into public.workspace_members (workspace_id, user_id, role)
    values (${workspace!.id}, ${ownerId}, 'member') on conflict do nothing`;
  return workspace!.id;
}
