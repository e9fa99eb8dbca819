/** Mails through the normaliser and worker.store_messages(), as the ingest door does it. */
import type { Sql } from "postgres";
import { normaliseMail } from "../../../functions/_shared/domain/mail/normalise-mail.ts";
import type { NormalisedMessage } from "../../../functions/_shared/domain/mail/message.ts";
import { OWN_ADDRESS } from "../synthetic-mails.ts";

export interface Stored {
  reference: string;
  outcome: string;
  message_id: string | null;
  new_contact_count: number;
}

/** A mailbox of Cy's, so that what is stored there plans nothing for the people whose mail the other faults send. */
export async function mailboxOfCy(sql: Sql): Promise<string> {
  const [row] = await sql`
    select tests.connection('cy', m.workspace_id) as id
    from public.workspace_members m where m.user_id = tests.id('cy')`;
  return row!.id;
}

/** One call for all of them; the raw bytes travel along as they do at the door. */
export async function storeMessages(
  sql: Sql,
  connectionId: string,
  messages: NormalisedMessage[],
  raws: Uint8Array[] = [],
): Promise<Stored[]> {
  const items = messages.map((message, at) => ({
    ...message,
    raw_base64: raws[at] ? Buffer.from(raws[at]).toString("base64") : null,
  }));
  const [row] = await sql`
    select worker.store_messages(${connectionId}, ${
    sql.json(items)
  }, '2026-06-01T00:00:00Z') as results`;
  return row!.results;
}

export function readMail(raw: Uint8Array, reference = "r"): NormalisedMessage {
  return normaliseMail(raw, { reference, ownAddresses: [OWN_ADDRESS] });
}
