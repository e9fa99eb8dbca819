/**
 * https://developers.google.com/workspace/calendar/api/v3/reference/events/watch and
 * https://developers.google.com/workspace/calendar/api/v3/reference/channels/stop
 */
import { z } from "zod";
import { ProviderError } from "../../http/provider-error.ts";
import type { ProviderFetch } from "../../http/provider-fetch.ts";
import type { CalendarPush } from "../../ports/calendar-provider.ts";
import { calendarPath, readAnswer } from "./call-google-calendar.ts";

const answerForm = z.object({
  resourceId: z.string().min(1),
  /** Milliseconds since 1970, as text. */
  expiration: z.coerce.number().optional(),
});

export function createCalendarPush(google: ProviderFetch): CalendarPush {
  return {
    async watch({ id, token, address, providerCalendarId, expiresAt }) {
      const answer = readAnswer(
        answerForm,
        await google({
          operation: "events.watch",
          method: "POST",
          path: calendarPath(providerCalendarId, "events/watch"),
          body: { id, token, address, type: "web_hook", expiration: String(expiresAt.getTime()) },
        }),
        "unknown",
      );
      return {
        resourceId: answer.resourceId,
        expiresAt: answer.expiration ? new Date(answer.expiration) : null,
      };
    },
    async stop(channelId, resourceId) {
      try {
        await google({
          operation: "channels.stop",
          method: "POST",
          path: "calendar/v3/channels/stop",
          body: { id: channelId, resourceId },
        });
      } catch (error) {
        // not found: it has ended by itself
        if (!(error instanceof ProviderError) || error.status !== 404) throw error;
      }
    },
  };
}
