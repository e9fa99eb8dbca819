/**
 * Everything a person sees of mail and calendar, without what depends on when it was noticed: ids of ours, moments of reading
 * and storing. Two runs that end the same have the same hash.
 */
import { createHash } from "node:crypto";
import type { Sql } from "postgres";

export interface WeekState {
  hash: string;
  /** Hash and number of rows of each part. */
  parts: Record<string, { hash: string; count: number }>;
  /** Rows as text, to show where two states differ. */
  rows: Record<string, string[]>;
}

/** Instances are written some hundred days ahead, from the day of writing on; only the near ones must be equal. */
export async function readState(sql: Sql, from: Date, until: Date): Promise<WeekState> {
  const parts: Record<string, Promise<{ row: unknown }[]>> = {
    messages: sql`
      select jsonb_build_array(c.address, m.provider_message_id, m.internet_message_id, m.direction, m.sender_address,
        m.recipients, m.subject, m.sent_at, m.text_new, array(select unnest(m.labels) order by 1),
        m.read_at is not null, m.expects_reply, m.automatic_kind) as row
      from public.messages m join public.connections c on c.id = m.connection_id where m.removed_at is null`,
    attachments: sql`
      select jsonb_build_array(c.address, m.provider_message_id, to_jsonb(a) - array['id', 'workspace_id', 'owner_id',
        'message_id', 'created_at', 'updated_at']) as row
      from public.attachments a join public.messages m on m.id = a.message_id
      join public.connections c on c.id = m.connection_id where m.removed_at is null`,
    conversations: sql`
      select jsonb_build_array(a.address, v.subject, v.waiting_on, v.is_starred, v.archived_at is not null,
        array(select m.provider_message_id from public.messages m
          where m.conversation_id = v.id and m.removed_at is null order by 1)) as row
      from public.conversations v join public.connections a on a.id = v.connection_id
      where exists (select 1 from public.messages m where m.conversation_id = v.id and m.removed_at is null)`,
    events: sql`
      select jsonb_build_array(a.address, e.provider_event_id, e.status, e.title, e.is_all_day, e.starts_at, e.ends_at,
        e.starts_on, e.ends_on, e.recurrence, e.recurring_event_id, e.original_starts_at,
        (select jsonb_agg(jsonb_build_array(p.address, p.response) order by p.address)
          from public.calendar_attendees p where p.event_id = e.id)) as row
      from public.calendar_events e join public.calendars c on c.id = e.calendar_id
      join public.connections a on a.id = c.connection_id where e.status <> 'cancelled'`,
    instances: sql`
      select jsonb_build_array(a.address, e.provider_event_id, i.starts_at, i.ends_at, i.is_busy) as row
      from public.calendar_instances i join public.calendar_events e on e.id = i.event_id
      join public.calendars c on c.id = i.calendar_id join public.connections a on a.id = c.connection_id
      where i.starts_at >= ${from} and i.starts_at < ${until}`,
  };
  const state: WeekState = { hash: "", parts: {}, rows: {} };
  for (const [name, query] of Object.entries(parts)) {
    const rows = (await query).map(({ row }) => JSON.stringify(row)).sort();
    state.rows[name] = rows;
    state.parts[name] = { hash: hashOf(rows.join("\n")), count: rows.length };
  }
  state.hash = hashOf(JSON.stringify(state.parts));
  return state;
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
