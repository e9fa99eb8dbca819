/** What tasks, promises and meetings are read from. Written by worker.extract_context; read by the prompt and by the offline rules. */
import { z } from "zod";
import type { SchedulingFacts } from "../domain/scheduling/find-scheduling.ts";

export const extractFacts = z.object({
  subject: z.string(),
  /** What was newly written. */
  text: z.string(),
  direction: z.enum(["inbound", "outbound"]),
  sentAt: z.iso.datetime({ offset: true }),
  timeZone: z.string(),
  /** Of the Date header, where the mail has one. */
  utcOffsetMinutes: z.number().nullable(),
  /** IANA zone of the contact who wrote it, when known. */
  contactZone: z.string().nullable(),
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

export function schedulingFacts(facts: ExtractFacts): SchedulingFacts {
  return {
    text: facts.text,
    sentAt: facts.sentAt,
    utcOffsetMinutes: facts.utcOffsetMinutes,
    contactZone: facts.contactZone,
    readerZone: facts.timeZone,
    isOwn: facts.direction === "outbound",
  };
}
