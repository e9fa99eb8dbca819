import { z } from "zod";

/** A moment of the database as ISO 8601 in UTC: PostgREST writes `+00:00`, stand-ins of it a space for the T. */
export const iso = z.string().transform((text, context) => {
  const at = Date.parse(text.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00"));
  if (!Number.isNaN(at)) return new Date(at).toISOString();
  context.addIssue({ code: "custom", message: "not a moment" });
  return z.NEVER;
});

export const nullableIso = iso.nullable();
