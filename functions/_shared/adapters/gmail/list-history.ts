/** https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.history/list */
import { z } from "zod";
import { ProviderError } from "../../http/provider-error.ts";
import type { ProviderFetch } from "../../http/provider-fetch.ts";
import type { ChangePage, MailboxChange } from "../../ports/mailbox.ts";
import { readAnswer } from "./read-answer.ts";

const position = z.coerce.string().regex(/^\d+$/);
const message = z.object({
  id: z.string().min(1),
  threadId: z.string().default(""),
  labelIds: z.array(z.string()).default([]),
});
const ofMessage = z.array(z.object({ message })).default([]);
const ofLabels = z.array(z.object({ message, labelIds: z.array(z.string()).default([]) }))
  .default([]);
const answer = z.object({
  history: z.array(z.object({
    id: position,
    messagesAdded: ofMessage,
    messagesDeleted: ofMessage,
    labelsAdded: ofLabels,
    labelsRemoved: ofLabels,
  })).default([]),
  nextPageToken: z.string().optional(),
  historyId: position,
});
type HistoryRecord = z.infer<typeof answer>["history"][number];

const PAGE_SIZE = 500;

/** All kinds of changes: no `historyTypes`, whose plural would silently fit nothing. Null when the place is too old (404). */
export async function listHistory(
  gmail: ProviderFetch,
  startHistoryId: string,
  pageToken: string | null,
): Promise<ChangePage | null> {
  const operation = "history.list";
  const query = {
    startHistoryId,
    maxResults: String(PAGE_SIZE),
    ...(pageToken && { pageToken }),
  };
  try {
    const found = readAnswer(
      operation,
      answer,
      await gmail({ operation, method: "GET", path: "gmail/v1/users/me/history", query }),
    );
    return {
      records: found.history.map((record) => ({ position: record.id, changes: changesOf(record) })),
      nextPageToken: found.nextPageToken ?? null,
      position: found.historyId,
    };
  } catch (error) {
    if (error instanceof ProviderError && error.status === 404) return null;
    throw error;
  }
}

function changesOf(record: HistoryRecord): MailboxChange[] {
  return [
    ...record.messagesAdded.map(({ message: { labelIds, ...ref } }) => ({
      kind: "added" as const,
      message: ref,
      labels: labelIds,
    })),
    ...record.labelsAdded.map(({ message: { labelIds: _, ...ref }, labelIds }) => ({
      kind: "labels_added" as const,
      message: ref,
      labels: labelIds,
    })),
    ...record.labelsRemoved.map(({ message: { labelIds: _, ...ref }, labelIds }) => ({
      kind: "labels_removed" as const,
      message: ref,
      labels: labelIds,
    })),
    ...record.messagesDeleted.map(({ message: { id, threadId } }) => ({
      kind: "removed" as const,
      message: { id, threadId },
    })),
  ];
}
