/** A person's calendar, read as that person; of colleagues only when they are busy (migrations 0800 to 0809). */
import type { TimeWindow } from "../domain/time/resolve-window.ts";
import type { WorkingHours } from "../domain/prompts/free-times.ts";

export interface OwnEvent {
  id: string;
  title: string;
  /** ISO 8601. */
  startsAt: string;
  endsAt: string;
  isBusy: boolean;
  /** A whole day or several. */
  isAllDay: boolean;
}

export interface Colleague {
  userId: string;
  name: string;
  address: string;
}

export interface OwnCalendar {
  workingHours(): Promise<WorkingHours>;
  /** Whether any calendar of theirs is read. */
  hasCalendar(): Promise<boolean>;
  /** Soonest first; at most 100. */
  events(window: TimeWindow): Promise<OwnEvent[]>;
  /** Joined blocks, at most 92 days of them. */
  busy(userIds: string[], window: TimeWindow): Promise<TimeWindow[]>;
  /** Members of the workspace, without the person. */
  colleagues(): Promise<Colleague[]>;
}
