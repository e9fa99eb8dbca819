/** What has to be done: open and suggested tasks, mail that waits for an answer, promises of ours that fall due. */
import { Temporal } from "temporal-polyfill";
import { quoteOf } from "../../_shared/domain/prompts/cite.ts";
import type { Statement } from "../../_shared/domain/prompts/answer.ts";
import type { TimeWindow } from "../../_shared/domain/time/resolve-window.ts";
import type { OwnMessage } from "../../_shared/ports/own-mail.ts";
import type { OwnTask } from "../../_shared/ports/own-work.ts";
import { addressesOf, type AgentResult, type PromptWorld } from "./agent.ts";
import { latestOf, ofAccounts } from "./of-accounts.ts";
import { promiseRef, promiseStatements, taskRef, waiting } from "./references.ts";
import { suggestTasks } from "./suggest-tasks.ts";
import { askWho, nobodyCalled, whoIsMeant } from "./who.ts";

const MAX_SHOWN = 50;
const PRESSING = new Set(["urgent", "high"]);

export async function actions(world: PromptWorld): Promise<AgentResult> {
  const { route, request, mail, work, window } = world;
  const meant = await whoIsMeant(world);
  if (meant.kind === "several") return askWho(world, meant);
  if (meant.kind === "unknown") return result([], [], [], [], 0, nobodyCalled(meant.name));
  const addresses = meant.kind === "people" ? addressesOf(meant.people) : null;
  const isPressing = route.isPressing || request.isPressing;
  await world.report("looking", {});
  const suggested = await suggestTasks(world, addresses);
  const open = await work.tasks();
  const messages = await messagesOf(open, world);
  const accounts = request.connectionIds;
  const tasks = open.filter((task) => {
    const message = messages.get(task.messageId ?? "");
    return (!isPressing || PRESSING.has(task.priority)) && isInTime(task, message, world) &&
      (!addresses || message && involves(message, addresses)) &&
      (!accounts || message && accounts.includes(message.connectionId));
  }).slice(0, MAX_SHOWN);
  const waits = (await mail.conversations({ needsReply: true, maxCount: 200 }))
    .filter((one) =>
      !one.isAutomated && (!isPressing || PRESSING.has(one.priority)) &&
      (!addresses || one.participants.some((address) => addresses.includes(address))) &&
      // what is to come leaves no answer out that is owed by then
      (!window || isAhead(window, world) || isWithin(one.lastInboundAt, window))
    );
  const { refs, statements: replies } = await waiting(
    (await ofAccounts(waits, latestOf, world)).slice(0, MAX_SHOWN),
    "us",
    mail,
  );
  const due = await ofAccounts(
    await duePromises(world, addresses, isPressing),
    ({ messageId }) => messageId,
    world,
  );
  await world.report("found", { task_count: tasks.length, needs_reply_count: refs.length });
  const statements = [
    ...tasks.flatMap((task) => taskStatement(task, messages.get(task.messageId ?? ""))),
    ...replies,
    ...await promiseStatements(due, mail),
  ];
  return result(tasks.map(taskRef), refs, due.map(promiseRef), statements, suggested);
}

function isAhead({ untilAt }: TimeWindow, { asOf }: PromptWorld): boolean {
  return Date.parse(untilAt) > Date.parse(asOf) + 60_000;
}

function isWithin(at: string | null, { fromAt, untilAt }: TimeWindow): boolean {
  return at !== null && Date.parse(at) >= Date.parse(fromAt) &&
    Date.parse(at) < Date.parse(untilAt);
}

/** For time to come what is due by then; for time past what it brought. */
function isInTime(task: OwnTask, message: OwnMessage | undefined, world: PromptWorld): boolean {
  const { window, timeZone } = world;
  if (!window) return true;
  const last = Temporal.Instant.from(window.untilAt).toZonedDateTimeISO(timeZone)
    .subtract({ seconds: 1 }).toPlainDate().toString();
  if (isAhead(window, world)) return task.dueOn !== null && task.dueOn <= last;
  const first = Temporal.Instant.from(window.fromAt).toZonedDateTimeISO(timeZone).toPlainDate()
    .toString();
  return isWithin(message?.sentAt ?? task.createdAt, window) ||
    task.dueOn !== null && task.dueOn >= first && task.dueOn <= last;
}

function involves({ senderAddress, recipients }: OwnMessage, addresses: string[]): boolean {
  return addresses.includes(senderAddress) ||
    recipients.some(({ address }) => addresses.includes(address));
}

async function messagesOf(
  tasks: OwnTask[],
  { mail }: PromptWorld,
): Promise<Map<string, OwnMessage>> {
  const ids = [...new Set(tasks.flatMap(({ messageId }) => messageId ?? []))];
  const messages = ids.length > 0 ? await mail.messagesOf({ ids }) : [];
  return new Map(messages.map((message) => [message.id, message]));
}

function taskStatement(task: OwnTask, message: OwnMessage | undefined): Statement[] {
  const quote = message && task.quote ? quoteOf(message, task.quote) : null;
  if (!message || !quote) return [];
  const due = task.dueOn ? ` by ${task.dueOn}` : "";
  return [{ text: `${task.title}${due}`, sources: [{ message_id: message.id, quote }] }];
}

/** Ours that are due, or fall due in the window; without one, by tomorrow. */
async function duePromises(
  { work, window, asOf, timeZone }: PromptWorld,
  addresses: string[] | null,
  isPressing: boolean,
) {
  const ours = await work.promises({
    window: null,
    side: "us",
    addresses,
    states: ["made", "due"],
  });
  const end = window && Date.parse(window.untilAt) > Date.parse(asOf)
    ? Temporal.Instant.from(window.untilAt).toZonedDateTimeISO(timeZone).subtract({ seconds: 1 })
    : Temporal.Instant.from(asOf).toZonedDateTimeISO(timeZone).add({ days: isPressing ? 0 : 1 });
  const last = end.toPlainDate().toString();
  return ours.filter(({ dueOn }) => dueOn !== null && dueOn <= last).slice(0, MAX_SHOWN);
}

function result(
  tasks: ReturnType<typeof taskRef>[],
  needs_reply: Awaited<ReturnType<typeof waiting>>["refs"],
  promises_due: ReturnType<typeof promiseRef>[],
  statements: Statement[],
  suggested: number,
  nobody?: string,
): AgentResult {
  const isFound = tasks.length + needs_reply.length + promises_due.length > 0;
  const parts = [
    `${tasks.length} ${tasks.length === 1 ? "task" : "tasks"}`,
    `${needs_reply.length} ${
      needs_reply.length === 1 ? "mail waits" : "mails wait"
    } for your answer`,
    `${promises_due.length} ${promises_due.length === 1 ? "promise" : "promises"} of yours due`,
  ].join(", ");
  const text = nobody ?? (isFound ? `${parts}.` : "Nothing needs action, as far as was seen.");
  return {
    answer: {
      intent: "actions",
      found: isFound,
      text,
      statements,
      tasks,
      needs_reply,
      promises_due,
      suggested_count: suggested,
    },
    lookedAtCount: Infinity,
    needsTriage: true,
  };
}
