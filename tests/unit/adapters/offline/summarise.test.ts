import { expect, test } from "vitest";
import { summariseOffline } from "../../../../functions/_shared/adapters/offline/prompts.ts";
import { createOfflineModel } from "../../../../functions/_shared/adapters/offline/generate-structured.ts";
import { summariseMessages } from "../../../../functions/_shared/ai/prompts/summarise-messages.ts";

const message = (from: string, subject: string) => ({
  subject,
  from,
  sentAt: "2026-11-20T09:00:00Z",
  direction: "inbound" as const,
  automaticKind: "human",
  text: "Could you send me the signed offer by Friday? It is at https://globex.test/offer.",
  asks: "Could you send me the signed offer by Friday?",
  priority: "high",
  needsReply: true,
});

test.each([
  ["an address for a name", "bob@globex.test", "Offer"],
  ["a link in the name", "Bob https://globex.test", "Offer"],
  ["a link in the subject", "Bob", "globex.test globex.test offer"],
])(
  "PRM-5 F25 the rules sum up mail with %s, without repeating it",
  async (_what, from, subject) => {
    const messages = [message(from, subject), message(from, subject)];
    const { value } = await summariseMessages(createOfflineModel(), messages);
    expect(value.statements.length).toBeGreaterThan(0);
    expect(JSON.stringify(summariseOffline({ messages }).themes)).not.toContain("globex.test");
    expect(value.statements.map(({ text }) => text).join(" ")).not.toMatch(/globex\.test/);
  },
);
