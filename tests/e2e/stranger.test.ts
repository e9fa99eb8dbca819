/** Cy, a stranger, at the front door: every table and every verb, with ids that exist. Ada is the control. */
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type Client, signIn } from "../../scripts/demo/play-demo.ts";
import { anonymous } from "../support/people.ts";
import { addMemoryRows } from "./stranger-rows.ts";

const stack = inject("stack");
const ACME = "00000000-0000-4000-8000-0000000ac3e0";
const CY = "00000000-0000-4000-8000-0000000000c1";
const UNKNOWN = "00000000-0000-4000-8000-00000000dead";
const sql = postgres(stack.databaseUrl, { max: 2, onnotice: () => {} });
// Names come from the catalogue, so a table nobody thought of is asked too; the generated types cannot know them.
const table = (client: Client, name: string) => client.from(name as "messages");

let ada: Client;
let cy: Client;
let tables: { name: string; tenant_column: string; writable: string | null }[];
let cellCount = 0;

beforeAll(async () => {
  ada = await signIn(stack, "ada@acme.test");
  cy = await signIn(stack, "cy@elsewhere.test");
  await sql`update public.workspaces set voice_guidelines = voice_guidelines || '!' where id = ${ACME}`;
  await ada.rpc("suppress_address", { workspace_id: ACME, address: "never@globex.test" })
    .throwOnError();
  await ada.rpc("create_tag", { workspace_id: ACME, name: "stranger" }).throwOnError();
  await ada.rpc("set_holiday", { workspace_id: ACME, on_date: "2031-01-01", name: "New Year" })
    .throwOnError();
  const { data: calendar } = await ada.rpc("my_calendar", { workspace_id: ACME }).throwOnError();
  const { data: event } = await ada.rpc("create_event", {
    calendar_id: calendar.id,
    event: { starts_on: "2031-01-01", attendees: ["bob@globex.test"] },
  }).throwOnError();
  await sql`insert into public.calendar_changes (workspace_id, owner_id, calendar_id, event_id, action, provider_event_id, notify, state, finished_at)
    values (${ACME}, ${event.owner_id}, ${calendar.id}, ${event.id}, 'update', 'x', 'nobody', 'applied', now())`;
  await ada.rpc("invite_member", { workspace_id: ACME, email: `guest-${Date.now()}@acme.test` })
    .throwOnError();
  const [conversation] = await sql`select id, owner_id, connection_id from public.conversations
    where workspace_id = ${ACME} and owner_id <> ${CY} order by created_at limit 1`;
  await sql`insert into public.outbound_messages (workspace_id, owner_id, connection_id, conversation_id, kind, state, state_reason,
      recipient_address, subject, body, internet_message_id, content_hash, approved_via, not_before, not_after)
    values (${ACME}, ${conversation!.owner_id}, ${conversation!.connection_id}, ${
    conversation!.id
  }, 'nudge', 'cancelled', 'test',
      'bob@globex.test', 'Hi', 'Hello', ${`<stranger-${Date.now()}@acme.test>`}, 'x', 'app', now(), now())`;
  const [message] =
    await sql`select id, owner_id from public.messages where workspace_id = ${ACME} limit 1`;
  await sql`insert into public.attachments (workspace_id, owner_id, message_id, part_id, content_type, byte_count, content_hash)
    values (${ACME}, ${message!.owner_id}, ${
    message!.id
  }, ${`s${Date.now()}`}, 'text/plain', 1, 'x')`;
  await sql`insert into public.ai_actions (workspace_id, owner_id, action, subject_type, subject_id, provider, model, is_offline, prompt_version, latency_ms, outcome)
    values (${ACME}, '00000000-0000-4000-8000-00000000ada1', 'draft_nudge', 'nudge', gen_random_uuid(), 'offline', 'x', true, 'x', 1, 'ok')`;
  await sql`insert into public.mailbox_audits (workspace_id, owner_id, connection_id, on_date, direction, provider_count, stored_count, audited_at)
    select workspace_id, owner_id, id, '2000-01-01', 'inbound', 1, 1, now() from public.connections where workspace_id = ${ACME} on conflict do nothing`;
  await sql`insert into public.sync_failures (workspace_id, owner_id, connection_id, provider_message_id, reason)
    select workspace_id, owner_id, id, 'stranger', 'test' from public.connections where workspace_id = ${ACME} on conflict do nothing`;
  await sql`insert into public.sync_gaps (workspace_id, owner_id, connection_id, stream, from_cursor, to_cursor, since, closed_at)
    select workspace_id, owner_id, id, 'mail', 1, 2, now(), now() from public.connections where workspace_id = ${ACME}`;
  await addMemoryRows(sql, ACME);
  tables = await sql`
    select c.relname as name,
      case when c.relname = 'workspaces' then 'id' when c.relname = 'profiles' then 'id' else 'workspace_id' end as tenant_column,
      (select min(p.column_name) from information_schema.column_privileges p
        where p.table_schema = 'public' and p.table_name = c.relname and p.grantee = 'authenticated' and p.privilege_type = 'UPDATE') as writable
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') order by 1`;
});
afterAll(async () => {
  console.log(`Stranger matrix: ${cellCount} cells over ${tables.length} tables`);
  await sql.end();
});

const tenant = (name: string) =>
  name === "profiles" ? "00000000-0000-4000-8000-00000000ada1" : ACME;

describe("Cy", () => {
  test("SEC-1 TEN-4 reads no row of Acme from any table, nor does anybody without a session; Ada reads some from each", async () => {
    const nobody = anonymous(stack);
    for (const { name, tenant_column } of tables) {
      const control = await table(ada, name).select("*", { count: "exact" }).eq(
        tenant_column,
        tenant(name),
      ).limit(1);
      expect(control.error, name).toBeNull();
      expect(control.count, `${name}: Ada sees no row, so this proves nothing`).toBeGreaterThan(0);
      const { data, count, error } = await table(cy, name).select("*", { count: "exact" }).eq(
        tenant_column,
        tenant(name),
      );
      expect({ name, data, count, error }).toEqual({ name, data: [], count: 0, error: null });
      const refused = await table(nobody, name).select("*");
      expect({ name, code: refused.error?.code }).toEqual({ name, code: "42501" });
      cellCount += 3;
    }
  });

  test("SEC-1 writes nothing of Acme's, by no verb", async () => {
    for (const { name, tenant_column, writable } of tables) {
      const before =
        await sql`select count(*)::int as count, md5(string_agg(t::text, '' order by t::text)) as hash from ${
          sql(`public.${name}`)
        } t`;
      const inserted = await table(cy, name).insert({ [tenant_column]: tenant(name) } as never);
      expect({ name, refused: inserted.error?.code }).toEqual({ name, refused: "42501" });
      const deleted = await table(cy, name).delete().eq(tenant_column, tenant(name));
      expect({ name, refused: deleted.error?.code }).toEqual({ name, refused: "42501" });
      const updated = await table(cy, name).update({ [writable ?? tenant_column]: null } as never)
        .eq(tenant_column, tenant(name)).select();
      expect(updated.error?.code ?? updated.data, name).toEqual(writable ? [] : "42501");
      const after =
        await sql`select count(*)::int as count, md5(string_agg(t::text, '' order by t::text)) as hash from ${
          sql(`public.${name}`)
        } t`;
      expect({ name, ...after[0] }).toEqual({ name, ...before[0] });
      cellCount += 3;
    }
  });

  test("SEC-1 counts nothing of Acme's by the statistics of the planner; an exact count works", async () => {
    const [problem] = await sql`select slug as message, sentence as details, cure as hint
      from private.problems where slug = 'count_not_exact'`;
    const counted = (client: Client, count: "exact" | "planned" | "estimated") =>
      client.from("messages").select("id", { count }).eq("workspace_id", ACME).limit(1);
    for (const count of ["planned", "estimated"] as const) {
      for (const client of [cy, ada, anonymous(stack)]) {
        const { status, error, count: rows } = await counted(client, count);
        expect({ status, ...error, rows }).toEqual({
          status: 400,
          code: "PT400",
          ...problem,
          rows: null,
        });
        cellCount += 1;
      }
    }
    expect(await counted(cy, "exact")).toMatchObject({ error: null, count: 0 });
    expect((await counted(ada, "exact")).count).toBeGreaterThan(0);
  });

  test("SEC-1 gets the same answer about Acme's ids as about ids that do not exist", async () => {
    const [ids] = await sql`select
      (select id from public.conversations where workspace_id = ${ACME} limit 1) as conversation,
      (select id from public.nudges where workspace_id = ${ACME} limit 1) as nudge,
      (select id from public.connections where workspace_id = ${ACME} limit 1) as connection,
      (select id from public.workspace_invitations where workspace_id = ${ACME} limit 1) as invitation`;
    const calls: [
      string,
      (id: string) => PromiseLike<{ error: unknown; data: unknown }>,
      string,
    ][] = [
      ["list_team", (id) => cy.rpc("list_team", { workspace_id: id }), ACME],
      [
        "invite_member",
        (id) => cy.rpc("invite_member", { workspace_id: id, email: "x@elsewhere.test" }),
        ACME,
      ],
      ["leave_workspace", (id) => cy.rpc("leave_workspace", { workspace_id: id }), ACME],
      [
        "transfer_ownership",
        (id) => cy.rpc("transfer_ownership", { workspace_id: id, new_owner_id: CY }),
        ACME,
      ],
      [
        "change_member_role",
        (id) => cy.rpc("change_member_role", { workspace_id: id, user_id: CY, role: "owner" }),
        ACME,
      ],
      ["remove_member", (id) => cy.rpc("remove_member", { workspace_id: id, user_id: CY }), ACME],
      [
        "set_admin_visibility",
        (id) => cy.rpc("set_admin_visibility", { workspace_id: id, is_on: true }),
        ACME,
      ],
      ["workspace_counts", (id) => cy.rpc("workspace_counts", { workspace_id: id }), ACME],
      [
        "suppress_address",
        (id) => cy.rpc("suppress_address", { workspace_id: id, address: "x@globex.test" }),
        ACME,
      ],
      [
        "connect_mailbox_for_import",
        (id) =>
          cy.rpc("connect_mailbox_for_import", { workspace_id: id, address: "cy@elsewhere.test" }),
        ACME,
      ],
      ["list_conversations", (id) => cy.rpc("list_conversations", { workspace_id: id }), ACME],
      [
        "list_activity",
        (id) => cy.rpc("list_activity", { workspace_id: ACME, conversation_id: id }),
        ids!.conversation,
      ],
      ["folder_counts", (id) => cy.rpc("folder_counts", { workspace_id: id }), ACME],
      [
        "open_conversation",
        (id) => cy.rpc("open_conversation", { conversation_id: id }),
        ids!.conversation,
      ],
      [
        "explain_follow_up",
        (id) => cy.rpc("explain_follow_up", { conversation_id: id }),
        ids!.conversation,
      ],
      [
        "resolve_conversations",
        (id) => cy.rpc("resolve_conversations", { conversation_ids: [id] }),
        ids!.conversation,
      ],
      [
        "share_conversation",
        (id) => cy.rpc("share_conversation", { conversation_id: id }),
        ids!.conversation,
      ],
      [
        "share_connection",
        (id) => cy.rpc("share_connection", { connection_id: id }),
        ids!.connection,
      ],
      [
        "add_own_address",
        (id) => cy.rpc("add_own_address", { connection_id: id, address: "cy@elsewhere.test" }),
        ids!.connection,
      ],
      [
        "approve_nudge",
        (id) => cy.rpc("approve_nudge", { nudge_id: id, draft_version: 1 }),
        ids!.nudge,
      ],
      ["cancel_nudge", (id) => cy.rpc("cancel_nudge", { nudge_id: id }), ids!.nudge],
      [
        "revoke_invitation",
        (id) => cy.rpc("revoke_invitation", { invitation_id: id }),
        ids!.invitation,
      ],
      [
        "resend_invitation",
        (id) => cy.rpc("resend_invitation", { invitation_id: id }),
        ids!.invitation,
      ],
    ];
    for (const [name, call, real] of calls) {
      const about = async (id: string) => {
        const { error, data } = await call(id);
        return { name, error: error ? { ...(error as object) } : null, data };
      };
      expect(await about(real)).toEqual(await about(UNKNOWN));
      cellCount += 1;
    }
  });
});
