/** https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.drafts */
import { noContent, notFound, ok } from "../answer.ts";
import { takePage } from "../page.ts";
import { type Call, jsonBody, pageSize, type Route } from "../route.ts";
import { mailInRequest, sendMail } from "./outgoing.ts";
import { withUpload } from "./outgoing-routes.ts";
import { formatOf, messageLabels, messageReference, messageResource } from "./resource.ts";
import * as scopes from "./scopes.ts";

const PATH = "/gmail/v1/users/:userId/drafts";

export const draftRoutes: Route[] = [
  {
    method: "GET",
    path: PATH,
    operation: "gmail.drafts.list",
    scopes: scopes.CAN_READ,
    handle({ account, query }) {
      const drafts = [...account.drafts].sort(([a], [b]) => a < b ? 1 : -1);
      const size = pageSize(query, 100, 500);
      const { items, nextPageToken } = takePage(drafts, ([id]) => id, query, size);
      return ok({
        ...(items.length > 0 && {
          drafts: items.map(([id, messageId]) => ({
            id,
            message: messageReference(account.gmail.get(messageId)),
          })),
        }),
        ...(nextPageToken && { nextPageToken }),
        resultSizeEstimate: items.length,
      });
    },
  },
  ...withUpload({
    method: "POST",
    path: PATH,
    operation: "gmail.drafts.create",
    scopes: scopes.CAN_DRAFT,
    handle(call) {
      const id = `r${call.account.random.between(1, 9)}${
        String(call.account.drafts.size).padStart(6, "0")
      }${call.account.random.between(10 ** 11, 10 ** 12 - 1)}`;
      return ok(write(call, id));
    },
  }),
  ...withUpload({
    method: "POST",
    path: `${PATH}/send`,
    operation: "gmail.drafts.send",
    scopes: scopes.CAN_DRAFT,
    handle(call) {
      const { id, message } = jsonBody(call.request);
      const held = messageOf(call, String(id));
      const raw = message?.raw ? mailInRequest(call).raw : held.raw;
      const sent = sendMail(call, { raw, threadId: held.threadId });
      call.account.drafts.delete(String(id));
      call.account.gmail.remove([held]);
      return ok(messageLabels(sent));
    },
  }),
  {
    method: "GET",
    path: `${PATH}/:id`,
    operation: "gmail.drafts.get",
    scopes: scopes.CAN_READ_CONTENT,
    handle(call) {
      const message = messageOf(call, call.params.id!);
      return ok({ id: call.params.id, message: messageResource(message, formatOf(call.query)) });
    },
  },
  ...withUpload({
    method: "PUT",
    path: `${PATH}/:id`,
    operation: "gmail.drafts.update",
    scopes: scopes.CAN_DRAFT,
    handle(call) {
      const before = messageOf(call, call.params.id!);
      const draft = write(call, call.params.id!, before.threadId);
      // an edited draft is another message
      call.account.gmail.remove([before]);
      return ok(draft);
    },
  }),
  {
    method: "DELETE",
    path: `${PATH}/:id`,
    operation: "gmail.drafts.delete",
    scopes: scopes.CAN_DRAFT,
    handle(call) {
      const message = messageOf(call, call.params.id!);
      call.account.drafts.delete(call.params.id!);
      call.account.gmail.remove([message]);
      return noContent;
    },
  },
];

function messageOf({ account }: Call, draftId: string) {
  return account.gmail.get(account.drafts.get(draftId) ?? notFound());
}

function write(call: Call, id: string, threadId: string | null = null) {
  const mail = mailInRequest(call);
  const message = call.account.gmail.add({
    raw: mail.raw,
    threadId: mail.threadId ?? threadId,
    labelIds: ["DRAFT"],
  });
  call.account.drafts.set(id, message.id);
  return { id, message: messageLabels(message) };
}
