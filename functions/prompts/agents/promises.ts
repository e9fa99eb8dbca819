/** What somebody promised, or what we did: the ledger of promises, word for word. */
import type { PromiseRef, Statement } from "../../_shared/domain/prompts/answer.ts";
import { addressesOf, type AgentResult, type PromptWorld } from "./agent.ts";
import { ofAccounts } from "./of-accounts.ts";
import { promiseRef, promiseStatements } from "./references.ts";
import { askWho, nobodyCalled, whoIsMeant } from "./who.ts";

/** "Which promises are open?" and "what is overdue?" leave out what is settled. */
const OPEN_ONLY =
  /\b(?:open|overdue|outstanding|offen|not kept|pending|ouvertes?|abiert[ao]s|broken)\b/iu;

export async function promises(world: PromptWorld): Promise<AgentResult> {
  const { route, request, window, mail, work } = world;
  const meant = await whoIsMeant(world);
  if (meant.kind === "several") return askWho(world, meant);
  if (meant.kind === "unknown") return found([], [], nobodyCalled(meant.name));
  await world.report("looking", {});
  const all = await work.promises({
    window,
    side: route.side,
    addresses: meant.kind === "people" ? addressesOf(meant.people) : null,
    states: OPEN_ONLY.test(request.prompt) ? ["made", "due"] : null,
  });
  const kept = await ofAccounts(all, ({ messageId }) => messageId, world);
  await world.report("found", { promise_count: kept.length });
  const statements = await promiseStatements(kept, mail);
  const who = meant.kind === "people" ? `${route.side === "us" ? "to" : "of"} ${meant.name}` : "";
  const count = kept.length === 0
    ? "No promise"
    : kept.length === 1
    ? "1 promise"
    : `${kept.length} promises`;
  const said = statements.slice(0, 3).map(({ text }) => text).join(" · ");
  const text = [count, who, kept.length === 0 ? `found${window ? " in this time" : ""}` : ""]
    .filter((words) => words !== "").join(" ");
  return found(kept.map(promiseRef), statements, said === "" ? `${text}.` : `${text}: ${said}`);
}

function found(promises: PromiseRef[], statements: Statement[], text: string): AgentResult {
  return {
    answer: { intent: "promises", found: promises.length > 0, text, statements, promises },
    lookedAtCount: Infinity,
    needsTriage: false,
  };
}
