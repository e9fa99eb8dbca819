/** Asks for pushes for another week, and for the addresses the account may send as. */
import type { OpenMailbox, Turn } from "./ports.ts";

export async function renewWatch(mailbox: OpenMailbox): Promise<Turn> {
  const { gmail, upkeep, topic, state: { connectionId } } = mailbox;
  const aliases = await gmail.aliases();
  const expiresAt = topic === null ? null : await gmail.watch(topic);
  await upkeep.saveWatch(connectionId, expiresAt, aliases);
  return "done";
}
