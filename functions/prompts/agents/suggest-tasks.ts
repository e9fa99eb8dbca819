/**
 * Tasks in mail that nobody has looked through yet (its account is not classified by itself, or the queue is behind) are suggested now,
 * by the rules and through the one way tasks are stored: found once, and what was dismissed stays so.
 */
import { extractCommitments } from "../../_shared/ai/prompts/extract.ts";
import { requestSentences } from "../../_shared/domain/mail/request-sentences.ts";
import { expectsReply } from "../../_shared/domain/mail/expects-reply.ts";
import type { PromptWorld } from "./agent.ts";
import { windowBehind } from "./window-behind.ts";

/** Reading one takes milliseconds of the two seconds a request has. */
const MAX_READ = 30;

/** How many were new. */
export async function suggestTasks(
  world: PromptWorld,
  addresses: string[] | null,
): Promise<number> {
  const { mail, work, commitments, extractRules, request } = world;
  if (!extractRules) return 0;
  const window = windowBehind(world);
  const messages = await mail.messages({
    window,
    connectionIds: request.connectionIds ?? undefined,
    addresses: addresses ?? undefined,
    maxCount: 100,
  });
  const before = await work.tasks();
  const known = new Set(before.map(({ messageId }) => messageId));
  const unread = messages.filter(({ id, ownerId, direction, automaticKind, text }) =>
    // tasks in colleagues' mail are theirs
    ownerId === world.userId && direction === "inbound" && automaticKind === "human" &&
    !known.has(id) &&
    requestSentences(text).some((one) => expectsReply(one).expects)
  ).slice(0, MAX_READ);
  for (const { id } of unread) {
    const context = await commitments.context(id);
    if (!context) continue;
    const { value } = await extractCommitments(extractRules, context.facts);
    if (value.tasks.length === 0) continue;
    await commitments.save(id, context.contentHash, value, "rules", null);
  }
  return unread.length === 0 ? 0 : (await work.tasks()).length - before.length;
}
