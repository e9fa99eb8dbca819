/** https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages */
import { badRequest, noContent, ok, refuse } from "../answer.ts";
import { takePage } from "../page.ts";
import { type Call, jsonBody, pageSize, type Route } from "../route.ts";
import type { StoredMessage } from "./message.ts";
import { parseQuery } from "./query.ts";
import {
  attachmentContent,
  formatOf,
  type MessageFormat,
  messageLabels,
  messageReference,
  messageResource,
} from "./resource.ts";
import * as scopes from "./scopes.ts";

const PATH = "/gmail/v1/users/:userId/messages";

export const messageRoutes: Route[] = [
  {
    method: "GET",
    path: PATH,
    operation: "gmail.messages.list",
    scopes: scopes.CAN_READ,
    handle(call) {
      const size = pageSize(call.query, 100, 500);
      const { items, nextPageToken } = takePage(search(call), sortKey, call.query, size);
      return ok({
        // left out when there are none
        ...(items.length > 0 && { messages: items.map(messageReference) }),
        ...(nextPageToken && { nextPageToken }),
        resultSizeEstimate: items.length + (nextPageToken ? size : 0),
      });
    },
  },
  {
    method: "GET",
    path: `${PATH}/:id`,
    operation: "gmail.messages.get",
    scopes: scopes.CAN_READ,
    handle(call) {
      const format = readableFormat(call);
      const message = call.account.gmail.get(call.params.id!);
      return ok(messageResource(message, format, call.query.getAll("metadataHeaders")));
    },
  },
  {
    method: "GET",
    path: `${PATH}/:messageId/attachments/:id`,
    operation: "gmail.messages.attachments.get",
    scopes: scopes.CAN_READ_CONTENT,
    handle({ account, params }) {
      const message = account.gmail.get(params.messageId!);
      const content = attachmentContent(message, params.id!) ??
        badRequest("Invalid attachment token");
      return ok({ size: content.length, data: content.toString("base64url") });
    },
  },
  {
    method: "POST",
    path: `${PATH}/:id/modify`,
    operation: "gmail.messages.modify",
    scopes: scopes.CAN_MODIFY,
    handle(call) {
      const message = call.account.gmail.get(call.params.id!);
      changeLabels(call, [message]);
      return ok(messageLabels(message));
    },
  },
  {
    method: "POST",
    path: `${PATH}/batchModify`,
    operation: "gmail.messages.batchModify",
    scopes: scopes.CAN_MODIFY,
    handle(call) {
      changeLabels(call, namedMessages(call));
      return noContent;
    },
  },
  {
    method: "POST",
    path: `${PATH}/batchDelete`,
    operation: "gmail.messages.batchDelete",
    scopes: [scopes.FULL],
    handle(call) {
      call.account.gmail.remove(namedMessages(call));
      return noContent;
    },
  },
  {
    method: "POST",
    path: `${PATH}/:id/trash`,
    operation: "gmail.messages.trash",
    scopes: scopes.CAN_MODIFY,
    handle({ account: { gmail }, params }) {
      const message = gmail.get(params.id!);
      gmail.trash([message]);
      return ok(messageLabels(message));
    },
  },
  {
    method: "POST",
    path: `${PATH}/:id/untrash`,
    operation: "gmail.messages.untrash",
    scopes: scopes.CAN_MODIFY,
    handle({ account: { gmail }, params }) {
      const message = gmail.get(params.id!);
      gmail.untrash([message]);
      return ok(messageLabels(message));
    },
  },
  {
    method: "DELETE",
    path: `${PATH}/:id`,
    operation: "gmail.messages.delete",
    scopes: [scopes.FULL],
    handle({ account: { gmail }, params }) {
      gmail.remove([gmail.get(params.id!)]);
      return noContent;
    },
  },
];

export function readableFormat(call: Call): MessageFormat {
  const format = formatOf(call.query);
  if (scopes.isMetadataOnly(call.scopes) && ["full", "raw"].includes(format)) {
    refuse(403, "forbidden", `Metadata scope doesn't allow format ${format.toUpperCase()}`);
  }
  return format;
}

/** Falls with time; ids of one moment are told apart. */
export function sortKey(message: StoredMessage): string {
  return `${String(message.internalDate).padStart(15, "0")}/${message.id}`;
}

/** The mails a list asks for, newest first. */
export function* search(call: Call): Generator<StoredMessage> {
  const { gmail } = call.account;
  const q = call.query.get("q") ?? "";
  if (q !== "" && scopes.isMetadataOnly(call.scopes)) {
    refuse(403, "forbidden", "Metadata scope does not support 'q' parameter");
  }
  const labelIds = call.query.getAll("labelIds");
  for (const id of labelIds) {
    if (!gmail.labels.list().some((label) => label.id === id)) badRequest(`Invalid label: ${id}`);
  }
  const query = parseQuery(q, gmail.labels, call.now);
  const hidden = ["SPAM", "TRASH"].filter((id) => !labelIds.includes(id));
  const showsAll = call.query.get("includeSpamTrash") === "true" || query.includesSpamTrash;
  const candidates = query.messageId === null
    ? gmail.newest()
    : [...gmail.byMessageId(query.messageId)].sort((a, b) => sortKey(a) < sortKey(b) ? 1 : -1);
  for (const message of candidates) {
    const isShown = showsAll || !hidden.some((id) => message.labelIds.has(id));
    if (isShown && labelIds.every((id) => message.labelIds.has(id)) && query.matches(message)) {
      yield message;
    }
  }
}

export function changeLabels(call: Call, messages: StoredMessage[]): void {
  const { gmail } = call.account;
  const { addLabelIds, removeLabelIds } = jsonBody(call.request);
  const add = gmail.labels.modifiable(addLabelIds);
  const remove = gmail.labels.modifiable(removeLabelIds);
  if (add.length + remove.length === 0) badRequest("No label add or removes specified");
  if (add.some((id) => remove.includes(id))) {
    badRequest("Cannot both add and remove the same label");
  }
  const leavesInbox = add.includes("TRASH") || add.includes("SPAM");
  gmail.modify(messages, add, leavesInbox ? [...remove, "INBOX"] : remove);
}

/** At most a thousand ids; those that are not there are passed over, as Gmail does. */
function namedMessages(call: Call): StoredMessage[] {
  const { ids } = jsonBody(call.request);
  if (!Array.isArray(ids) || ids.length === 0) return badRequest("No message ids specified");
  if (ids.length > 1000) return badRequest("Too many message ids");
  return ids.flatMap((id) => call.account.gmail.find(String(id)) ?? []);
}
