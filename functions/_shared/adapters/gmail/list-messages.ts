/** https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/list */
import { z } from "zod";
import type { ProviderFetch } from "../../http/provider-fetch.ts";
import type { ListQuery, MessagePage } from "../../ports/mailbox.ts";
import { readAnswer } from "./read-answer.ts";

const answer = z.object({
  messages: z.array(z.object({ id: z.string().min(1), threadId: z.string().min(1) })).default([]),
  nextPageToken: z.string().optional(),
  resultSizeEstimate: z.int().default(0),
});

export async function listMessages(gmail: ProviderFetch, query: ListQuery): Promise<MessagePage> {
  const operation = "messages.list";
  const found = readAnswer(
    operation,
    answer,
    await gmail({
      operation,
      method: "GET",
      path: "gmail/v1/users/me/messages",
      query: {
        q: searchFor(query),
        maxResults: String(query.pageSize),
        includeSpamTrash: String(query.withSpamTrash ?? false),
        ...(query.label && { labelIds: query.label }),
        ...(query.pageToken && { pageToken: query.pageToken }),
      },
    }),
  );
  return {
    messages: found.messages,
    nextPageToken: found.nextPageToken ?? null,
    estimatedCount: found.resultSizeEstimate,
  };
}

/** Seconds since 1970, because days would be days of California: https://developers.google.com/workspace/gmail/api/guides/filtering */
function searchFor({ since, until }: ListQuery): string {
  return [
    "-in:drafts -in:chats",
    ...(since ? [`after:${Math.floor(since.getTime() / 1000)}`] : []),
    ...(until ? [`before:${Math.floor(until.getTime() / 1000)}`] : []),
  ].join(" ");
}
