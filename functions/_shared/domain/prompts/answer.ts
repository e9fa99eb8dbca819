/**
 * What a prompt is answered with: one form for each intent. Every statement names the messages it rests on with words that stand
 * in them, every answer says what was looked at and what was not seen (NEW-11).
 */
import { z } from "zod";
import { METRICS } from "./route.ts";

export const source = z.object({ message_id: z.guid(), quote: z.string() });
export type Source = z.infer<typeof source>;

export const statement = z.object({ text: z.string(), sources: z.array(source) });
export type Statement = z.infer<typeof statement>;

const moment = z.iso.datetime({ offset: true });
const day = z.iso.date();

/** Why something was not seen; a client words it. */
export const UNSEEN = [
  /** Paused by its owner: what came since is not read. */
  "connection_paused",
  /** Needs its owner: what came since is not read. */
  "connection_error",
  "connection_disconnected",
  /** An import or the reading of older mail goes on. */
  "connection_importing",
  /** Not known to be complete after `since`. */
  "connection_read_until",
  /** So many messages could not be read. */
  "messages_unreadable",
  /** Read, but not classified yet: whether they want an answer is not known. */
  "messages_not_triaged",
  /** More than is looked at for one answer; the latest were. */
  "beyond_limit",
  /** A filter named an account that is not there. */
  "connection_unknown",
  /** No calendar is known for them. */
  "calendar_unknown",
] as const;

export const coverage = z.object({
  window: z.object({ from_at: moment, until_at: moment }).nullable(),
  time_zone: z.string(),
  /** Messages in the window the person may read: 10,000 stands for so many or more. */
  message_count: z.int(),
  /** Of them looked at for this answer. */
  looked_at_count: z.int(),
  connections: z.array(z.object({
    connection_id: z.guid(),
    name: z.string(),
    status: z.string(),
    /** Known to be complete until then; null for imports and colleagues' accounts. */
    read_until: moment.nullable(),
  })),
  not_seen: z.array(z.object({
    reason: z.enum(UNSEEN),
    connection_id: z.guid().nullable(),
    since: moment.nullable(),
    count: z.int().nullable(),
  })),
});
export type Coverage = z.infer<typeof coverage>;

const common = {
  prompt_id: z.guid(),
  /** The answer in a sentence or two, in English; the words of mails stay as they were written. */
  text: z.string(),
  /** False: nothing supports an answer, which is one. */
  found: z.boolean(),
  statements: z.array(statement),
  coverage,
  /** Who wrote it. */
  engine: z.enum(["rules", "model"]),
  /** Why rules stood in for a model. */
  fallback_reason: z.string().nullable(),
};

const conversationRef = z.object({
  conversation_id: z.guid(),
  subject: z.string(),
  /** The latest message of the other side, or ours that asks. */
  message_id: z.guid().nullable(),
  with: z.string(),
  since: moment.nullable(),
});
export type ConversationRef = z.infer<typeof conversationRef>;

const taskRef = z.object({
  task_id: z.guid(),
  title: z.string(),
  status: z.string(),
  priority: z.string(),
  due_on: day.nullable(),
  due_at: moment.nullable(),
  message_id: z.guid().nullable(),
});
export type TaskRef = z.infer<typeof taskRef>;

const promiseRef = z.object({
  promise_id: z.guid(),
  message_id: z.guid(),
  conversation_id: z.guid(),
  side: z.enum(["us", "them"]),
  promised_by: z.string(),
  quote: z.string(),
  given_at: moment,
  due_on: day.nullable(),
  state: z.string(),
});
export type PromiseRef = z.infer<typeof promiseRef>;

const personRef = z.object({
  contact_id: z.guid(),
  name: z.string(),
  addresses: z.array(z.string()),
});
export type PersonRef = z.infer<typeof personRef>;

export const counts = z.object({
  total: z.int(),
  received: z.int(),
  sent: z.int(),
  by_source: z.array(z.object({ connection_id: z.guid(), name: z.string(), count: z.int() })),
});

export const summarizeAnswer = z.object({
  intent: z.literal("summarize"),
  ...common,
  summary_id: z.guid().nullable(),
  /** It was made before: the same window over the same messages. */
  is_stored: z.boolean(),
  overview: z.string(),
  key_events: z.array(z.object({
    message_id: z.guid(),
    conversation_id: z.guid(),
    title: z.string(),
    from: z.string(),
    at: moment,
  })),
  themes: z.array(z.string()),
  counts,
});

export const actionsAnswer = z.object({
  intent: z.literal("actions"),
  ...common,
  tasks: z.array(taskRef),
  needs_reply: z.array(conversationRef),
  promises_due: z.array(promiseRef),
  /** Tasks this very question has found, among `tasks`: suggested, not confirmed. */
  suggested_count: z.int(),
});

export const promisesAnswer = z.object({
  intent: z.literal("promises"),
  ...common,
  promises: z.array(promiseRef),
});

export const contactAnswer = z.object({
  intent: z.literal("contact"),
  ...common,
  people: z.array(personRef),
  received: z.int(),
  sent: z.int(),
  first_at: moment.nullable(),
  last_at: moment.nullable(),
  waiting_for_us: z.array(conversationRef),
  waiting_for_them: z.array(conversationRef),
  promises: z.array(promiseRef),
  tasks: z.array(taskRef),
  next_actions: z.array(z.object({
    kind: z.enum(["answer", "remind", "do_task", "keep_promise", "ask_about_promise"]),
    text: z.string(),
    conversation_id: z.guid().nullable(),
    task_id: z.guid().nullable(),
    promise_id: z.guid().nullable(),
  })),
});

export const metricsAnswer = z.object({
  intent: z.literal("metrics"),
  ...common,
  metric: z.enum(METRICS),
  /** What answer_metric() of the database gave; see its comment. */
  value: z.number().nullable(),
  parts: z.unknown(),
  rows: z.array(z.record(z.string(), z.unknown())),
  is_truncated: z.boolean(),
});

export const draftAnswer = z.object({
  intent: z.literal("draft"),
  ...common,
  conversation: conversationRef.nullable(),
  /** Kept as drafts of the conversation; nothing has left. Send one with send_draft(draft_id, version). */
  drafts: z.array(z.object({
    draft_id: z.guid(),
    version: z.int(),
    kind: z.enum(["reply", "follow_up"]),
    tone: z.string(),
    subject: z.string(),
    /** [[…]] marks a gap only its owner can fill. */
    body: z.string(),
    recipient_address: z.string(),
    recipient_name: z.string().nullable(),
    flags: z.array(z.string()),
  })),
  /** A follow-up of the product's own that is under way in this conversation; approving both would send two. */
  nudge: z.object({ nudge_id: z.guid(), status: z.string(), draft_version: z.int() }).nullable(),
  /** Slug of why there is nothing to write; null otherwise. */
  refusal: z.string().nullable(),
});

export const scheduleAnswer = z.object({
  intent: z.literal("schedule"),
  ...common,
  events: z.array(z.object({
    event_id: z.guid(),
    title: z.string(),
    starts_at: moment,
    ends_at: moment,
    is_all_day: z.boolean(),
  })),
  /** Stretches of at least `minutes` in the person's working hours in which nobody who was looked up is busy. */
  free: z.array(z.object({ starts_at: moment, ends_at: moment })),
  /** Whether nothing lies in the window at all; null when times others propose were asked for. */
  is_free: z.boolean().nullable(),
  minutes: z.int().nullable(),
  /** Colleagues whose busy times were taken in. */
  with: z.array(z.string()),
});

export const questionAnswer = z.object({ intent: z.literal("question"), ...common });

/** It is not clear who or what is meant: ask again with `contact_id` or `conversation_id` of one of these. */
export const choiceAnswer = z.object({
  intent: z.literal("choice"),
  ...common,
  asked_intent: z.string(),
  candidates: z.array(z.object({
    kind: z.enum(["contact", "conversation"]),
    id: z.guid(),
    label: z.string(),
  })),
});

export const answer = z.discriminatedUnion("intent", [
  summarizeAnswer,
  actionsAnswer,
  promisesAnswer,
  contactAnswer,
  metricsAnswer,
  draftAnswer,
  scheduleAnswer,
  questionAnswer,
  choiceAnswer,
]);
export type Answer = z.infer<typeof answer>;

/** The ids of every message an answer quotes or names. */
export function citedMessages(given: Answer): string[] {
  const ids = new Set(
    given.statements.flatMap(({ sources }) => sources.map(({ message_id }) => message_id)),
  );
  const lists: { message_id: string | null }[] = given.intent === "summarize"
    ? given.key_events
    : given.intent === "actions"
    ? [...given.tasks, ...given.needs_reply, ...given.promises_due]
    : given.intent === "promises"
    ? given.promises
    : given.intent === "draft"
    ? given.conversation ? [given.conversation] : []
    : given.intent === "contact"
    ? [...given.waiting_for_us, ...given.waiting_for_them, ...given.promises, ...given.tasks]
    : [];
  for (const { message_id } of lists) if (message_id) ids.add(message_id);
  return [...ids];
}
