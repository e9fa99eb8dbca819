import type { Route } from "../route.ts";
import { calendarListRoutes } from "./calendar-list-routes.ts";
import { channelRoutes } from "./channel-routes.ts";
import type { Channels } from "./channels.ts";
import { type CalendarDeps, eventRoutes } from "./event-routes.ts";
import { listRoutes } from "./list-events.ts";

// `events/watch` is told from `events/:eventId` by its method
export const calendarRoutes = (deps: CalendarDeps & { channels: Channels }): Route[] => [
  ...calendarListRoutes(deps.accounts),
  ...channelRoutes(deps.channels),
  ...listRoutes,
  ...eventRoutes(deps),
];
