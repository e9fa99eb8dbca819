/** What the rules find, in the form of a model's answer: routes, summaries, answers to questions. */
import { fromRoute, type RouteAnswer } from "../../ai/prompts/route-prompt.ts";
import type { PromptMessage } from "../../ai/cited-messages.ts";
import type { QuestionAnswer, QuestionFacts } from "../../ai/prompts/answer-question.ts";
import type { SummaryAnswer } from "../../ai/prompts/summarise-messages.ts";
import { answerByRules } from "../../domain/prompts/answer-by-rules.ts";
import { routeByRules } from "../../domain/prompts/route-by-rules.ts";
import { summariseByRules } from "../../domain/prompts/summarise-by-rules.ts";
import { findLinks } from "../../domain/text/links.ts";

export function routeOffline({ prompt }: { prompt: string }): RouteAnswer {
  return fromRoute(routeByRules(prompt));
}

export function summariseOffline({ messages }: { messages: PromptMessage[] }): SummaryAnswer {
  const { sentences, events, themes } = summariseByRules(messages);
  return {
    statements: sentences.map(({ message, sentence }) => ({
      text: said(messages[message]!.from, sentence),
      sources: [{ message: message + 1, quote: sentence }],
    })),
    key_messages: events.map((at) => at + 1),
    themes: themes.filter((theme) => findLinks(theme).length === 0),
  };
}

export function answerOffline({ question, messages }: QuestionFacts): QuestionAnswer {
  return {
    statements: answerByRules(question, messages).map(({ message, sentence }) => ({
      text: said(messages[message]!.from, sentence),
      sources: [{ message: message + 1, quote: sentence }],
    })),
  };
}

/** Who wrote it may be an address, or call themselves by one: then it is left out, and the source says who. */
function said(from: string, sentence: string): string {
  const name = withoutLinks(from);
  return `${name === "" ? "" : `${name}: `}${withoutLinks(sentence)}`;
}

/** An answer is read where nobody sees who wrote the link. */
function withoutLinks(text: string): string {
  return text.split(/\s+/).filter((word) => findLinks(word).length === 0).join(" ");
}
