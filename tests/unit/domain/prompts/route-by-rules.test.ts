import { describe, expect, test } from "vitest";
import { routeByRules } from "../../../../functions/_shared/domain/prompts/route-by-rules.ts";

describe("routeByRules()", () => {
  test("PRM-1 what is asked, of whom and about when are data, in the words of the prompt", () => {
    expect(routeByRules("Draft a friendly reminder to Globex about the quote")).toMatchObject({
      intent: "draft",
      entity: "Globex",
      topic: "the quote",
      tone: "warm",
      timePhrase: null,
    });
    expect(routeByRules("what did Bob promise me last week?")).toMatchObject({
      intent: "promises",
      entity: "Bob",
      side: "them",
      timePhrase: "last week",
    });
    expect(routeByRules("what have I promised Dana since Monday?")).toMatchObject({
      intent: "promises",
      side: "us",
      timePhrase: "since Monday",
    });
  });

  test.each([
    ["who have I not answered since Monday?", "unanswered_since"],
    ["who hasn't replied to me yet?", "waiting_on_them"],
    ["who owes me an answer?", "waiting_on_them"],
    ["how many emails did I get today?", "received"],
    ["how many mails did I send?", "sent"],
    ["emails per day this week", "by_day"],
    ["number of mails by sender", "by_sender"],
    ["how quickly do I reply?", "response_times"],
    ["how many promises were kept?", "promises"],
    ["how many open tasks do I have?", "open_tasks"],
    ["top contacts this month", "top_contacts"],
    ["how many reminders messages went out", "nudges"],
  ])("PRM-2 %s asks for %s", (text, metric) => {
    expect(routeByRules(text)).toMatchObject({ intent: "metrics", metric });
  });

  test("PRM-1 what no rule knows is an open question", () => {
    expect(routeByRules("colour of the new forklift")).toMatchObject({
      intent: "question",
      entity: null,
      metric: null,
      side: null,
    });
  });

  test("PRM-1 an instruction inside a prompt routes nothing else", () => {
    expect(routeByRules("")).toMatchObject({ intent: "question" });
    expect(routeByRules("x".repeat(5_000))).toMatchObject({ intent: "question" });
  });
});
