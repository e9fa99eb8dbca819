/** The mailbox as a whole: profile, history, watch, addresses. https://developers.google.com/workspace/gmail/api/reference/rest/v1/users */
import { badRequest, noContent, notFound, ok } from "../answer.ts";
import { takePage } from "../page.ts";
import { jsonBody, pageSize, type Route } from "../route.ts";
import type { HistoryEntry, HistoryRecord } from "./history.ts";
import * as scopes from "./scopes.ts";

const PATH = "/gmail/v1/users/:userId";
/** https://developers.google.com/workspace/gmail/api/guides/push#renew_mailbox_watch */
const WATCH_MS = 7 * 86_400_000;

export const mailboxRoutes: Route[] = [
  {
    method: "GET",
    path: `${PATH}/profile`,
    operation: "gmail.users.getProfile",
    scopes: [...scopes.CAN_READ, scopes.COMPOSE],
    handle: ({ account: { address, gmail } }) =>
      ok({
        emailAddress: address,
        messagesTotal: gmail.count(),
        threadsTotal: [...gmail.threadIds()].length,
        historyId: String(gmail.history.current()),
      }),
  },
  {
    method: "GET",
    path: `${PATH}/history`,
    operation: "gmail.history.list",
    scopes: scopes.CAN_READ,
    handle(call) {
      const { account: { gmail: { history } }, query, now } = call;
      if (call.fault("expire_history")) history.expire();
      const start = query.get("startHistoryId");
      if (start === null) badRequest("Missing required parameter: startHistoryId");
      if (!/^\d+$/.test(start!)) badRequest(`Invalid value at 'start_history_id': "${start}"`);
      const records = history.after(BigInt(start!), now) ?? notFound();
      const shown = records.flatMap((record) => {
        const entries = record.entries.filter((entry) => isAskedFor(entry, query));
        return entries.length > 0 ? [{ ...record, entries }] : [];
      });
      // keys fall for takePage, while history rises
      const key = ({ id }: HistoryRecord) => String(10n ** 18n - id);
      const { items, nextPageToken } = takePage(shown, key, query, pageSize(query, 100, 500));
      return ok({
        ...(items.length > 0 && { history: items.map(recordResource) }),
        ...(nextPageToken && { nextPageToken }),
        historyId: String(history.current()),
      });
    },
  },
  {
    method: "POST",
    path: `${PATH}/watch`,
    operation: "gmail.users.watch",
    scopes: scopes.CAN_READ,
    handle({ account, request, now }) {
      const body = jsonBody(request);
      const { topicName } = body;
      if (typeof topicName !== "string" || !/^projects\/[^/]+\/topics\/[^/]+$/.test(topicName)) {
        badRequest(`Invalid topicName does not match projects/*/topics/*`);
      }
      const labelIds: string[] = Array.isArray(body.labelIds) ? body.labelIds : [];
      const behavior = body.labelFilterBehavior ?? body.labelFilterAction ?? "include";
      const excludes = String(behavior).toLowerCase() === "exclude";
      account.watch = { topicName, labelIds, excludes, expiration: now + WATCH_MS };
      // Gmail tells of every new watch at once
      account.notify();
      return ok({
        historyId: String(account.gmail.history.current()),
        expiration: String(account.watch.expiration),
      });
    },
  },
  {
    method: "POST",
    path: `${PATH}/stop`,
    operation: "gmail.users.stop",
    scopes: scopes.CAN_READ,
    handle({ account }) {
      account.watch = null;
      return noContent;
    },
  },
  {
    method: "GET",
    path: `${PATH}/settings/sendAs`,
    operation: "gmail.settings.sendAs.list",
    scopes: scopes.CAN_READ_SETTINGS,
    handle: ({ account }) => ok({ sendAs: account.sendAs }),
  },
  {
    method: "GET",
    path: `${PATH}/settings/sendAs/:sendAsEmail`,
    operation: "gmail.settings.sendAs.get",
    scopes: scopes.CAN_READ_SETTINGS,
    handle: ({ account, params }) =>
      ok(
        account.sendAs.find(({ sendAsEmail }) => sendAsEmail === params.sendAsEmail) ?? notFound(),
      ),
  },
];

/** A type written in the plural fits nothing, silently, as at Gmail. */
function isAskedFor(entry: HistoryEntry, query: URLSearchParams): boolean {
  const types = query.getAll("historyTypes");
  const labelId = query.get("labelId");
  return (types.length === 0 || types.includes(entry.type)) &&
    (labelId === null || entry.labelIds.includes(labelId) ||
      entry.changedLabelIds.includes(labelId));
}

const FIELDS = {
  messageAdded: "messagesAdded",
  messageDeleted: "messagesDeleted",
  labelAdded: "labelsAdded",
  labelRemoved: "labelsRemoved",
} as const;

function recordResource({ id, entries }: HistoryRecord) {
  const messages = new Map(
    entries.map(({ messageId, threadId }) => [messageId, { id: messageId, threadId }]),
  );
  const record: Record<string, unknown> = { id: String(id), messages: [...messages.values()] };
  for (const { type, messageId, threadId, labelIds, changedLabelIds } of entries) {
    const message = { id: messageId, threadId, ...(labelIds.length > 0 && { labelIds }) };
    const change = type.startsWith("label") ? { message, labelIds: changedLabelIds } : { message };
    const list = (record[FIELDS[type]] ??= []) as unknown[];
    list.push(change);
  }
  return record;
}
