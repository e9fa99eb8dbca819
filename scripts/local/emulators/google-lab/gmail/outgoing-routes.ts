/** Sending, inserting and importing. https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages */
import { ok } from "../answer.ts";
import type { Call, Route } from "../route.ts";
import { readFacts } from "./message.ts";
import { mailInRequest, sendMail } from "./outgoing.ts";
import { messageLabels } from "./resource.ts";
import * as scopes from "./scopes.ts";

const PATH = "/gmail/v1/users/:userId/messages";

/** The same at the address for uploads, https://developers.google.com/workspace/gmail/api/guides/uploads */
export function withUpload(route: Route): Route[] {
  return [route, { ...route, path: `/upload${route.path}` }];
}

export const outgoingRoutes: Route[] = [
  ...withUpload({
    method: "POST",
    path: `${PATH}/send`,
    operation: "gmail.messages.send",
    scopes: scopes.CAN_SEND,
    handle: (call) => ok(messageLabels(sendMail(call, mailInRequest(call)))),
  }),
  ...withUpload({
    method: "POST",
    path: PATH,
    operation: "gmail.messages.insert",
    scopes: scopes.CAN_INSERT,
    handle: (call) => put(call, "receivedTime"),
  }),
  ...withUpload({
    method: "POST",
    path: `${PATH}/import`,
    operation: "gmail.messages.import",
    scopes: scopes.CAN_INSERT,
    handle: (call) => put(call, "dateHeader"),
  }),
];

function put(call: Call, standardSource: string) {
  const mail = mailInRequest(call);
  const source = mail.internalDateSource ?? standardSource;
  const { date } = readFacts(mail.raw);
  const message = call.account.gmail.add({
    raw: mail.raw,
    threadId: mail.threadId,
    labelIds: mail.labelIds,
    internalDate: source === "dateHeader" && date !== null ? date : call.now,
  });
  return ok(messageLabels(message));
}
