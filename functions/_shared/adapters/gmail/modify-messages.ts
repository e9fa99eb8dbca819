/** https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/batchModify */
import { ProviderError } from "../../http/provider-error.ts";
import type { ProviderFetch } from "../../http/provider-fetch.ts";

/** Doing it twice changes nothing more. A message that is gone is left out. */
export async function modifyMessages(
  gmail: ProviderFetch,
  ids: string[],
  added: string[],
  removed: string[],
): Promise<void> {
  const labels = { addLabelIds: added, removeLabelIds: removed };
  try {
    await gmail({
      operation: "messages.batchModify",
      method: "POST",
      path: "gmail/v1/users/me/messages/batchModify",
      body: { ids, ...labels },
    });
  } catch (error) {
    // One id that does not exist any more may refuse the whole batch: then each for itself.
    if (!(error instanceof ProviderError) || error.errorClass !== "permanent") throw error;
    for (const id of ids) await modifyMessage(gmail, id, labels);
  }
}

/** https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/modify */
async function modifyMessage(gmail: ProviderFetch, id: string, body: unknown): Promise<void> {
  const path = `gmail/v1/users/me/messages/${encodeURIComponent(id)}/modify`;
  try {
    await gmail({ operation: "messages.modify", method: "POST", path, body });
  } catch (error) {
    if (!(error instanceof ProviderError) || error.status !== 404) throw error;
  }
}
