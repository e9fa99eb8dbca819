/** An open question: what the person's memory holds about it, each statement with the words it rests on; or nothing. */
import {
  ANSWER_QUESTION_VERSION,
  answerQuestion,
} from "../../_shared/ai/prompts/answer-question.ts";
import { keepCited } from "../../_shared/domain/prompts/cite.ts";
import { contentWords } from "../../_shared/domain/prompts/content-words.ts";
import { addressesOf, type AgentResult, type PromptWorld } from "./agent.ts";
import { promptMessageOf } from "./references.ts";
import { askWho, whoIsMeant } from "./who.ts";

const MAX_HITS = 12;

export async function question(world: PromptWorld): Promise<AgentResult> {
  const { request, mail, window } = world;
  const meant = await whoIsMeant(world);
  if (meant.kind === "several") return askWho(world, meant);
  // a name nobody in the mail has may still stand in it
  const addresses = meant.kind === "people" ? addressesOf(meant.people) : null;
  const asked = withoutTime(world);
  await world.report("looking", {});
  const hits = await world.search(asked, window, addresses ? 50 : MAX_HITS * 2);
  const ids = hits.filter(({ objectType }) => objectType === "message").map(({ objectId }) =>
    objectId
  );
  const read = ids.length > 0 ? await mail.messagesOf({ ids }) : [];
  const messages = ids.flatMap((id) => read.find((message) => message.id === id) ?? [])
    .filter(({ senderAddress, recipients, connectionId }) =>
      (!addresses || addresses.includes(senderAddress) ||
        recipients.some(({ address }) => addresses.includes(address))) &&
      (!request.connectionIds || request.connectionIds.includes(connectionId))
    ).slice(0, MAX_HITS);
  await world.report("found", { message_count: messages.length });
  const wanted = meant.kind === "people" ? withoutName(asked, meant.name) : asked;
  if (messages.length === 0 || contentWords(wanted).length === 0) return nothing();
  const judged = await world.ask(
    {
      action: "answer_question",
      prompt_version: ANSWER_QUESTION_VERSION,
      context_ids: messages.map(({ id }) => id),
    },
    (model) => answerQuestion(model, { question: wanted, messages: messages.map(promptMessageOf) }),
  );
  const statements = keepCited(
    judged.value.statements.slice(0, 4).map(({ text, sources }) => ({
      text,
      sources: sources.map(({ message, quote }) => ({ message: message - 1, quote })),
    })),
    messages,
  );
  const { engine, fallbackReason } = judged;
  if (statements.length === 0) return { ...nothing(), engine, fallbackReason };
  return {
    answer: {
      intent: "question",
      found: true,
      text: statements.map(({ text }) => text).join(" "),
      statements,
    },
    lookedAtCount: Infinity,
    needsTriage: false,
    engine,
    fallbackReason,
  };
}

function nothing(): AgentResult {
  return {
    answer: {
      intent: "question",
      found: false,
      text: "Nothing in your mail answers this, as far as was seen.",
      statements: [],
    },
    lookedAtCount: Infinity,
    needsTriage: false,
  };
}

/** The words that name the time are looked for on the clock, not in the mail. */
function withoutTime({ request, route }: PromptWorld): string {
  const plain = route.timePhrase ? request.prompt.replace(route.timePhrase, " ") : request.prompt;
  return plain.replace(/\s+/g, " ").trim() || request.prompt;
}

function withoutName(text: string, name: string): string {
  return text.replace(name, " ").replace(/\s+/g, " ").trim();
}
