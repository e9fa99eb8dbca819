/** A mail that is asked for: the conversation is found, drafts are written and kept; nothing leaves before a person sends one. */
import type { Answer, Statement } from "../../_shared/domain/prompts/answer.ts";
import {
  type Choosable,
  chooseConversation,
  type Chosen,
} from "../../_shared/domain/prompts/choose-conversation.ts";
import { IS_REMINDER, whatToSay } from "../../_shared/domain/prompts/draft-words.ts";
import type { OwnDraft } from "../../_shared/ports/own-drafts.ts";
import type { OwnConversation } from "../../_shared/ports/own-mail.ts";
import { addressesOf, type AgentResult, type PromptWorld } from "./agent.ts";
import { waiting } from "./references.ts";
import { askWho, nobodyCalled, whoIsMeant } from "./who.ts";

const MAX_CANDIDATES = 20;
type DraftAnswer = Extract<Answer, { intent: "draft" }>;

export async function draft(world: PromptWorld): Promise<AgentResult> {
  const { request, route, mail, drafts } = world;
  const meant = await whoIsMeant(world);
  if (meant.kind === "several" && !request.conversationId) return askWho(world, meant);
  if (meant.kind === "unknown" && !request.conversationId) {
    return nothing(nobodyCalled(meant.name));
  }
  const side = IS_REMINDER.test(request.prompt) ? "them" : "us";
  const addresses = meant.kind === "people" ? addressesOf(meant.people) : null;
  await world.report("looking", {});
  const found = await candidates(world, addresses, side);
  await world.report("found", { conversation_count: found.length });
  const chosen: Chosen = request.conversationId
    ? found.length === 1 ? { kind: "one", id: found[0]!.id } : { kind: "none", ids: [] }
    : chooseConversation(await choosable(found, world), route.topic, side);
  if (chosen.kind !== "one") return askWhich(world, chosen, found);
  const conversation = found.find(({ id }) => id === chosen.id)!;
  const written = await drafts.write({
    conversationId: conversation.id,
    tone: route.tone,
    instruction: whatToSay(request.prompt),
  });
  const nudge = await drafts.nudgeUnderWay(conversation.id);
  const kind = written.drafts[0]?.kind ?? (side === "them" ? "follow_up" : "reply");
  const { refs, statements } = await waiting(
    [conversation],
    kind === "follow_up" ? "them" : "us",
    mail,
  );
  return {
    answer: {
      intent: "draft",
      found: written.drafts.length > 0,
      text: textOf(written.drafts, conversation, statements),
      statements,
      conversation: refs[0] ?? null,
      drafts: written.drafts.map(draftRef),
      nudge: nudge && {
        nudge_id: nudge.id,
        status: nudge.status,
        draft_version: nudge.draftVersion,
      },
      refusal: written.refusal,
    },
    lookedAtCount: Infinity,
    needsTriage: false,
    ...engineOf(written.drafts),
  };
}

/** Conversations of the person's own: nobody writes under somebody else's name. */
async function candidates(
  { request, route, mail, userId, search }: PromptWorld,
  addresses: string[] | null,
  side: "us" | "them",
): Promise<OwnConversation[]> {
  const own = (conversations: OwnConversation[]) =>
    conversations.filter(({ ownerId }) => ownerId === userId);
  if (request.conversationId) {
    return own(await mail.conversations({ ids: [request.conversationId] }));
  }
  if (addresses) return own(await mail.conversations({ addresses }));
  if (route.topic === null) {
    return own(await mail.conversations({ waitingOn: side, maxCount: MAX_CANDIDATES }));
  }
  const hits = await search(route.topic, null, MAX_CANDIDATES);
  const ids = hits.flatMap(({ objectType, objectId }) =>
    objectType === "message" ? [objectId] : []
  );
  const messages = ids.length > 0 ? await mail.messagesOf({ ids }) : [];
  const conversationIds = [...new Set(messages.map(({ conversationId }) => conversationId))];
  return conversationIds.length > 0 ? own(await mail.conversations({ ids: conversationIds })) : [];
}

async function choosable(
  conversations: OwnConversation[],
  { mail, route }: PromptWorld,
): Promise<Choosable[]> {
  const messages = route.topic !== null && conversations.length > 0
    ? await mail.messagesOf({ conversationIds: conversations.map(({ id }) => id) })
    : [];
  return conversations.map((one) => ({
    id: one.id,
    subject: one.subject,
    text: messages.filter(({ conversationId }) => conversationId === one.id)
      .map(({ text }) => text).join("\n"),
    waitingOn: one.waitingOn,
    isAutomated: one.isAutomated,
    lastMessageAt: one.lastMessageAt,
  }));
}

function askWhich(
  { route }: PromptWorld,
  { kind, ids }: Exclude<Chosen, { kind: "one" }>,
  found: OwnConversation[],
): AgentResult {
  const about = route.topic ? ` about ${route.topic}` : "";
  if (ids.length === 0) return nothing(`No conversation${about} was found that could be answered.`);
  return {
    answer: {
      intent: "choice",
      found: true,
      text: kind === "several"
        ? `Several conversations fit${about}: which one is meant?`
        : `No conversation${about} was found: is one of these meant?`,
      statements: [],
      asked_intent: "draft",
      candidates: ids.slice(0, MAX_CANDIDATES).map((id) => {
        const { subject, participants } = found.find((one) => one.id === id)!;
        return {
          kind: "conversation",
          id,
          label: `${subject || "(no subject)"} · ${participants.join(", ")}`,
        };
      }),
    },
    lookedAtCount: 0,
    needsTriage: false,
  };
}

function nothing(text: string): AgentResult {
  return {
    answer: {
      intent: "draft",
      found: false,
      text,
      statements: [],
      conversation: null,
      drafts: [],
      nudge: null,
      refusal: null,
    },
    lookedAtCount: 0,
    needsTriage: false,
  };
}

function draftRef(draft: OwnDraft): DraftAnswer["drafts"][number] {
  return {
    draft_id: draft.id,
    version: draft.version,
    kind: draft.kind,
    tone: draft.tone,
    subject: draft.subject,
    body: draft.body,
    recipient_address: draft.recipientAddress,
    recipient_name: draft.recipientName,
    flags: draft.flags,
  };
}

function textOf(
  drafts: OwnDraft[],
  { subject }: OwnConversation,
  statements: Statement[],
): string {
  const [first] = drafts;
  if (!first) return `There is nothing to write in “${subject}” now.`;
  const count = drafts.length === 1 ? "A draft" : `${drafts.length} drafts`;
  const to = first.recipientName ?? first.recipientAddress;
  const what = first.kind === "follow_up" ? "follow up on" : "answer";
  const why = statements[0] ? ` ${statements[0].text}` : "";
  return `${count} to ${what} “${subject}” with ${to}; nothing was sent.${why}`;
}

function engineOf(drafts: OwnDraft[]): Pick<AgentResult, "engine" | "fallbackReason"> {
  const [first] = drafts;
  if (!first) return {};
  return {
    engine: first.source === "model" ? "model" : "rules",
    fallbackReason: first.fallbackReason,
  };
}
