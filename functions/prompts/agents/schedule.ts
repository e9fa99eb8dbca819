/** The calendar: what is on, when there is time, and the times others propose in their mail. Nothing is booked. */
import { Temporal } from "temporal-polyfill";
import { requestSentences } from "../../_shared/domain/mail/request-sentences.ts";
import type { Answer, Statement } from "../../_shared/domain/prompts/answer.ts";
import { sourceOf } from "../../_shared/domain/prompts/cite.ts";
import { freeTimes, isFree } from "../../_shared/domain/prompts/free-times.ts";
import {
  ASKS_FOR_PROPOSALS,
  isAboutMeeting,
  minutesOf,
} from "../../_shared/domain/prompts/schedule-words.ts";
import { findWindow } from "../../_shared/domain/time/find-window.ts";
import type { TimeWindow } from "../../_shared/domain/time/resolve-window.ts";
import type { Colleague } from "../../_shared/ports/own-calendar.ts";
import { addressesOf, type AgentResult, type PromptWorld } from "./agent.ts";
import { nameOf } from "./references.ts";
import { askWho, nobodyCalled, whoIsMeant } from "./who.ts";
import { windowBehind } from "./window-behind.ts";

type ScheduleAnswer = Extract<Answer, { intent: "schedule" }>;
/** Without a time, from now on; and never further than that. */
const USUAL_DAYS = 7;
const MAX_DAYS = 92;
const MAX_FREE = 10;
const MAX_READ = 100;

export async function schedule(world: PromptWorld): Promise<AgentResult> {
  const { request, route, asOf } = world;
  await world.report("looking", {});
  const colleague = route.entity ? await colleagueCalled(route.entity, world) : null;
  const meant = colleague ? null : await whoIsMeant(world);
  if (meant?.kind === "several") return askWho(world, meant);
  if (ASKS_FOR_PROPOSALS.test(request.prompt)) {
    if (meant?.kind === "unknown") return empty(nobodyCalled(meant.name), null);
    const addresses = meant?.kind === "people"
      ? addressesOf(meant.people)
      : colleague
      ? [colleague.address]
      : undefined;
    return await proposals(world, addresses);
  }
  const window = bounded(world.window ?? { fromAt: asOf, untilAt: after(asOf, USUAL_DAYS) });
  const isAhead = Date.parse(window.untilAt) > Date.parse(asOf);
  const { calendar, userId } = world;
  const hasCalendar = await calendar.hasCalendar();
  const events = await calendar.events(window);
  const people = [userId, ...(colleague ? [colleague.userId] : [])];
  const busy = await calendar.busy(people, window);
  const minutes = minutesOf(request.prompt.replace(route.timePhrase ?? "", " "));
  const free = isAhead
    ? freeTimes({
      window,
      asOf,
      timeZone: world.timeZone,
      workingHours: await calendar.workingHours(),
      busy,
      minutes,
      maxCount: MAX_FREE,
    })
    : [];
  await world.report("found", { event_count: events.length, free_count: free.length });
  const answer = {
    events: events.map(({ id, title, startsAt, endsAt, isAllDay }) => ({
      event_id: id,
      title,
      starts_at: startsAt,
      ends_at: endsAt,
      is_all_day: isAllDay,
    })),
    free: free.map(({ fromAt, untilAt }) => ({ starts_at: fromAt, ends_at: untilAt })),
    is_free: isFree(window, busy),
    minutes,
    with: colleague ? [colleague.name] : [],
  };
  const outside = meant?.kind === "people"
    ? meant.people.length
    : meant?.kind === "unknown"
    ? 1
    : 0;
  return {
    answer: {
      intent: "schedule",
      found: events.length + free.length > 0,
      text: textOf(answer, window, world),
      statements: [],
      ...answer,
    },
    lookedAtCount: 0,
    needsTriage: false,
    window,
    unknownCalendars: (hasCalendar ? 0 : 1) + outside,
  };
}

async function colleagueCalled(
  name: string,
  { calendar }: PromptWorld,
): Promise<Colleague | null> {
  const wanted = name.toLowerCase();
  const found = (await calendar.colleagues()).filter(({ name, address }) =>
    name.toLowerCase() === wanted || address === wanted ||
    name.toLowerCase().split(" ")[0] === wanted
  );
  return found.length === 1 ? found[0]! : null;
}

/** Sentences of others that name a time to come together. */
async function proposals(world: PromptWorld, addresses?: string[]): Promise<AgentResult> {
  const { mail, request, timeZone } = world;
  const window = windowBehind(world);
  const messages = await mail.messages({
    window,
    addresses,
    connectionIds: request.connectionIds ?? undefined,
    maxCount: MAX_READ,
  });
  const statements = messages.filter(({ direction, automaticKind }) =>
    direction === "inbound" && automaticKind === "human"
  ).flatMap((message): Statement[] => {
    const sentence = requestSentences(message.text).find((one) =>
      isAboutMeeting(one) &&
      findWindow(one, { asOf: message.sentAt, timeZone, toward: "future" }) !== null
    );
    const sources = sentence ? sourceOf(message, sentence) : [];
    return sources.length > 0
      ? [{ text: `${nameOf(message)} proposes: ${sources[0]!.quote}`, sources }]
      : [];
  }).slice(0, MAX_FREE);
  await world.report("found", { proposal_count: statements.length });
  const count = statements.length === 1 ? "1 mail proposes" : `${statements.length} mails propose`;
  const text = statements.length === 0
    ? "Nobody proposes a time in this mail."
    : `${count} a time. ${statements.slice(0, 3).map(({ text }) => text).join(" ")}`;
  return {
    ...empty(text, window, statements),
    lookedAtCount: messages.length,
    isLimited: messages.length === MAX_READ,
  };
}

function empty(
  text: string,
  window: TimeWindow | null,
  statements: Statement[] = [],
): AgentResult {
  return {
    answer: {
      intent: "schedule",
      found: statements.length > 0,
      text,
      statements,
      events: [],
      free: [],
      is_free: null,
      minutes: null,
      with: [],
    },
    lookedAtCount: 0,
    needsTriage: false,
    window,
  };
}

function bounded({ fromAt, untilAt }: TimeWindow): TimeWindow {
  const latest = after(fromAt, MAX_DAYS);
  return { fromAt, untilAt: Date.parse(untilAt) > Date.parse(latest) ? latest : untilAt };
}

function after(at: string, days: number): string {
  return new Date(Date.parse(at) + days * 86_400_000).toISOString();
}

function textOf(
  { events, free, is_free: isFree, with: people }: Pick<
    ScheduleAnswer,
    "events" | "free" | "is_free" | "with"
  >,
  { fromAt, untilAt }: TimeWindow,
  { timeZone, asOf }: PromptWorld,
): string {
  const local = (at: string) => {
    const zoned = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone);
    return `${zoned.toPlainDate()} ${zoned.toPlainTime().toString().slice(0, 5)}`;
  };
  const span = `between ${local(fromAt)} and ${local(untilAt)}`;
  const whose = people.length > 0 ? ` and ${people.join(", ")}` : "";
  const on = events.length === 0
    ? ""
    : ` On: ${
      events.slice(0, 5).map(({ title, starts_at: at }) => `${title} (${local(at)})`).join(", ")
    }.`;
  if (Date.parse(untilAt) <= Date.parse(asOf)) {
    return events.length === 0 ? `Nothing was in your calendar ${span}.` : `${span}.${on}`;
  }
  if (isFree) return `Nothing in the calendars of you${whose} ${span}.`;
  const times = free.slice(0, 3).map((one) =>
    `${local(one.starts_at)}–${local(one.ends_at).slice(11)}`
  ).join(", ");
  return (times === ""
    ? `No free time in your working hours ${span}.`
    : `Free${whose ? ` for you${whose}` : ""}: ${times}.`) + on;
}
