/** The inbox through supabase-js: what a frontend does from the list to an undo, and what a stranger gets. */
import { createClient } from "@supabase/supabase-js";
import { beforeAll, describe, expect, inject, test } from "vitest";
import type { Database } from "../../functions/_shared/database.types.ts";
import type { Client } from "../../scripts/demo/play-demo.ts";
import { newcomer, refusal } from "../support/people.ts";

const stack = inject("stack");
let ada: Client;
let cy: Client;
let workspace: string;

beforeAll(async () => {
  ada = (await newcomer(stack, "Ada")).client;
  cy = (await newcomer(stack, "Cy")).client;
  const { data } = await ada.from("workspaces").select("id").single().throwOnError();
  workspace = data.id;
  const { data: connection } = await ada.rpc("connect_mailbox_for_import", {
    workspace_id: workspace,
    address: "ada@inbox.test",
  }).throwOnError();
  const items = ["Invoice", "Lunch", "Contract"].map((subject, place) => ({
    reference: subject,
    provider_message_id: `import:${subject}`,
    internet_message_id: `<${subject}@globex.test>`,
    references: [],
    direction: "inbound",
    sender_address: "bob@globex.test",
    sender_name: "Bob Globex",
    recipients: [{ kind: "to", address: "ada@inbox.test", name: "Ada" }],
    subject,
    subject_base: subject.toLowerCase(),
    sent_at: new Date(Date.now() - (3 - place) * 60_000).toISOString(),
    text_full: `Please answer about the ${subject}`,
    text_new: `Please answer about the ${subject}`,
    automatic_kind: "human",
    automatic_confidence: 1,
    automatic_evidence: [],
    expects_reply: true,
    expects_reply_evidence: "Please answer",
    headers: {},
    attachments: [],
    content_hash: subject,
    text_for_embedding: subject,
    importance_score: 0.9,
    byte_count: 100,
    is_truncated: false,
  }));
  const worker = createClient<Database>(stack.url, stack.secretKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  await worker.schema("worker").rpc("store_messages", {
    connection_id: connection.id,
    items,
    as_of: new Date().toISOString(),
  }).throwOnError();
});

const list = async (filters: Record<string, unknown> = {}) =>
  (await ada.rpc("list_conversations", { workspace_id: workspace, ...filters }).throwOnError())
    .data.map(({ subject }) => subject);

async function idOf(subject: string): Promise<string> {
  const { data } = await ada.from("conversations").select("id").eq("subject", subject).single()
    .throwOnError();
  return data.id;
}

describe("the inbox through supabase-js", () => {
  test("INB-1 list, search, filter, page", async () => {
    expect(await list()).toEqual(["Contract", "Lunch", "Invoice"]);
    expect(await list({ search: "invo" })).toEqual(["Invoice"]);
    expect(await list({ search: "bob glo", needs_reply: true })).toHaveLength(3);
    const { data: first } = await ada.rpc("list_conversations", {
      workspace_id: workspace,
      page_size: 2,
    }).throwOnError();
    const last = first.at(-1)!;
    expect(await list({ before_at: last.last_message_at, before_id: last.id })).toEqual([
      "Invoice",
    ]);
  });

  test("INB-1 many at once, each with its result, and what was before for an undo", async () => {
    const ids = [await idOf("Lunch"), await idOf("Invoice")];
    const { data: changes } = await ada.rpc("archive_conversations", { conversation_ids: ids })
      .throwOnError();
    expect(changes.map(({ outcome, previous }) => [outcome, (previous as never)["archived_at"]]))
      .toEqual([["changed", null], ["changed", null]]);
    expect(await list()).toEqual(["Contract"]);
    await ada.rpc("archive_conversations", { conversation_ids: ids, is_archived: false })
      .throwOnError();
    expect(await list()).toHaveLength(3);
    const { data: counts } = await ada.rpc("folder_counts", { workspace_id: workspace }).single()
      .throwOnError();
    expect(counts).toMatchObject({ inbox: 3, unread: 3, waiting_on_us: 3, snoozed: 0 });
  });

  test("INB-1 INB-3 tag, open, and read in the feed what was done", async () => {
    const id = await idOf("Contract");
    const { data: tag } = await ada.rpc("create_tag", {
      workspace_id: workspace,
      name: "Deal",
      colour: "green",
    }).throwOnError();
    await ada.rpc("tag_conversations", { conversation_ids: [id], tag: "deal" }).throwOnError();
    const { data: opened } = await ada.rpc("open_conversation", {
      conversation_id: id,
      mark_read: true,
    }).throwOnError();
    expect(opened).toMatchObject({
      conversation: { subject: "Contract", unread_count: 0 },
      messages: [{ sender_name: "Bob Globex", text_new: "Please answer about the Contract" }],
      tags: [{ name: "deal", id: tag.id, colour: "green" }],
      earlier: null,
      nudge: null,
    });
    const { data: events } = await ada.rpc("list_activity", {
      workspace_id: workspace,
      conversation_id: id,
    }).throwOnError();
    expect(events.map(({ kind }) => kind).sort()).toEqual([
      "message_received",
      "read",
      "tag_added",
      "viewed",
    ]);
  });

  test("INB-1 errors carry slug, sentence and cure; Cy gets what an unknown id gets", async () => {
    const id = await idOf("Lunch");
    expect(
      await refusal(ada.rpc("snooze_conversations", {
        conversation_ids: [id],
        until: "2020-01-01T00:00:00Z",
      })),
    ).toMatchObject({ slug: "snooze_not_in_future", status: 422 });
    for (const wanted of [id, crypto.randomUUID()]) {
      expect(await refusal(cy.rpc("open_conversation", { conversation_id: wanted })))
        .toMatchObject({ slug: "conversation_not_found", status: 404 });
      expect(await refusal(cy.rpc("star_conversations", { conversation_ids: [wanted] })))
        .toMatchObject({ slug: "conversation_not_found", status: 404 });
    }
    const { data: feed } = await cy.rpc("list_activity", { workspace_id: workspace })
      .throwOnError();
    expect(feed).toEqual([]);
  });
});
