/** Ada's mailbox at the Gmail emulator, through its API: what Bob's and Ada's mail programs would do and see. */
import { demoGoogleToken } from "../local/emulators/demo-mailbox.ts";

export interface EmulatedMail {
  id: string;
  threadId: string;
  /** First value of each header, by lower-case name. */
  headers: Record<string, string>;
  text: string;
}

export function emulatedMailbox(googleUrl: string) {
  const call = async (path: string, body?: unknown) => {
    const response = await fetch(`${googleUrl}/gmail/v1/users/me/${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { "authorization": `Bearer ${demoGoogleToken}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`The Gmail emulator answered ${response.status}`);
    return await response.json();
  };
  return {
    /** Puts a mail into the mailbox; answers its thread. */
    async insert(raw: string, labelIds: string[], threadId: string | null): Promise<string> {
      const added = await call("messages", {
        raw: Buffer.from(raw).toString("base64url"),
        labelIds,
        ...(threadId && { threadId }),
      });
      return added.threadId;
    },
    async thread(threadId: string): Promise<EmulatedMail[]> {
      const { messages } = await call(`threads/${threadId}?format=full`);
      return messages.map(toMail);
    },
  };
}

interface GmailPart {
  body?: { data?: string };
  parts?: GmailPart[];
}

function toMail(message: {
  id: string;
  threadId: string;
  payload: GmailPart & { headers: { name: string; value: string }[] };
}): EmulatedMail {
  const headers: Record<string, string> = {};
  for (const { name, value } of message.payload.headers) headers[name.toLowerCase()] ??= value;
  return { id: message.id, threadId: message.threadId, headers, text: firstText(message.payload) };
}

function firstText(part: GmailPart): string {
  if (part.body?.data) return Buffer.from(part.body.data, "base64url").toString("utf8");
  for (const inner of part.parts ?? []) {
    const text = firstText(inner);
    if (text) return text;
  }
  return "";
}
