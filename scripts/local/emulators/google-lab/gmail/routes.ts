import type { Route } from "../route.ts";
import { draftRoutes } from "./draft-routes.ts";
import { labelRoutes } from "./label-routes.ts";
import { mailboxRoutes } from "./mailbox-routes.ts";
import { messageRoutes } from "./message-routes.ts";
import { outgoingRoutes } from "./outgoing-routes.ts";
import { threadRoutes } from "./thread-routes.ts";

export const gmailRoutes: Route[] = [
  ...mailboxRoutes,
  ...messageRoutes,
  ...outgoingRoutes,
  ...threadRoutes,
  ...draftRoutes,
  ...labelRoutes,
];
