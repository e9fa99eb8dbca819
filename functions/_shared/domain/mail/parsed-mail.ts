import type { ParsedAddress } from "./addresses.ts";
import type { Field } from "../mime/header-fields.ts";

/** A part that is not text of the mail itself. */
export type ParsedAttachment = {
  fileName: string | null;
  /** Content type, lower case; empty when the part declares an empty one. */
  type: string;
  /** METHOD of a calendar part, upper case (RFC 5546). */
  calendarMethod: string | null;
  contentId: string | null;
  isInline: boolean;
  /** Decodes the content each time; at most `limit` bytes of it. */
  content: (limit?: number) => Uint8Array;
};

/** A mail taken apart, its values decoded and not yet judged. */
export type ParsedMail = {
  fields: Field[];
  from: ParsedAddress | undefined;
  sender: ParsedAddress | undefined;
  returnPath: ParsedAddress | undefined;
  to: ParsedAddress[];
  cc: ParsedAddress[];
  bcc: ParsedAddress[];
  replyTo: ParsedAddress[];
  subject: string;
  messageId: string;
  inReplyTo: string;
  references: string;
  text: string;
  html: string;
  attachments: ParsedAttachment[];
  /** Something was left out to stay within the limits. */
  isCut: boolean;
};
