/** Finds the seeded row of every table, and writes the statements that touch it. */
import type { TransactionSql } from "postgres";
import type { Variant } from "./expectations.ts";

export interface Table {
  /** schema.table */
  name: string;
  columns: { name: string; isGenerated: boolean }[];
  keys: string[];
}

/** Every table and view of the schemas somebody could reach. */
export async function readTables(sql: TransactionSql): Promise<Table[]> {
  const rows = await sql`
    select n.nspname || '.' || c.relname as name,
      (select jsonb_agg(jsonb_build_object('name', a.attname,
          'isGenerated', a.attgenerated <> '' or a.attidentity = 'a') order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      array(select a.attname from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
        where i.indrelid = c.oid and i.indisprimary) as keys
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'private', 'worker', 'cron', 'net', 'vault') and c.relkind in ('r', 'p', 'v', 'm', 'f')
      -- the partition of a workspace is made as that grows; 0421 proves that it is closed
      and not c.relispartition
    order by 1`;
  return rows as unknown as Table[];
}

/** Conditions that find the row of a variant, where the general rule of findRow() does not. */
const special: Record<string, string> = {
  "public.profiles": "id = tests.id('ada')",
  "public.workspaces": "id = tests.id('acme')",
  "public.workspace_members": "workspace_id = tests.id('acme') and user_id = tests.id('ada')",
  "public.workspace_invitations": "email = 'gil@acme.test'",
};

/** What a second row needs to differ in, so that only a missing right can refuse it. */
const fresh: Record<string, Record<string, string>> = {
  "public.profiles": { id: "tests.id('noah')", email: "'noah@acme.test'" },
  "public.workspaces": { slug: "'second'" },
  "public.workspace_members": { user_id: "tests.id('cy')" },
  "public.workspace_invitations": { email: "'ned@acme.test'" },
  "public.suppressions": { address_hash: "'\\x00'" },
  "public.holidays": { on_date: "'2031-01-02'" },
  "public.connections": { address: "'new@acme.test'", own_addresses: "array['new@acme.test']" },
  "public.contact_methods": { value: "'new@globex.test'" },
  "public.messages": { provider_message_id: "'new'" },
  "public.embeddings": { id: "gen_random_uuid()", chunk_index: "9" },
  "public.entities": { name: "'Another'" },
  "public.proposals": { cause_id: "gen_random_uuid()" },
  "public.proposal_settings": { owner_id: "tests.id('ben')" },
  "public.summaries": { content_hash: "'new'" },
  "public.event_suggestions": {
    message_id: "(select id from public.messages where provider_message_id = 'spare')",
  },
  "public.message_triage": {
    message_id: "(select id from public.messages where provider_message_id = 'spare')",
  },
  "public.tone_presets": { name: "'Another'" },
  "public.contact_tones": {
    contact_id:
      "(select contact_id from public.contact_methods where value = 'bob@globex.test' and owner_id = tests.id('ada'))",
  },
  "public.message_draft_versions": { version: "9" },
  "public.attachments": { part_id: "'9'" },
  "public.nudges": { status: "'cancelled'", status_reason: "'resolved'" },
  "public.outbound_messages": { internet_message_id: "'<new@acme.test>'" },
  "public.tags": { name: "'new'" },
  "public.calendars": { provider_calendar_id: "'new'" },
  "public.calendar_events": { provider_event_id: "'new'" },
  "public.calendar_attendees": { address: "'new@globex.test'" },
  "public.calendar_instances": { starts_at: "now()" },
  "private.calendar_cursors": {
    calendar_id: "(select id from public.calendars where provider_calendar_id = 'spare')",
  },
  "private.alert_rules": { name: "'new_rule'" },
  "private.alerts": { subject: "'new'" },
  "private.connection_secrets": {
    connection_id: "(select id from public.connections where address = 'spare@acme.test')",
  },
  "private.conversation_keys": { key: "'<new@acme.test>'" },
  "private.embedding_graphs": {
    workspace_id:
      "(select workspace_id from public.workspace_members where user_id = tests.id('cy'))",
  },
  "private.embedding_vectors": {
    embedding_id:
      "(select id from public.embeddings where embedding is null and workspace_id = tests.id('acme') limit 1)",
  },
  "private.invitation_tokens": {
    invitation_id: "(select id from public.workspace_invitations where email = 'hal@acme.test')",
    token_hash: "'\\x00'",
  },
  "private.revocations": { id: "gen_random_uuid()" },
  "private.notification_kinds": { kind: "'new_kind'" },
  "private.oauth_clients": { client_id: "'another'", is_current: "false" },
  "private.oauth_states": { state_hash: "'\\x00'" },
  "private.job_log": { job_id: "gen_random_uuid()" },
  "private.jobs": { unique_key: "'new'" },
  "private.label_pushes": {
    conversation_id: "(select id from public.conversations where subject = 'Offer spare')",
    connection_id: "(select connection_id from public.conversations where subject = 'Offer spare')",
  },
  "private.mailbox_watches": {
    connection_id: "(select id from public.connections where address = 'spare@acme.test')",
  },
  "private.lines": { queue: "'spare'" },
  "private.message_copies": { provider_message_id: "'new'" },
  "private.message_sources": {
    message_id: "(select id from public.messages where provider_message_id = 'spare')",
  },
  "private.problems": { slug: "'new_problem'" },
  "private.project_budgets": { shard: "9" },
  "private.provider_limits": { provider: "'new'" },
  "private.queues": { name: "'new-queue'" },
  "private.bells": { number: "1000" },
  "private.worker_slots": { number: "1000" },
  "private.workspace_pauses": {
    workspace_id:
      "(select workspace_id from public.workspace_members where user_id = tests.id('cy'))",
  },
  "private.sync_cursors": { stream: "'new'" },
  "public.mailbox_audits": { on_date: "'2031-01-02'" },
  "public.sync_failures": { provider_message_id: "'new'" },
  "public.sync_gaps": { stream: "'new'" },
  "private.webhook_inbox": { provider_event_id: "'new'" },
};

export interface Row {
  /** A condition that picks exactly this row. */
  where: string;
  /** The row as JSON. */
  copy: string;
}

/** The seeded row of a variant; null when there is none. */
export async function findRow(
  sql: TransactionSql,
  table: Table,
  variant: Variant,
): Promise<Row | null> {
  const has = (column: string) => table.columns.some(({ name }) => name === column);
  const conditions = [special[table.name] ?? "true"];
  if (variant !== "only") conditions.push(`is_shared = ${variant === "shared"}`);
  if (has("owner_id")) {
    conditions.push(`owner_id = tests.id('${variant === "left" ? "dan" : "ada"}')`);
  }
  if (has("workspace_id")) conditions.push("workspace_id = tests.id('acme')");
  // A view has no key; ours hold one row each.
  const where = table.keys.length ? identity(table.keys) : "'true'";
  const [row] = await sql.unsafe(
    `select ${where} as where, to_jsonb(t)::text as copy from ${table.name} t
    where ${conditions.join(" and ")} order by 1 limit 1`,
  );
  return row ? { where: row.where, copy: row.copy } : null;
}

/** SQL that writes "a = '1' and b = '2'" for the key of a row. */
function identity(keys: string[]): string {
  return keys.map((key) => `format('%I = %L', '${key}', ${key})`).join(" || ' and ' || ");
}

/** The statements of one row: verb -> statement, with `update <column>` for every column. */
export function statementsFor(table: Table, row: Row): Map<string, string> {
  const copied = table.columns.filter(({ isGenerated }) => !isGenerated).map(({ name }) => name);
  const changes = { ...fresh[table.name] };
  if (table.keys.includes("id")) changes.id ??= "gen_random_uuid()";
  const values = copied.map((column) => changes[column] ?? `"${column}"`);
  const list = copied.map((column) => `"${column}"`).join(", ");
  const statements = new Map([
    ["read", `select 1 from ${table.name} where ${row.where}`],
    ["delete", `delete from ${table.name} where ${row.where}`],
    ["truncate", `truncate ${table.name} cascade`],
    [
      "insert",
      `insert into ${table.name} (${list}) select ${values.join(", ")}
        from jsonb_populate_record(null::${table.name}, $copy$${row.copy}$copy$)`,
    ],
  ]);
  for (const { name, isGenerated } of table.columns) {
    const value = isGenerated ? "default" : `"${name}"`;
    statements.set(
      `update ${name}`,
      `update ${table.name} set "${name}" = ${value} where ${row.where}`,
    );
  }
  return statements;
}

/** Whether a migration of ours made the table, and not an extension. */
export function isOurs(tableName: string): boolean {
  return /^(public|private|worker)\./.test(tableName);
}
