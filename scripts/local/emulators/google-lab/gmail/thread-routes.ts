/** https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.threads */
import { noContent, ok } from "../answer.ts";
import { takePage } from "../page.ts";
import { type Call, pageSize, type Route } from "../route.ts";
import { changeLabels, readableFormat, search, sortKey } from "./message-routes.ts";
import type { StoredMessage } from "./message.ts";
import { messageReference, messageResource } from "./resource.ts";
import * as scopes from "./scopes.ts";

const PATH = "/gmail/v1/users/:userId/threads";

export const threadRoutes: Route[] = [
  {
    method: "GET",
    path: PATH,
    operation: "gmail.threads.list",
    scopes: scopes.CAN_READ,
    handle(call) {
      const size = pageSize(call.query, 100, 500);
      const page = takePage(
        newestThreads(call),
        (thread) => sortKey(thread.at(-1)!),
        call.query,
        size,
      );
      const threads = page.items.map((thread) => {
        const { snippet } = messageResource(thread.at(-1)!, "minimal");
        return { id: thread[0]!.threadId, snippet, historyId: String(newestChange(thread)) };
      });
      return ok({
        ...(threads.length > 0 && { threads }),
        ...(page.nextPageToken && { nextPageToken: page.nextPageToken }),
        resultSizeEstimate: threads.length + (page.nextPageToken ? size : 0),
      });
    },
  },
  {
    method: "GET",
    path: `${PATH}/:id`,
    operation: "gmail.threads.get",
    scopes: scopes.CAN_READ,
    handle(call) {
      const format = readableFormat(call);
      const thread = call.account.gmail.thread(call.params.id!);
      const metadataHeaders = call.query.getAll("metadataHeaders");
      return ok({
        id: call.params.id,
        historyId: String(newestChange(thread)),
        messages: thread.map((message) => messageResource(message, format, metadataHeaders)),
      });
    },
  },
  {
    method: "POST",
    path: `${PATH}/:id/modify`,
    operation: "gmail.threads.modify",
    scopes: scopes.CAN_MODIFY,
    handle: (call) => change(call, (thread) => changeLabels(call, thread)),
  },
  {
    method: "POST",
    path: `${PATH}/:id/trash`,
    operation: "gmail.threads.trash",
    scopes: scopes.CAN_MODIFY,
    handle: (call) => change(call, (thread) => call.account.gmail.trash(thread)),
  },
  {
    method: "POST",
    path: `${PATH}/:id/untrash`,
    operation: "gmail.threads.untrash",
    scopes: scopes.CAN_MODIFY,
    handle: (call) => change(call, (thread) => call.account.gmail.untrash(thread)),
  },
  {
    method: "DELETE",
    path: `${PATH}/:id`,
    operation: "gmail.threads.delete",
    scopes: [scopes.FULL],
    handle({ account: { gmail }, params }) {
      gmail.remove(gmail.thread(params.id!));
      return noContent;
    },
  },
];

function* newestThreads(call: Call): Generator<StoredMessage[]> {
  const seen = new Set<string>();
  const fitting = new Set<string>();
  for (const { threadId } of search(call)) fitting.add(threadId);
  for (const { threadId } of call.account.gmail.newest()) {
    if (seen.has(threadId) || !fitting.has(threadId)) continue;
    seen.add(threadId);
    yield call.account.gmail.thread(threadId);
  }
}

function newestChange(thread: StoredMessage[]): bigint {
  return thread.reduce((newest, { historyId }) => historyId > newest ? historyId : newest, 0n);
}

function change(call: Call, act: (thread: StoredMessage[]) => void) {
  const thread = call.account.gmail.thread(call.params.id!);
  act(thread);
  return ok({
    id: call.params.id,
    messages: thread.map((message) => ({
      ...messageReference(message),
      labelIds: [...message.labelIds],
    })),
  });
}
