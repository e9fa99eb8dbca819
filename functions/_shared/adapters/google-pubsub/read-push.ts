/** https://developers.google.com/workspace/gmail/api/guides/push#receive_notifications */
import { z } from "zod";

export interface GmailPush {
  /** Pub/Sub's id of the message: the same for every repeat. */
  messageId: string;
  emailAddress: string;
  /** A decimal number. */
  historyId: string;
}

const envelope = z.object({
  message: z.object({ messageId: z.string().min(1).max(255), data: z.base64() }),
});
const news = z.object({ emailAddress: z.string().min(3).max(320) });

/** Null for what is no push of Gmail. */
export function readPush(body: Uint8Array): GmailPush | null {
  try {
    const { message } = envelope.parse(JSON.parse(new TextDecoder().decode(body)));
    const text = new TextDecoder().decode(
      Uint8Array.from(atob(message.data), (character) => character.charCodeAt(0)),
    );
    const { emailAddress } = news.parse(JSON.parse(text));
    // Read from the text: as a number of JSON it may exceed what a double holds.
    const [, historyId] = /"historyId"\s*:\s*"?(\d{1,20})\b/.exec(text) ?? [];
    return historyId ? { messageId: message.messageId, emailAddress, historyId } : null;
  } catch {
    return null;
  }
}
