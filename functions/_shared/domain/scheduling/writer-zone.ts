import { Temporal } from "temporal-polyfill";
import type { WriterZone } from "./scheduling.ts";

export interface ZoneFacts {
  /** ISO 8601. */
  sentAt: string;
  /** Of the Date header, where the mail has one. */
  utcOffsetMinutes: number | null;
  /** IANA zone of the contact, when known. */
  contactZone: string | null;
  /** IANA zone of the reader. */
  readerZone: string;
  /** Whether the reader wrote the mail. */
  isOwn: boolean;
}

/**
 * The zone a mail's times are in when its words name none: the writer's. A Date header tells an offset, which a zone with the
 * same offset at that moment stands for, so that a change to daylight saving time before the meeting moves nothing. An offset of
 * zero may be a server's and not the writer's (RFC 5322, 3.3, knows no difference).
 */
export function writerZone(facts: ZoneFacts): WriterZone {
  const { contactZone, readerZone, utcOffsetMinutes } = facts;
  const offsetOf = (zone: string) =>
    Temporal.Instant.from(facts.sentAt).toZonedDateTimeISO(zone).offsetNanoseconds / 60e9;
  if (facts.isOwn) return { timeZone: readerZone, source: "reader", isAmbiguous: false };
  if (contactZone && (utcOffsetMinutes === null || offsetOf(contactZone) === utcOffsetMinutes)) {
    return { timeZone: contactZone, source: "contact", isAmbiguous: false };
  }
  if (utcOffsetMinutes === null) {
    return { timeZone: readerZone, source: "reader", isAmbiguous: true };
  }
  if (offsetOf(readerZone) === utcOffsetMinutes) {
    return { timeZone: readerZone, source: "header", isAmbiguous: false };
  }
  if (utcOffsetMinutes === 0) return { timeZone: "UTC", source: "header", isAmbiguous: true };
  const size = Math.abs(utcOffsetMinutes);
  const [hours, minutes] = [Math.floor(size / 60), size % 60].map((n) =>
    String(n).padStart(2, "0")
  );
  return {
    timeZone: `${utcOffsetMinutes < 0 ? "-" : "+"}${hours}:${minutes}`,
    source: "header",
    isAmbiguous: false,
  };
}

let cities: Map<string, string> | null = null;

/** "10:00 Berlin time", "16 Uhr Londoner Zeit", "heure de Paris": the zone of the city; null when none is named. */
export function namedZone(text: string): string | null {
  cities ??= new Map(
    Intl.supportedValuesOf("timeZone").filter((zone) => zone.includes("/")).map((zone) => [
      zone.split("/").at(-1)!.replaceAll("_", " ").toLowerCase(),
      zone,
    ]),
  );
  const match = /(?<!\p{L})(\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)?) time(?!\p{L})/u.exec(text) ??
    /(?<!\p{L})(\p{Lu}\p{L}+?)er Zeit(?!\p{L})/u.exec(text) ??
    /(?<!\p{L})(?:heure|hora) (?:de |d')(\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)?)/u.exec(text);
  return match ? cities.get(match[1]!.toLowerCase()) ?? null : null;
}
