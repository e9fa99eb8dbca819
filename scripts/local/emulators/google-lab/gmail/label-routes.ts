/** https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.labels */
import { noContent, ok } from "../answer.ts";
import { type Call, jsonBody, type Route } from "../route.ts";
import * as scopes from "./scopes.ts";

const PATH = "/gmail/v1/users/:userId/labels";

export const labelRoutes: Route[] = [
  {
    method: "GET",
    path: PATH,
    operation: "gmail.labels.list",
    scopes: scopes.CAN_READ_LABELS,
    handle: ({ account }) => ok({ labels: account.gmail.labels.list() }),
  },
  {
    method: "GET",
    path: `${PATH}/:id`,
    operation: "gmail.labels.get",
    scopes: scopes.CAN_READ_LABELS,
    handle: (call) => ok(counted(call, call.params.id!)),
  },
  {
    method: "POST",
    path: PATH,
    operation: "gmail.labels.create",
    scopes: scopes.CAN_LABEL,
    handle: ({ account, request }) => ok(account.gmail.labels.create(jsonBody(request))),
  },
  ...(["PUT", "PATCH"] as const).map((method): Route => ({
    method,
    path: `${PATH}/:id`,
    operation: method === "PUT" ? "gmail.labels.update" : "gmail.labels.patch",
    scopes: scopes.CAN_LABEL,
    handle: ({ account, request, params }) =>
      ok(account.gmail.labels.update(params.id!, jsonBody(request))),
  })),
  {
    method: "DELETE",
    path: `${PATH}/:id`,
    operation: "gmail.labels.delete",
    scopes: scopes.CAN_LABEL,
    handle({ account: { gmail }, params }) {
      gmail.labels.remove(params.id!);
      const labelled = [...gmail.newest()].filter(({ labelIds }) => labelIds.has(params.id!));
      gmail.modify(labelled, [], [params.id!]);
      return noContent;
    },
  },
];

function counted({ account: { gmail } }: Call, id: string) {
  const label = gmail.labels.get(id);
  const messages = [...gmail.newest()].filter(({ labelIds }) => labelIds.has(id));
  const unread = messages.filter(({ labelIds }) => labelIds.has("UNREAD"));
  const threads = (of: typeof messages) => new Set(of.map(({ threadId }) => threadId)).size;
  return {
    ...label,
    messagesTotal: messages.length,
    messagesUnread: unread.length,
    threadsTotal: threads(messages),
    threadsUnread: threads(unread),
  };
}
