/** https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/list */
import { z } from "zod";
import { isMessageId } from "../../domain/outgoing/message-id.ts";
import { ProviderError } from "../../http/provider-error.ts";
import type { ProviderFetch } from "../../http/provider-fetch.ts";
import type { FoundMail } from "../../ports/mail-provider.ts";

const listAnswer = z.object({
  messages: z.array(z.object({ id: z.string(), threadId: z.string() })).default([]),
});

/**
 * The mail with this Message-ID in any folder, spam and trash included: a mail somebody has thrown away since was
 * sent all the same.
 * @throws {ProviderError}
 */
export async function findByMessageId(
  gmail: ProviderFetch,
  internetMessageId: string,
): Promise<FoundMail | null> {
  // Ids of others come from their mails: one with a space in it would be a search of their choosing.
  if (!isMessageId(internetMessageId)) return null;
  const answer = await gmail({
    operation: "messages.list",
    method: "GET",
    path: "gmail/v1/users/me/messages",
    query: {
      q: `rfc822msgid:${internetMessageId.slice(1, -1)}`,
      includeSpamTrash: "true",
      maxResults: "1",
    },
  });
  const parsed = listAnswer.safeParse(answer);
  if (!parsed.success) {
    throw new ProviderError({
      errorClass: "transient",
      effect: "none",
      slug: "provider_answer_unreadable",
      message: "Cannot look up mail: the answer of gmail has another form",
    });
  }
  const [found] = parsed.data.messages;
  return found ? { providerMessageId: found.id, providerThreadId: found.threadId } : null;
}
