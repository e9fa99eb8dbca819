/** Customers who write to somebody with a mailbox at the lab, and the drafts of the answers. For tests on the shared stack. */
import { randomBytes } from "node:crypto";
import type { Sql } from "postgres";
import { expect } from "vitest";
import { type LabBox, labBox, type LabPerson, plainMail } from "./lab-person.ts";
import type { SharedStack } from "./shared-stack.ts";

/** Under load a worker may take its time. */
export const WAIT = { timeout: 30_000 };
const REQUEST = "Hi Ada,\n\ncould you please send me the offer for the pilot by Friday?\n\nBob";

export interface Customer extends LabBox {
  /** Name and address. */
  from: string;
}

export function newMessageId(domain = "globex.test"): string {
  return `<${randomBytes(8).toString("hex")}@${domain}>`;
}

export const requestOf = async ({ client }: LabPerson, requestId: string) =>
  (await client.from("message_drafts").select().eq("request_id", requestId).order("place")
    .throwOnError()).data;
export const draftOf = async ({ client }: LabPerson, id: string) =>
  (await client.from("message_drafts").select().eq("id", id).single().throwOnError()).data;
export const conversationOf = async ({ client }: LabPerson, id: string) =>
  (await client.from("conversations").select().eq("id", id).single().throwOnError()).data;

/** Asks for drafts and waits until all are written. */
export async function written(
  ada: LabPerson,
  conversationId: string,
  options: Record<string, unknown> = {},
) {
  const { data: asked } = await ada.client.rpc("request_drafts", {
    conversation_id: conversationId,
    ...options,
  }).throwOnError();
  const requestId = asked[0]!.request_id;
  await expect.poll(
    async () => (await requestOf(ada, requestId)).map(({ status }) => status),
    WAIT,
  ).toEqual(asked.map(() => "drafted"));
  return await requestOf(ada, requestId);
}

export async function untilStatus(ada: LabPerson, id: string, status: string) {
  await expect.poll(async () => (await draftOf(ada, id)).status, WAIT).toBe(status);
  return await draftOf(ada, id);
}

/** Headers of what was sent in a thread at Google, oldest first. */
export async function sentAtGoogle({ mailbox }: LabPerson, threadId: string) {
  const { data } = await mailbox.google.users.threads.get({ userId: "me", id: threadId });
  return data.messages!.filter(({ labelIds }) => labelIds!.includes("SENT")).map(({ payload }) =>
    Object.fromEntries(payload!.headers!.map(({ name, value }) => [name!.toLowerCase(), value!]))
  );
}

export async function inboxCount({ google }: LabBox): Promise<number> {
  const { data } = await google.users.messages.list({ userId: "me", labelIds: ["INBOX"] });
  return data.messages?.length ?? 0;
}

export function draftWorld(stack: SharedStack, sql: Sql) {
  /** As the poll would in minutes. */
  async function readNow({ connectionId }: LabPerson): Promise<void> {
    await sql`select private.request_mail_job(${connectionId}, 'sync')`;
    await sql`select private.ring('sync-gmail')`;
  }
  return {
    readNow,
    /** A customer with a mailbox of their own. */
    async customer(name: string): Promise<Customer> {
      const local = `${name.toLowerCase()}-${randomBytes(4).toString("hex")}`;
      const box = await labBox(stack, local, name, "globex.test");
      return { ...box, from: `${name} Tanaka <${box.address}>` };
    },
    /** Mail to Ada that arrives at Google and, read at once, in her inbox; answers its conversation. */
    async asks(ada: LabPerson, from: string, { cc, text }: { cc?: string; text?: string } = {}) {
      const id = newMessageId();
      const subject = `Pilot ${randomBytes(4).toString("hex")}`;
      const headers = { From: from, To: ada.address, Subject: subject, "Message-ID": id };
      const { threadId } = await ada.mailbox.receive(
        plainMail({ ...headers, ...(cc && { Cc: cc }) }, text ?? REQUEST),
      );
      const stored = async () =>
        (await ada.client.from("messages").select("conversation_id").eq("internet_message_id", id)
          .throwOnError()).data;
      await expect.poll(async () => {
        await readNow(ada);
        return (await stored()).length;
      }, WAIT).toBe(1);
      return { id, threadId, subject, conversationId: (await stored())[0]!.conversation_id };
    },
  };
}
