/** An event as Google tells it. https://developers.google.com/workspace/calendar/api/v3/reference/events#resource */
import { z } from "zod";

const person = z.object({
  email: z.string().optional(),
  displayName: z.string().optional(),
  self: z.boolean().optional(),
});

const when = z.object({
  date: z.string().optional(),
  dateTime: z.string().optional(),
  timeZone: z.string().optional(),
});

export const googleEvent = z.object({
  id: z.string().min(1),
  etag: z.string().optional(),
  status: z.enum(["confirmed", "tentative", "cancelled"]).default("confirmed"),
  htmlLink: z.string().optional(),
  updated: z.string().optional(),
  summary: z.string().optional(),
  description: z.string().optional(),
  location: z.string().optional(),
  organizer: person.optional(),
  start: when.optional(),
  end: when.optional(),
  recurrence: z.array(z.string()).optional(),
  recurringEventId: z.string().optional(),
  originalStartTime: when.optional(),
  transparency: z.string().optional(),
  visibility: z.string().optional(),
  iCalUID: z.string().optional(),
  sequence: z.number().int().optional(),
  attendees: z.array(person.extend({
    organizer: z.boolean().optional(),
    resource: z.boolean().optional(),
    optional: z.boolean().optional(),
    responseStatus: z.string().optional(),
  })).optional(),
  attendeesOmitted: z.boolean().optional(),
  hangoutLink: z.string().optional(),
  conferenceData: z.object({
    createRequest: z.object({
      status: z.object({ statusCode: z.string().optional() }).optional(),
    }).optional(),
    entryPoints: z.array(z.object({
      entryPointType: z.string().optional(),
      uri: z.string().optional(),
    })).optional(),
  }).optional(),
  extendedProperties: z.object({ private: z.record(z.string(), z.string()).optional() }).optional(),
  eventType: z.string().optional(),
});

export type GoogleEvent = z.infer<typeof googleEvent>;
export type GoogleWhen = z.infer<typeof when>;

/** Our own mark on what we wrote; private to this copy of the event. */
export const CHANGE_PROPERTY = "akasavani_change";
