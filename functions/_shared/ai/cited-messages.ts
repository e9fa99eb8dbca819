/** Messages in a prompt, numbered so that an answer can name the one it rests on. */
import { z } from "zod";
import { fence } from "./fence.ts";

export const promptMessage = z.object({
  subject: z.string(),
  from: z.string(),
  sentAt: z.string(),
  direction: z.enum(["inbound", "outbound"]),
  automaticKind: z.string(),
  text: z.string(),
  asks: z.string().nullable(),
  priority: z.string().nullable(),
  needsReply: z.boolean().nullable(),
});
export type PromptMessage = z.infer<typeof promptMessage>;

/** A statement as a model gives it: messages by their number, words copied from them. */
export const citedStatement = z.object({
  text: z.string(),
  sources: z.array(z.object({ message: z.number(), quote: z.string() })),
});

/** @param maxLength characters of each message's text */
export function fenceMessages(messages: PromptMessage[], maxLength: number): string {
  return messages.map(({ subject, from, sentAt, direction, text }, at) =>
    [
      `Message ${at + 1}, ${
        direction === "outbound" ? "written by the reader" : "received"
      } ${sentAt}`,
      fence("sender", from, 200),
      fence("subject", subject, 300),
      fence("text", text, maxLength),
    ].join("\n")
  ).join("\n\n");
}
