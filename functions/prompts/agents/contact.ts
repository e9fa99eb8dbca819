/** How things stand with somebody: what was exchanged, who waits for whom, what is promised, and what comes next. */
import {
  SUMMARISE_VERSION,
  summariseMessages,
} from "../../_shared/ai/prompts/summarise-messages.ts";
import type { Answer, Statement } from "../../_shared/domain/prompts/answer.ts";
import { keepCited } from "../../_shared/domain/prompts/cite.ts";
import { addressesOf, type AgentResult, type PromptWorld } from "./agent.ts";
import { latestOf, ofAccounts } from "./of-accounts.ts";
import { promiseRef, promiseStatements, promptMessageOf, taskRef, waiting } from "./references.ts";
import { askWho, nobodyCalled, whoIsMeant } from "./who.ts";

const MAX_MESSAGES = 100;
const MAX_READ = 30;
type ContactAnswer = Extract<Answer, { intent: "contact" }>;

export async function contact(world: PromptWorld): Promise<AgentResult> {
  const { mail, work, window, request } = world;
  const meant = await whoIsMeant(world);
  if (meant.kind === "several") return askWho(world, meant);
  if (meant.kind !== "people") {
    const name = meant.kind === "unknown" ? meant.name : "that";
    return {
      answer: { ...nobody, text: nobodyCalled(name) },
      lookedAtCount: 0,
      needsTriage: false,
    };
  }
  const addresses = addressesOf(meant.people);
  await world.report("looking", {});
  const connectionIds = request.connectionIds ?? undefined;
  const messages = await mail.messages({
    window,
    addresses,
    connectionIds,
    maxCount: MAX_MESSAGES,
  });
  await world.report("found", { message_count: messages.length });
  const conversations = (await mail.conversations({ addresses }))
    .filter(({ status }) => status !== "resolved");
  const active = await ofAccounts(conversations, latestOf, world);
  // what triage says of the last mail counts before whose turn it is
  const forUs = active.filter(({ needsReply, waitingOn }) => needsReply ?? waitingOn === "us");
  const us = await waiting(forUs, "us", mail);
  const them = await waiting(active.filter(({ waitingOn }) => waitingOn === "them"), "them", mail);
  const promises = await ofAccounts(
    await work.promises({ window, side: null, addresses, states: ["made", "due"] }),
    ({ messageId }) => messageId,
    world,
  );
  const known = new Set(messages.map(({ id }) => id));
  const tasks = (await work.tasks()).filter(({ messageId }) => messageId && known.has(messageId));
  const read = messages.slice(0, MAX_READ);
  const judged = read.length === 0 ? null : await world.ask(
    {
      action: "summarise",
      prompt_version: SUMMARISE_VERSION,
      context_ids: read.map(({ id }) => id),
    },
    (model) => summariseMessages(model, read.map(promptMessageOf)),
  );
  const history = keepCited(
    (judged?.value.statements ?? []).slice(0, 5).map(({ text, sources }) => ({
      text,
      sources: sources.map(({ message, quote }) => ({ message: message - 1, quote })),
    })),
    read,
  );
  const statements = [
    ...us.statements,
    ...them.statements,
    ...await promiseStatements(promises, mail),
    ...history,
  ];
  const received = messages.filter(({ direction }) => direction === "inbound").length;
  const next_actions = nextActions(
    us.refs,
    them.refs,
    promises.map(promiseRef),
    tasks.map(taskRef),
  );
  const answer = {
    intent: "contact" as const,
    found: messages.length > 0,
    text: textOf(meant.name, messages.length, received, us.refs.length, them.refs.length, history),
    statements: unique(statements),
    people: meant.people.map(({ contactId, name, addresses }) => ({
      contact_id: contactId,
      name,
      addresses,
    })),
    received,
    sent: messages.length - received,
    first_at: messages.at(-1)?.sentAt ?? null,
    last_at: messages[0]?.sentAt ?? null,
    waiting_for_us: us.refs,
    waiting_for_them: them.refs,
    promises: promises.map(promiseRef),
    tasks: tasks.map(taskRef),
    next_actions,
  };
  return {
    answer,
    lookedAtCount: messages.length,
    isLimited: messages.length === MAX_MESSAGES,
    needsTriage: false,
    ...(judged && { engine: judged.engine, fallbackReason: judged.fallbackReason }),
  };
}

const nobody = {
  intent: "contact" as const,
  found: false,
  statements: [],
  people: [],
  received: 0,
  sent: 0,
  first_at: null,
  last_at: null,
  waiting_for_us: [],
  waiting_for_them: [],
  promises: [],
  tasks: [],
  next_actions: [],
};

function textOf(
  name: string,
  total: number,
  received: number,
  forUs: number,
  forThem: number,
  history: Statement[],
): string {
  if (total === 0) return `No mail with ${name} in this time.`;
  const waits = [
    ...(forUs > 0 ? [`${forUs} waiting for you`] : []),
    ...(forThem > 0 ? [`${forThem} waiting for them`] : []),
  ];
  return [
    `${total} messages with ${name}: ${received} received, ${total - received} sent` +
    (waits.length > 0 ? `; conversations: ${waits.join(", ")}.` : "."),
    ...history.slice(0, 2).map(({ text }) => text),
  ].join(" ");
}

/** Proposed, never done. */
function nextActions(
  us: ContactAnswer["waiting_for_us"],
  them: ContactAnswer["waiting_for_them"],
  promises: ContactAnswer["promises"],
  tasks: ContactAnswer["tasks"],
): ContactAnswer["next_actions"] {
  const none = { conversation_id: null, task_id: null, promise_id: null };
  return [
    ...us.map((one) => ({
      ...none,
      kind: "answer" as const,
      text: `Answer ${one.with}: ${one.subject}`,
      conversation_id: one.conversation_id,
    })),
    ...promises.filter(({ side }) => side === "us").map((one) => ({
      ...none,
      kind: "keep_promise" as const,
      text: `Keep what you promised: ${one.quote}`,
      conversation_id: one.conversation_id,
      promise_id: one.promise_id,
    })),
    ...tasks.map((one) => ({
      ...none,
      kind: "do_task" as const,
      text: one.title,
      task_id: one.task_id,
    })),
    ...promises.filter(({ side, state }) => side === "them" && state === "due").map((one) => ({
      ...none,
      kind: "ask_about_promise" as const,
      text: `Ask what became of: ${one.quote}`,
      conversation_id: one.conversation_id,
      promise_id: one.promise_id,
    })),
    ...them.map((one) => ({
      ...none,
      kind: "remind" as const,
      text: `Remind ${one.with}: ${one.subject}`,
      conversation_id: one.conversation_id,
    })),
  ].slice(0, 10);
}

/** The same words of the same message once. */
function unique(statements: Statement[]): Statement[] {
  const seen = new Set<string>();
  return statements.filter(({ sources }) => {
    const key = sources.map(({ message_id, quote }) => `${message_id}:${quote}`).join("|");
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
