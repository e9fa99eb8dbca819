/** What was written for people, as it stands in the database. */
import type { Sql } from "postgres";

interface Draft {
  subject: string;
  workspaceId: string;
  status: string;
  flags: string[];
  body: string | null;
  /** Addresses it goes to, and those that stand in the stored headers it may be derived from. */
  recipients: string[];
  inHeaders: string[];
  /** The model's words could not be used, so they are gone. */
  wasRefused: boolean;
}

export interface Nudge extends Draft {
  approvedVia: string | null;
}

export interface Reply extends Draft {
  hasLeft: boolean;
}

/** A person looks at it first, and is told at what; or the words of the model are not used at all. */
export function isHeld({ flags, wasRefused }: Draft): boolean {
  return flags.length > 0 || wasRefused;
}

/** A nudge goes to whom the owner wrote last. */
export function readNudges(sql: Sql, workspaces: string[]): Promise<Nudge[]> {
  return sql<Nudge[]>`
    select c.subject, n.workspace_id as "workspaceId", n.status, n.flags, n.body, o.approved_via as "approvedVia",
      n.status = 'failed' and n.status_reason = 'ai_answer_refused' as "wasRefused",
      array[n.recipient_address::text] as recipients,
      (select array_agg(distinct r ->> 'address') from public.messages m, jsonb_array_elements(m.recipients) r
        where m.conversation_id = c.id and m.direction = 'outbound') as "inHeaders"
    from public.nudges n join public.conversations c on c.id = n.conversation_id
    left join public.outbound_messages o on o.id = n.outbound_message_id
    where n.workspace_id = any (${workspaces})`;
}

/** An answer goes to whoever the answered mail says wrote it, or wants it. */
export function readReplies(sql: Sql, workspaces: string[]): Promise<Reply[]> {
  return sql<Reply[]>`
    select c.subject, d.workspace_id as "workspaceId", d.status, d.flags, d.body,
      coalesce(d.fallback_reason = 'ai_answer_refused', false) as "wasRefused",
      d.outbound_message_id is not null or d.status in ('approved', 'sending', 'sent') as "hasLeft",
      array[d.recipient_address::text] || array(select r ->> 'address' from jsonb_array_elements(d.other_recipients) r) as recipients,
      array[m.sender_address::text] || array(select r ->> 'address' from jsonb_array_elements(m.recipients) r) as "inHeaders"
    from public.message_drafts d join public.conversations c on c.id = d.conversation_id
    left join public.messages m on m.id = d.reply_to_message_id
    where d.workspace_id = any (${workspaces})`;
}
