/** What a message is triaged from, as the offline engine checks it; see domain/triage/triage.ts. */
import { z } from "zod";
import type { TriageFacts } from "../domain/triage/triage.ts";

export const triageFacts: z.ZodType<TriageFacts> = z.object({
  subject: z.string(),
  text: z.string(),
  senderName: z.string().nullable(),
  senderAddress: z.string(),
  automaticKind: z.string(),
  addressed: z.enum(["me", "cc", "many"]),
  sentAt: z.iso.datetime({ offset: true }),
  timeZone: z.string(),
  readerNames: z.array(z.string()),
  isKnownSender: z.boolean().nullable(),
});
