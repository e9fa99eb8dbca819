/** The push channel of a calendar: opened after a complete listing, renewed a day before it ends, and the old one stopped. */
import { ProviderError } from "../_shared/http/provider-error.ts";
import type { Log } from "../_shared/log.ts";
import type { CalendarPush } from "../_shared/ports/calendar-provider.ts";
import type { CalendarChannels, CalendarRun } from "../_shared/ports/calendar-sync.ts";

export interface ChannelPorts {
  channels: CalendarChannels;
  push: (run: CalendarRun) => CalendarPush;
  /** Where Google posts to. */
  address: string;
  /** A fresh id and secret, and the hash of the secret. */
  newChannel: () => Promise<{ id: string; token: string; tokenHash: string }>;
  now: () => Date;
  log: Log;
}

/** What Google gives at most unless asked for less: 604,800 seconds. */
const LIFE_MS = 7 * 24 * 3_600_000;

/** Never rejects: a calendar without a channel is polled oftener. */
export async function keepChannel(run: CalendarRun, ports: ChannelPorts): Promise<void> {
  try {
    const work = await ports.channels.work(run.cursorId);
    const push = ports.push(run);
    if (work.needsChannel) await openChannel(run, push, ports);
    // asked again, because the new channel has just replaced the old one
    const { stop } = work.needsChannel ? await ports.channels.work(run.cursorId) : work;
    for (const { channelId, resourceId } of stop) {
      await push.stop(channelId, resourceId);
      await ports.channels.settle(channelId, { state: "ended" });
    }
  } catch (error) {
    ports.log("warn", "calendar.channel_failed", {
      connection_id: run.connectionId,
      slug: error instanceof ProviderError ? error.slug : "unexpected",
    });
  }
}

async function openChannel(
  run: CalendarRun,
  push: CalendarPush,
  { channels, newChannel, address, now }: ChannelPorts,
): Promise<void> {
  const { id, token, tokenHash } = await newChannel();
  const expiresAt = new Date(now().getTime() + LIFE_MS);
  // Recorded first: the first message may come before the answer.
  await channels.begin(run.cursorId, id, tokenHash, expiresAt);
  try {
    const providerCalendarId = run.providerCalendarId!;
    const opened = await push.watch({ id, token, address, providerCalendarId, expiresAt });
    await channels.settle(id, { state: "active", ...opened });
  } catch (error) {
    // Of unknown outcome: it stays `opening`; should it speak, it is stopped later.
    if (error instanceof ProviderError && error.effect === "none") {
      const isRefused = error.errorClass === "permanent";
      await channels.settle(
        id,
        isRefused ? { state: "failed", slug: error.slug } : { state: "ended" },
      );
    }
    throw error;
  }
}
