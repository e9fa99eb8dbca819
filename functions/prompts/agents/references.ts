/** How rows are named in answers. */
import type {
  ConversationRef,
  PromiseRef,
  Statement,
  TaskRef,
} from "../../_shared/domain/prompts/answer.ts";
import { sourceOf } from "../../_shared/domain/prompts/cite.ts";
import type { PromptMessage } from "../../_shared/ai/cited-messages.ts";
import type { OwnConversation, OwnMail, OwnMessage } from "../../_shared/ports/own-mail.ts";
import type { OwnPromise, OwnTask } from "../../_shared/ports/own-work.ts";

export function nameOf({ senderName, senderAddress }: OwnMessage): string {
  return senderName?.trim() || senderAddress;
}

export function promptMessageOf(message: OwnMessage): PromptMessage {
  const { subject, sentAt, direction, automaticKind, text, asks, priority, needsReply } = message;
  const from = nameOf(message);
  return { subject, from, sentAt, direction, automaticKind, text, asks, priority, needsReply };
}

export function taskRef(task: OwnTask): TaskRef {
  return {
    task_id: task.id,
    title: task.title,
    status: task.status,
    priority: task.priority,
    due_on: task.dueOn,
    due_at: task.dueAt,
    message_id: task.messageId,
  };
}

export function promiseRef(promise: OwnPromise): PromiseRef {
  return {
    promise_id: promise.id,
    message_id: promise.messageId,
    conversation_id: promise.conversationId,
    side: promise.side,
    promised_by: promise.promisedBy,
    quote: promise.quote,
    given_at: promise.givenAt,
    due_on: promise.dueOn,
    state: promise.state,
  };
}

/** What each promise is, with its words as they stand in the mail. */
export async function promiseStatements(
  promises: OwnPromise[],
  mail: OwnMail,
): Promise<Statement[]> {
  if (promises.length === 0) return [];
  const messages = await mail.messagesOf({ ids: promises.map(({ messageId }) => messageId) });
  return promises.flatMap((promise) => {
    const message = messages.find(({ id }) => id === promise.messageId);
    const sources = message ? sourceOf(message, promise.quote) : [];
    if (sources.length === 0) return [];
    const who = promise.side === "us" ? "You" : promise.promisedByName ?? promise.promisedBy;
    const due = promise.dueOn ? `, by ${promise.dueOn}` : "";
    const text = `${who} on ${promise.givenAt.slice(0, 10)}${due} (${promise.state}): ${
      sources[0]!.quote
    }`;
    return [{ text, sources }];
  });
}

/** What is needed of a conversation to say who waits in it. */
export type WaitingConversation = Pick<
  OwnConversation,
  | "id"
  | "subject"
  | "participants"
  | "askedMessageId"
  | "waitingSince"
  | "waitingEvidence"
  | "lastInboundAt"
>;

/** Conversations that wait, with the message that asks. */
export async function waiting(
  conversations: WaitingConversation[],
  side: "us" | "them",
  mail: OwnMail,
): Promise<{ refs: ConversationRef[]; statements: Statement[] }> {
  if (conversations.length === 0) return { refs: [], statements: [] };
  const messages = await mail.messagesOf({ conversationIds: conversations.map(({ id }) => id) });
  const refs: ConversationRef[] = [];
  const statements: Statement[] = [];
  for (const conversation of conversations) {
    const own = messages.filter(({ conversationId }) => conversationId === conversation.id);
    const asking = side === "them"
      ? own.find(({ id }) => id === conversation.askedMessageId)
      : own.find(({ direction, automaticKind }) =>
        direction === "inbound" && automaticKind === "human"
      ) ?? own.find(({ direction }) => direction === "inbound");
    const name = withWhom(conversation, own);
    const since = side === "us"
      ? conversation.waitingSince ?? conversation.lastInboundAt
      : conversation.waitingSince;
    refs.push({
      conversation_id: conversation.id,
      subject: conversation.subject,
      message_id: asking?.id ?? null,
      with: name,
      since,
    });
    if (!asking) continue;
    const said = asking.asks ?? conversation.waitingEvidence ?? firstLine(asking);
    const sources = [said, firstLine(asking), asking.subject]
      .map((words) => sourceOf(asking, words)).find((found) => found.length > 0) ?? [];
    if (sources.length === 0) continue;
    const day = since ? ` since ${since.slice(0, 10)}` : "";
    const who = side === "us" ? `${name} waits for you` : `You wait for ${name}`;
    statements.push({ text: `${who}${day}: ${sources[0]!.quote}`, sources });
  }
  return { refs, statements };
}

function withWhom(conversation: WaitingConversation, messages: OwnMessage[]): string {
  const theirs = messages.find(({ direction }) => direction === "inbound");
  if (theirs) return nameOf(theirs);
  const to = messages[0]?.recipients.find(({ kind }) => kind === "to");
  return to?.name ?? to?.address ?? conversation.participants[0] ?? conversation.subject;
}

function firstLine({ text }: OwnMessage): string {
  return text.trim().split(/\n+/).map((line) => line.trim()).find((line) => line.length > 12) ??
    text.trim().slice(0, 200);
}
