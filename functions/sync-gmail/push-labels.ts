/** Does at the provider what people did here with read state, star and inbox. */
import type { LabelPush } from "../_shared/ports/mail-sync.ts";
import type { OpenMailbox, Turn } from "./ports.ts";

const MESSAGES_AT_MOST = 1000;

export async function pushLabels(mailbox: OpenMailbox): Promise<Turn> {
  const { upkeep, gmail, state: { connectionId } } = mailbox;
  const pushes = await upkeep.pushes(connectionId);
  if (pushes.length === 0) return "done";
  for (const { ids, added, removed } of groups(pushes)) {
    for (let start = 0; start < ids.length; start += MESSAGES_AT_MOST) {
      await gmail.changeLabels(ids.slice(start, start + MESSAGES_AT_MOST), added, removed);
    }
  }
  await upkeep.settlePushes(connectionId, pushes);
  // What was changed meanwhile, or did not fit, is there now.
  return "more";
}

/** Messages that get the same change are one call. */
function groups(pushes: LabelPush[]): { ids: string[]; added: string[]; removed: string[] }[] {
  const found = new Map<string, { ids: string[]; added: string[]; removed: string[] }>();
  for (const { id, added, removed } of pushes.flatMap(({ messages }) => messages)) {
    const key = JSON.stringify([added, removed]);
    const group = found.get(key) ?? { ids: [], added, removed };
    group.ids.push(id);
    found.set(key, group);
  }
  return [...found.values()];
}
