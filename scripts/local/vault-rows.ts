import type { LocalDatabase } from "./local-database.ts";

/** Sets Vault secrets by name: what the database needs to ring the functions. */
export async function setVaultSecrets(
  database: LocalDatabase,
  secrets: Record<string, string>,
): Promise<void> {
  for (const [name, value] of Object.entries(secrets)) {
    const [present] = await database.query<{ id: string }>(
      "select id from vault.secrets where name = $1",
      [name],
    );
    await (present
      ? database.query("select vault.update_secret($1, $2)", [present.id, value])
      : database.query("select vault.create_secret($1, $2)", [value, name]));
  }
}
