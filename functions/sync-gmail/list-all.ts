import type { ListQuery, MailboxReader, MessageRef } from "../_shared/ports/mailbox.ts";

/** Every message a query finds, newest first: 500 for the price of one call. */
export async function listAll(
  gmail: MailboxReader,
  query: Omit<ListQuery, "pageSize" | "pageToken">,
): Promise<MessageRef[]> {
  const found: MessageRef[] = [];
  let pageToken: string | null = null;
  do {
    const page = await gmail.list({ ...query, pageSize: 500, pageToken });
    found.push(...page.messages);
    pageToken = page.nextPageToken;
  } while (pageToken !== null);
  return found;
}
