/** What the provider has against what we hold, mailbox by mailbox: the audit of a simulated week. */
import type { Sql } from "postgres";
import type { EventFields } from "../../../scripts/local/emulators/google-lab/calendar/event.ts";
import { momentOf } from "../../../scripts/local/emulators/google-lab/calendar/times.ts";
import type { ConnectedMailbox } from "./people.ts";

export interface Difference {
  mailbox: string;
  what: string;
  id: string;
}

/**
 * Differences of everything that must be here: mails that are no drafts and not thrown away, events that are on. Of what no
 * worker reads nothing is expected.
 */
export async function compareWithProvider(
  sql: Sql,
  connected: ConnectedMailbox[],
  workers: string[],
): Promise<{ compared: number; differences: Difference[] }> {
  const differences: Difference[] = [];
  let compared = 0;
  for (const { mailbox, connectionId } of connected) {
    const tell = (what: string, id: string) =>
      differences.push({ mailbox: mailbox.address, what, id });
    if (workers.includes("sync-gmail")) {
      compared += await compareMails(sql, mailbox, connectionId, tell);
    }
    if (workers.includes("sync-calendar")) {
      compared += await compareEvents(sql, mailbox, connectionId, tell);
    }
  }
  return { compared, differences };
}

type Tell = (what: string, id: string) => void;

async function compareMails(
  sql: Sql,
  mailbox: ConnectedMailbox["mailbox"],
  connectionId: string,
  tell: Tell,
): Promise<number> {
  const rows = await sql`
    select provider_message_id, internet_message_id, labels from public.messages
    where connection_id = ${connectionId} and removed_at is null`;
  const held = new Map(rows.map((row) => [row.provider_message_id as string, row]));
  const byMessageId = Map.groupBy(rows, (row) => row.internet_message_id as string | null);
  for (const [id, same] of byMessageId) if (id && same.length > 1) tell("message twice", id);
  let count = 0;
  for (const message of mailbox.gmail.newest()) {
    const { id, labelIds } = message;
    const row = held.get(id);
    held.delete(id);
    const isAside = labelIds.has("TRASH") || labelIds.has("SPAM");
    if (labelIds.has("DRAFT")) {
      if (row) tell("draft held", id);
      continue;
    }
    count++;
    if (!row) {
      if (!isAside) tell("message missing", id);
      continue;
    }
    const labels = [...labelIds].sort().join(" ");
    if (((row.labels ?? []) as string[]).toSorted().join(" ") !== labels) tell("labels differ", id);
  }
  for (const id of held.keys()) tell("message gone at the provider", id);
  return count;
}

async function compareEvents(
  sql: Sql,
  mailbox: ConnectedMailbox["mailbox"],
  connectionId: string,
  tell: Tell,
): Promise<number> {
  const rows = await sql`
    select e.provider_event_id, e.title, e.starts_at, e.starts_on::text as starts_on
    from public.calendar_events e join public.calendars c on c.id = e.calendar_id
    where c.connection_id = ${connectionId} and e.status <> 'cancelled'`;
  const held = new Map(rows.map((row) => [row.provider_event_id as string, row]));
  if (held.size < rows.length) tell("event twice", `${rows.length - held.size}`);
  const { entry, all } = mailbox.calendars.get("primary");
  let count = 0;
  for (const { fields } of all()) {
    if (fields.status === "cancelled") continue;
    count++;
    const row = held.get(fields.id);
    held.delete(fields.id);
    if (!row) tell("event missing", fields.id);
    else if (!isSame(row, fields, entry.timeZone)) tell("event differs", fields.id);
  }
  for (const id of held.keys()) tell("event gone at the provider", id);
  return count;
}

function isSame(
  row: { title?: string; starts_at?: Date | null; starts_on?: string | null },
  fields: EventFields,
  zone: string,
): boolean {
  const startsThen = fields.start.date === undefined
    ? row.starts_at?.getTime() === momentOf(fields.start, zone)
    : row.starts_on === fields.start.date;
  return startsThen && row.title === fields.summary;
}
