/**
 * Decides whether a line that begins with "From " separates two messages of an mbox file.
 *
 * RFC 4155 and https://www.loc.gov/preservation/digital/formats/fdd/fdd000383.shtml describe the
 * family: writers should quote such lines in bodies, and many do not. The rule here is therefore
 * narrow (a date where the format has one, a blank line before, a header line after), because a wrong
 * split turns one mail into two broken ones. Splitting at every "From " was the road not taken.
 */

/** How a writer spells its separator lines. */
export type EnvelopeShape = "ctime" | "dated" | "mozilla" | "bare" | "address" | "git";

const MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
const DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
const CLOCK = String.raw`\d{1,2}:\d{1,2}(?::\d{1,2})?`;
const ZONE = String.raw`(?:[A-Z]{1,5}|[+-]\d{4})`;

// Gmail take-outs put the zone before the year: "From 15@xxx Fri Sep 16 22:26:51 +0000 2016".
const CTIME = String
  .raw`${DAY} +${MONTH} +\d{1,2} +${CLOCK}(?: +${ZONE})* +\d{4}(?: +${ZONE})?(?: +remote from \S+)?`;
const RFC_DATE = String
  .raw`(?:${DAY}, +)?\d{1,2} +${MONTH} +\d{2,4} +${CLOCK}(?: +(?:${ZONE}|\(\w+\)))*`;
const ISO_DATE = String.raw`\d{4}-\d{2}-\d{2}[T ]${CLOCK}\S*(?: +${ZONE})?`;

// `git format-patch` begins each patch with this fixed date, and patches travel inside mails.
const GIT_LINE = /^From [0-9a-f]{40} Mon Sep 17 00:00:00 2001$/;
const MOZILLA_LINE = new RegExp(`^From - +${CTIME}$`);
const CTIME_LINE = new RegExp(`^From (?:.* )?${CTIME}$`);
const DATED_LINE = new RegExp(`^From (?:.* )?(?:${RFC_DATE}|${ISO_DATE})$`);

/** The shape of a line that begins with "From ", or null when it reads like prose. */
export function envelopeShape(line: string): EnvelopeShape | null {
  const text = line.trimEnd();
  if (GIT_LINE.test(text)) return "git";
  if (MOZILLA_LINE.test(text)) return "mozilla";
  if (CTIME_LINE.test(text)) return "ctime";
  if (DATED_LINE.test(text)) return "dated";
  if (text === "From" || text === "From -") return "bare";
  if (/^From \S+$/.test(text)) return "address";
  return null;
}

/** Whether a line can be the first header of a message (RFC 5322 2.2), or a quoted envelope line. */
export function looksLikeHeader(line: string): boolean {
  return /^[!-9;-~]{1,100}[ \t]*:/.test(line) || line.startsWith(">From ");
}

/** What is seen around a line that begins with "From ". */
export interface EnvelopeSurroundings {
  line: string;
  nextLine: string;
  isAfterBlankLine: boolean;
  /** Shape of the file's first separator, which tells what its writer does; null at the file's start. */
  fileShape: EnvelopeShape | null;
}

/** Whether the line separates two messages. */
export function isSeparator(around: EnvelopeSurroundings): boolean {
  const shape = envelopeShape(around.line);
  const isBeforeHeader = looksLikeHeader(around.nextLine);
  if (around.fileShape === null) return shape !== null || isBeforeHeader;
  switch (shape) {
    case "ctime":
      return around.isAfterBlankLine;
    case "dated":
      return around.isAfterBlankLine && isBeforeHeader;
    // Thunderbird leaves out the blank line and, after some operations, everything behind "From ".
    case "mozilla":
      return around.isAfterBlankLine || isBeforeHeader;
    case "bare":
      return isBeforeHeader &&
        (around.fileShape === "bare" || around.fileShape === "mozilla" || around.isAfterBlankLine);
    case "address":
    case "git":
      return around.fileShape === shape && around.isAfterBlankLine && isBeforeHeader;
    default:
      return false;
  }
}
