/** https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages.attachments/get */
import { ProviderError } from "../../http/provider-error.ts";
import type { ProviderFetch } from "../../http/provider-fetch.ts";
import { attachmentData } from "./attachment-data.ts";

/** The bytes while they arrive. Null when the mail or its attachment is gone. */
export async function getAttachment(
  gmail: ProviderFetch,
  messageId: string,
  attachmentId: string,
): Promise<ReadableStream<Uint8Array> | null> {
  const [message, attachment] = [messageId, attachmentId].map(encodeURIComponent);
  try {
    const answer = await gmail({
      operation: "messages.attachments.get",
      method: "GET",
      path: `gmail/v1/users/me/messages/${message}/attachments/${attachment}`,
      asStream: true,
    }) as ReadableStream<Uint8Array>;
    return answer.pipeThrough(attachmentData());
  } catch (error) {
    // 400 is Gmail's word for an id it has not given, or has taken back
    if (error instanceof ProviderError && [400, 404].includes(error.status ?? 0)) return null;
    throw error;
  }
}
