/** Where the bytes of an attachment are, on worker.attachment_place(). */
import { z } from "zod";
import type { PartFacts } from "../../ports/mail-attachments.ts";
import { callWorker, type DatabaseClient } from "./call-worker.ts";

export interface DescribedPart extends PartFacts {
  id: string;
  /** Its place in the mail, counted from 1. */
  part_id: string;
}

export interface AttachmentPlace {
  workspaceId: string;
  connectionId: string;
  /** Null when it is at no provider. */
  providerMessageId: string | null;
  /** All of the mail, in its order. */
  attachments: DescribedPart[];
  /** The whole mail where it was kept. */
  raw: Uint8Array | null;
}

const place = z.object({
  workspace_id: z.guid(),
  connection_id: z.guid(),
  provider_message_id: z.string().nullable(),
  attachments: z.array(z.object({
    id: z.guid(),
    part_id: z.string(),
    file_name: z.string().nullable(),
    content_type: z.string(),
    byte_count: z.int(),
  })),
  raw_base64: z.base64().nullable(),
}).transform((row): AttachmentPlace => ({
  workspaceId: row.workspace_id,
  connectionId: row.connection_id,
  providerMessageId: row.provider_message_id,
  attachments: row.attachments,
  raw: row.raw_base64 === null
    ? null
    : Uint8Array.from(atob(row.raw_base64), (character) => character.charCodeAt(0)),
}));

/** Null when there is no such attachment. Says nothing about who may have it. */
export function readAttachmentPlace(
  client: DatabaseClient,
  attachmentId: string,
): Promise<AttachmentPlace | null> {
  return callWorker(
    client,
    "attachment_place",
    { attachment_id: attachmentId },
    place.nullable(),
  );
}
