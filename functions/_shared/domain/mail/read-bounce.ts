import {
  BOUNCE_REASONS,
  HARD_STATUSES,
  MAILBOX_STATUS,
  REFUSED_CONTENT,
} from "./bounce-reasons.ts";
import { cleanText, cutText } from "./clean-text.ts";
import { addressIn, readDeliveryStatus, statusIn } from "./delivery-status.ts";
import type { DeliveryStatus } from "./delivery-status.ts";
import type { BounceRecipient } from "./message.ts";
import { messageIds } from "./thread-keys.ts";

/** What a bounce is read from; every text may be empty. */
export type BounceMaterial = {
  /** The report's own words. */
  text: string;
  /** Texts of the `message/delivery-status` parts. */
  deliveryStatus: string[];
  /** Texts of the returned messages or their headers. */
  originals: string[];
  /** Addresses of X-Failed-Recipients (Exim, Gmail). */
  failedRecipients: string[];
  /** Addresses the report was sent to: they wrote the original and did not fail. */
  reportedTo: string[];
};

export type Bounce = { recipients: BounceRecipient[]; original_message_id: string | null };

// Where the returned mail begins in a report that is one text.
const ORIGINAL_BEGINS =
  /^\W{0,12}(?:below this line is a copy|(?:this|here) is a copy of|enclosed is a copy|(?:the )?(?:original|returned|unsent) (?:message|mail)\b.{0,20}$|(?:original|unsent) message follows|message headers? follow|below is a copy|the header of the original|included is a copy|(?:original|returned) message\W*$|original mail info|message header:)|^(?:Received|Return-Path|DKIM-Signature): ?\S/im;
/** RFC 3464 section 2.3.3: actions that are no failure, or not yet one. */
const NOT_FAILED = new Set([
  "delayed",
  "expired",
  "relayed",
  "delivered",
  "expanded",
  "deliverable",
]);

const MAX_RECIPIENTS = 500;
// Lines about the original mail that reports quote in their prose.
const HEADER_LINE = /^\s*(?:to|from|cc|subject|sent|date|message-id):/i;

/**
 * Reads who was not reached and why from a bounce: RFC 3464 parts where there are some, else the
 * report's prose. `is_hard` follows the reason, not the class of the status (see bounce-reasons.ts);
 * a delay is never hard. The list is empty when the report names nobody.
 */
export function readBounce(material: BounceMaterial): Bounce {
  const text = cutText(material.text, 100_000);
  const split = ORIGINAL_BEGINS.exec(text)?.index ?? text.length;
  const report = text.slice(0, split);
  const statuses = firstFilled([
    material.deliveryStatus,
    [text],
    // Gateways wrap the report of another server into a new one.
    material.originals,
  ]);
  const recipients = statuses.length > 0
    ? statuses.map((status) => fromStatus(status, report))
    : fromProse(report, material);
  const returned = [...material.originals, text.slice(split)];
  return { recipients: distinct(recipients), original_message_id: originalId(returned) };
}

function firstFilled(sources: string[][]): DeliveryStatus[] {
  for (const texts of sources) {
    const found = texts.map(cleanText).flatMap(readDeliveryStatus);
    if (found.length > 0) return found;
  }
  return [];
}

function fromStatus(entry: DeliveryStatus, report: string): BounceRecipient {
  const told = judge(entry.address, entry.diagnostic.slice(0, 4_000), entry, report);
  // A diagnostic without a cause ("554 failed", another character set): the prose may name it.
  return told.reason
    ? told
    : judge(entry.address, proseAbout(entry.address, report), entry, report);
}

/** Reports without RFC 3464: one segment of prose per address that is named. */
function fromProse(report: string, material: BounceMaterial): BounceRecipient[] {
  const own = new Set(material.reportedTo.map((address) => address.toLowerCase()));
  const lines = report.split("\n").filter((line) => !HEADER_LINE.test(line));
  const named = lines.map(addressIn).filter((address) => address && !own.has(address));
  const addresses = new Set([
    ...material.failedRecipients.map(addressIn).filter(Boolean),
    ...named,
  ]);
  const unknown = { action: "failed", status: "" };
  return [...addresses].slice(0, MAX_RECIPIENTS).map((address) =>
    judge(address, proseAbout(address, report), unknown, report)
  );
}

/** The lines from the first that names the address to the next that names another one. */
function proseAbout(address: string, report: string): string {
  const lines = report.split("\n");
  const start = lines.findIndex((line) => line.toLowerCase().includes(address));
  if (start < 0) return report.slice(0, 4_000);
  let end = start + 1;
  while (end < lines.length && ["", address].includes(addressIn(lines[end]!))) end++;
  const segment = lines.slice(start, end).join(" ").slice(0, 4_000);
  return segment.length > address.length + 20 ? segment : report.slice(0, 4_000);
}

function judge(
  address: string,
  words: string,
  reported: Pick<DeliveryStatus, "action" | "status">,
  report: string,
): BounceRecipient {
  const plain = words.replaceAll(address, " ").replace(/\s+/g, " ");
  const status = specificStatus(reported.status, plain);
  const code = Number(/(?<![\d.])([245]\d\d)(?=[ \-:,>])/.exec(plain)?.[1]) || null;
  const [reason, isHard] = NOT_FAILED.has(reported.action)
    ? [reported.action, false]
    : causeOf(plain, status);
  const isReachable = MAILBOX_STATUS.test(status) || REFUSED_CONTENT.test(report);
  return { address, status, smtp_code: code, is_hard: isHard && !isReachable, reason };
}

function causeOf(words: string, status: string): [reason: string | null, isHard: boolean] {
  const known = BOUNCE_REASONS.find((one) => one.words.test(words));
  if (known) return [known.reason, known.isHard];
  const byStatus = HARD_STATUSES[status];
  return [byStatus ?? null, byStatus !== undefined];
}

/** "5.0.0" says only "failed": a status in the words is then the better one. */
function specificStatus(reported: string, words: string): string {
  const inWords = statusIn(words);
  return inWords !== null && /^(?:|[45]\.0\.0)$/.test(reported) ? inWords : reported;
}

function distinct(recipients: BounceRecipient[]): BounceRecipient[] {
  const byAddress = new Map<string, BounceRecipient>();
  for (const one of recipients) if (!byAddress.has(one.address)) byAddress.set(one.address, one);
  return [...byAddress.values()];
}

function originalId(texts: string[]): string | null {
  for (const text of texts) {
    const header = /^Message-ID:\s*([^\n]*)/im.exec(text.slice(0, 64_000))?.[1];
    const [id] = messageIds(header ?? "");
    if (id) return id;
  }
  return null;
}
