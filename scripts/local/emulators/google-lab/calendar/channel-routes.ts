/** https://developers.google.com/workspace/calendar/api/v3/reference/events/watch and .../channels/stop */
import { badRequest, noContent, ok, refuse } from "../answer.ts";
import { type Call, jsonBody, type Route } from "../route.ts";
import type { Channels } from "./channels.ts";
import { CAN_READ_EVENTS, CAN_READ_LIST } from "./scopes.ts";

/** A week for events, unless less is asked for. */
const LONGEST_MS = 7 * 86_400_000;

export function channelRoutes(channels: Channels): Route[] {
  return [
    {
      method: "POST",
      path: "/calendar/v3/calendars/:calendarId/events/watch",
      operation: "calendar.events.watch",
      scopes: CAN_READ_EVENTS,
      handle(call) {
        const { entry } = call.account.calendars.get(call.params.calendarId!);
        const path = `calendars/${encodeURIComponent(entry.id)}/events`;
        return open(channels, call, entry.id, path);
      },
    },
    {
      method: "POST",
      path: "/calendar/v3/users/me/calendarList/watch",
      operation: "calendar.calendarList.watch",
      scopes: CAN_READ_LIST,
      handle: (call) => open(channels, call, "", "users/me/calendarList"),
    },
    {
      method: "POST",
      path: "/calendar/v3/channels/stop",
      operation: "calendar.channels.stop",
      scopes: [...CAN_READ_EVENTS, ...CAN_READ_LIST],
      handle(call) {
        const { id, resourceId } = jsonBody(call.request);
        const channel = channels.find(String(id));
        const isOwn = channel?.mailbox === call.account.address &&
          channel.resourceId === resourceId;
        if (!isOwn) {
          refuse(404, "notFound", `Channel '${id}' not found for project '100000000000'`, {
            hasStatusName: false,
          });
        }
        channels.stop(channel!.id);
        return noContent;
      },
    },
  ];
}

function open(channels: Channels, call: Call, calendarId: string, path: string) {
  const { id, type, address, token, expiration, params } = jsonBody(call.request);
  if (typeof id !== "string" || !/^[A-Za-z0-9\-_+/=]{1,64}$/.test(id)) {
    badRequest("Invalid channel id.");
  }
  if (!["web_hook", "webhook"].includes(type)) badRequest("Unknown channel type.");
  const isLocal = /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(String(address));
  if (!isLocal && !/^https:\/\//.test(String(address))) {
    refuse(400, "push.webhookUrlNotHttps", `WebHook callback must be HTTPS: ${address}`, {
      hasStatusName: false,
    });
  }
  if (channels.find(id)) {
    refuse(400, "channelIdNotUnique", `Channel id not unique`, { hasStatusName: false });
  }
  const longest = call.now + LONGEST_MS;
  const wanted = params?.ttl ? call.now + Number(params.ttl) * 1000 : Number(expiration ?? longest);
  const channel = channels.open({
    id,
    mailbox: call.account.address,
    calendarId,
    resourceUri: `https://www.googleapis.com/calendar/v3/${path}?alt=json`,
    address,
    token: typeof token === "string" ? token : null,
    expiration: Math.min(wanted, longest),
  });
  return ok({
    kind: "api#channel",
    id,
    resourceId: channel.resourceId,
    resourceUri: channel.resourceUri,
    ...(channel.token !== null && { token: channel.token }),
    expiration: String(channel.expiration),
  });
}
