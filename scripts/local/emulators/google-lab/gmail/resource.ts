/** Messages in the forms Gmail answers. https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages */
import { badRequest } from "../answer.ts";
import { findPart, type MimePart, parseMime } from "./mime.ts";
import type { StoredMessage } from "./message.ts";

export type MessageFormat = "minimal" | "full" | "raw" | "metadata";

export function formatOf(query: URLSearchParams): MessageFormat {
  const format = (query.get("format") ?? "full").toLowerCase();
  if (["minimal", "full", "raw", "metadata"].includes(format)) return format as MessageFormat;
  return badRequest(`Invalid value at 'format': "${format}"`);
}

export function messageReference(message: StoredMessage) {
  return { id: message.id, threadId: message.threadId };
}

/** What a change answers: ids and labels. */
export function messageLabels(message: StoredMessage) {
  return { ...messageReference(message), ...labelsOf(message) };
}

export function messageResource(
  message: StoredMessage,
  format: MessageFormat,
  metadataHeaders: string[] = [],
) {
  const tree = parseMime(message.raw);
  const common = {
    ...messageLabels(message),
    snippet: snippetOf(tree),
    sizeEstimate: message.raw.length,
    historyId: String(message.historyId),
    internalDate: String(message.internalDate),
  };
  if (format === "minimal") return common;
  if (format === "raw") return { ...common, raw: message.raw.toString("base64url") };
  if (format === "full") return { ...common, payload: partResource(message.id, tree) };
  const wanted = metadataHeaders.map((name) => name.toLowerCase());
  const headers = tree.headers.filter(({ name }) =>
    wanted.length === 0 || wanted.includes(name.toLowerCase())
  );
  return {
    ...common,
    payload: { mimeType: tree.mimeType, ...(headers.length > 0 && { headers }) },
  };
}

function labelsOf({ labelIds }: StoredMessage) {
  return labelIds.size > 0 ? { labelIds: [...labelIds] } : {};
}

interface PartResource {
  partId: string;
  mimeType: string;
  filename: string;
  headers: { name: string; value: string }[];
  body: { size: number; data?: string; attachmentId?: string };
  parts?: PartResource[];
}

function partResource(messageId: string, part: MimePart): PartResource {
  const { partId, mimeType, filename, headers, content, parts } = part;
  const isApart = filename !== "" || mimeType === "message/rfc822" ||
    (content !== null && !mimeType.startsWith("text/"));
  return {
    partId,
    mimeType,
    filename,
    headers,
    body: content === null ? { size: 0 } : {
      size: content.length,
      ...(isApart
        ? { attachmentId: attachmentIdOf(messageId, partId) }
        : { data: content.toString("base64url") }),
    },
    ...(parts.length > 0 && { parts: parts.map((inner) => partResource(messageId, inner)) }),
  };
}

/** Not the same twice, as Gmail's: a client that stores one as a key finds nothing the next time. */
let attachmentNonce = 0;
function attachmentIdOf(messageId: string, partId: string): string {
  const text = `${messageId}/${partId}/${++attachmentNonce}`;
  return `ANGjdJ${Buffer.from(text).toString("base64url")}`;
}

/** Null when it is no id of a part of this message. */
export function attachmentContent(message: StoredMessage, attachmentId: string): Buffer | null {
  const text = Buffer.from(attachmentId.replace(/^ANGjdJ/, ""), "base64url").toString();
  const [messageId, partId] = text.split("/");
  if (messageId !== message.id) return null;
  return findPart(parseMime(message.raw), (part) => part.partId === partId)?.content ?? null;
}

const SNIPPET_LENGTH = 200;

function snippetOf(tree: MimePart): string {
  const text = findPart(tree, (part) => part.mimeType === "text/plain" && part.filename === "") ??
    findPart(tree, (part) => part.mimeType === "text/html" && part.filename === "");
  const content = text?.content?.toString("utf8") ?? "";
  const plain = text?.mimeType === "text/html"
    ? content.replace(/<(style|script)[\s\S]*?<\/\1>/gi, " ").replace(/<[^>]*>/g, " ")
    : content;
  const cut = plain.replace(/\s+/g, " ").trim().slice(0, SNIPPET_LENGTH);
  return cut.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
    .replaceAll("&#38;", "&amp;").replaceAll("&#60;", "&lt;").replaceAll("&#62;", "&gt;")
    .replaceAll("&#34;", "&quot;");
}
