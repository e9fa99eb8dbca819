import type { OwnConversation } from "../../_shared/ports/own-mail.ts";
import type { PromptWorld } from "./agent.ts";

/** The message by which a conversation counts to an account. */
export const latestOf = (
  { headMessageId, askedMessageId }: Pick<OwnConversation, "headMessageId" | "askedMessageId">,
) => headMessageId ?? askedMessageId;

/** Those whose message came through an account the person named; all of them where none is named. */
export async function ofAccounts<One>(
  all: One[],
  messageIdOf: (one: One) => string | null,
  { mail, request }: PromptWorld,
): Promise<One[]> {
  const accounts = request.connectionIds;
  const ids = [...new Set(all.flatMap((one) => messageIdOf(one) ?? []))];
  if (!accounts || ids.length === 0) return accounts ? [] : all;
  const messages = await mail.messagesOf({ ids });
  const kept = new Set(
    messages.filter(({ connectionId }) => accounts.includes(connectionId)).map(({ id }) => id),
  );
  return all.filter((one) => kept.has(messageIdOf(one) ?? ""));
}
