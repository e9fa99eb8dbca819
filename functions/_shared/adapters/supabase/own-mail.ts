/** The own-mail port as the person, under row level security: what they may not read is neither found nor counted. */
import { z } from "zod";
import type { FoundPerson, OwnConversation, OwnMail, OwnMessage } from "../../ports/own-mail.ts";
import { type DatabaseClient, DatabaseError } from "./call-worker.ts";
import { iso, nullableIso } from "./moments.ts";

const messageRow = z.object({
  id: z.guid(),
  owner_id: z.guid(),
  conversation_id: z.guid(),
  connection_id: z.guid(),
  direction: z.enum(["inbound", "outbound"]),
  sender_address: z.string(),
  sender_name: z.string().nullable(),
  recipients: z.array(z.object({
    kind: z.string().catch("to"),
    address: z.string().catch(""),
    name: z.string().nullish().transform((name) => name ?? null),
  })).catch([]),
  subject: z.string(),
  sent_at: iso,
  text_new: z.string(),
  automatic_kind: z.string(),
  expects_reply: z.boolean(),
  expects_reply_evidence: z.string().nullable(),
  content_hash: z.string(),
  priority: z.string().nullish(),
  needs_reply: z.boolean().nullish(),
});

function readMessage(row: z.infer<typeof messageRow>): OwnMessage {
  return {
    id: row.id,
    ownerId: row.owner_id,
    conversationId: row.conversation_id,
    connectionId: row.connection_id,
    direction: row.direction,
    senderAddress: row.sender_address,
    senderName: row.sender_name,
    recipients: row.recipients,
    subject: row.subject,
    sentAt: row.sent_at,
    text: row.text_new,
    automaticKind: row.automatic_kind,
    asks: row.expects_reply ? row.expects_reply_evidence : null,
    contentHash: row.content_hash,
    priority: row.priority ?? null,
    needsReply: row.needs_reply ?? null,
  };
}

const conversationRow = z.object({
  id: z.guid(),
  owner_id: z.guid(),
  subject: z.string(),
  participant_addresses: z.array(z.string()),
  contact_id: z.guid().nullable(),
  status: z.string(),
  waiting_on: z.enum(["us", "them", "nobody"]),
  waiting_since: nullableIso,
  waiting_evidence: z.string().nullable(),
  asked_message_id: z.guid().nullable(),
  head_message_id: z.guid().nullable(),
  needs_reply: z.boolean().nullable(),
  priority: z.string(),
  is_automated: z.boolean(),
  preview: z.string(),
  last_message_at: nullableIso,
  last_inbound_at: nullableIso,
  last_outbound_at: nullableIso,
});

function readConversation(row: z.infer<typeof conversationRow>): OwnConversation {
  return {
    id: row.id,
    ownerId: row.owner_id,
    subject: row.subject,
    participants: row.participant_addresses,
    contactId: row.contact_id,
    status: row.status,
    waitingOn: row.waiting_on,
    waitingSince: row.waiting_since,
    waitingEvidence: row.waiting_evidence,
    askedMessageId: row.asked_message_id,
    headMessageId: row.head_message_id,
    needsReply: row.needs_reply,
    priority: row.priority,
    isAutomated: row.is_automated,
    preview: row.preview,
    lastMessageAt: row.last_message_at,
    lastInboundAt: row.last_inbound_at,
    lastOutboundAt: row.last_outbound_at,
  };
}

const personRow = z.object({
  contact_id: z.guid(),
  display_name: z.string().nullable(),
  addresses: z.array(z.string()),
  match: z.enum(["address", "name", "organisation", "near"]),
});

const seenRow = z.object({
  message_count: z.int(),
  untriaged_count: z.int(),
  connections: z.array(z.object({
    connection_id: z.guid(),
    name: z.string(),
    provider: z.string(),
    status: z.string(),
    is_importing: z.boolean(),
    read_until: nullableIso,
    backfill_state: z.string().nullable(),
    backfill_since: nullableIso,
    unreadable_count: z.coerce.number(),
  })),
});

const COLUMNS =
  "id, owner_id, conversation_id, connection_id, direction, sender_address, sender_name, recipients, subject, sent_at, text_new, automatic_kind, " +
  "expects_reply, expects_reply_evidence, content_hash";
const MAX_ROWS = 200;

/** @param client of the person who asks */
export function createOwnMail(
  client: DatabaseClient,
  { userId, workspaceId }: { userId: string; workspaceId: string },
): OwnMail {
  const range = (window: { fromAt: string; untilAt: string } | null) =>
    window ? { from_at: window.fromAt, until_at: window.untilAt } : {};
  const read = <Row>(
    operation: string,
    { data, error }: { data: unknown; error: { code: string; message: string } | null },
    row: z.ZodType<Row>,
  ): Row[] => {
    if (error) throw new DatabaseError(operation, error.code, error.message);
    return z.array(row).parse(data);
  };
  return {
    async messages({ window, connectionIds, addresses, maxCount }) {
      const answer = await client.rpc("list_messages", {
        workspace_id: workspaceId,
        page_size: Math.min(maxCount, MAX_ROWS),
        ...range(window),
        ...(connectionIds && { connection_ids: connectionIds }),
        ...(addresses && { addresses }),
      });
      return read("list_messages", answer, messageRow).map(readMessage);
    },
    async messagesOf(of) {
      const all = client.from("messages").select(COLUMNS).eq("workspace_id", workspaceId)
        // what full admin visibility shows is no mail of theirs
        .or(`owner_id.eq.${userId},is_shared.eq.true`);
      const answer =
        await ("ids" in of
          ? all.in("id", of.ids.slice(0, MAX_ROWS))
          : all.in("conversation_id", of.conversationIds.slice(0, MAX_ROWS)))
          .order("sent_at", { ascending: false }).limit(MAX_ROWS);
      return read("messages", answer, messageRow).map(readMessage);
    },
    async seen({ window, connectionIds }) {
      const { data, error } = await client.rpc("answer_coverage", {
        workspace_id: workspaceId,
        ...range(window),
        ...(connectionIds && { connection_ids: connectionIds }),
      });
      if (error) throw new DatabaseError("answer_coverage", error.code, error.message);
      const row = seenRow.parse(data);
      return {
        messageCount: row.message_count,
        untriagedCount: row.untriaged_count,
        accounts: row.connections.map((one) => ({
          connectionId: one.connection_id,
          name: one.name,
          provider: one.provider,
          status: one.status,
          isImporting: one.is_importing,
          readUntil: one.read_until,
          backfillState: one.backfill_state,
          backfillSince: one.backfill_since,
          unreadableCount: one.unreadable_count,
        })),
      };
    },
    async people(name) {
      const answer = await client.rpc("find_people", {
        workspace_id: workspaceId,
        name,
        max_count: 50,
      });
      return read("find_people", answer, personRow).map(readPerson);
    },
    async personById(contactId) {
      const contact = await client.from("contacts").select("id, display_name")
        .eq("workspace_id", workspaceId).eq("id", contactId)
        .or(`owner_id.eq.${userId},is_shared.eq.true`).maybeSingle();
      if (contact.error) {
        throw new DatabaseError("contacts", contact.error.code, contact.error.message);
      }
      if (!contact.data) return null;
      const { data, error } = await client.from("contact_methods").select("value")
        .eq("workspace_id", workspaceId).eq("contact_id", contactId);
      if (error) throw new DatabaseError("contact_methods", error.code, error.message);
      const addresses = data.map(({ value }) => value);
      const { display_name } = contact.data;
      return readPerson({ contact_id: contactId, display_name, addresses, match: "address" });
    },
    async conversations(of) {
      if ("addresses" in of) {
        const answer = await client.rpc("list_conversations_with", {
          workspace_id: workspaceId,
          addresses: of.addresses,
          page_size: 100,
        });
        return read("list_conversations_with", answer, conversationRow).map(readConversation);
      }
      if ("ids" in of) {
        const answer = await client.from("conversations").select().eq("workspace_id", workspaceId)
          .in("id", of.ids.slice(0, MAX_ROWS)).or(`owner_id.eq.${userId},is_shared.eq.true`);
        return read("conversations", answer, conversationRow).map(readConversation);
      }
      const answer = await client.rpc("list_conversations", {
        workspace_id: workspaceId,
        ...("needsReply" in of ? { needs_reply: true } : { waiting_on: of.waitingOn }),
        audience: "mine",
        page_size: of.maxCount,
      });
      return read("list_conversations", answer, conversationRow).map(readConversation);
    },
  };
}

function readPerson(row: z.infer<typeof personRow>): FoundPerson {
  const { contact_id: contactId, addresses, match } = row;
  return { contactId, name: row.display_name ?? addresses[0] ?? "", addresses, match };
}
