/** What tasks and promises are read from. Written by worker.extract_context; read by the prompt and by the offline rules. */
import { z } from "zod";

export const extractFacts = z.object({
  subject: z.string(),
  /** What was newly written. */
  text: z.string(),
  direction: z.enum(["inbound", "outbound"]),
  sentAt: z.iso.datetime({ offset: true }),
  timeZone: z.string(),
  readerNames: z.array(z.string()),
  hasAttachment: z.boolean(),
  /** Of this conversation, given before. */
  openPromises: z.array(z.object({
    id: z.guid(),
    side: z.enum(["us", "them"]),
    quote: z.string(),
    dueOn: z.string().nullable(),
    /** Whether whoever wrote this mail gave it: nobody moves or takes back what another has promised. */
    isByAuthor: z.boolean(),
  })),
});

export type ExtractFacts = z.infer<typeof extractFacts>;
