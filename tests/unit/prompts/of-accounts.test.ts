/** A prompt about some accounts alone: what came through others has no part in its answer. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { OwnConversation } from "../../../functions/_shared/ports/own-mail.ts";
import type { OwnPromise } from "../../../functions/_shared/ports/own-work.ts";
import {
  ACCOUNT,
  MAIL,
  type PromptTestWorld,
  routed,
  startPromptWorld,
  summed,
} from "../../support/prompt-world.ts";

const OTHER = "00000000-0000-4000-8000-00000000a002";
/** Mira's mail came to another account. */
const TWO = [MAIL[0]!, { ...MAIL[1]!, connectionId: OTHER }];
const conversation = ({ conversationId, id, subject, senderAddress, sentAt }: typeof MAIL[0]) =>
  ({
    id: conversationId,
    headMessageId: id,
    askedMessageId: null,
    subject,
    participants: [senderAddress],
    status: "open",
    waitingOn: "us",
    waitingSince: sentAt,
    waitingEvidence: null,
    needsReply: true,
    priority: "normal",
    isAutomated: false,
    lastInboundAt: sentAt,
  }) as OwnConversation;
const promise = ({ conversationId, id, senderAddress, sentAt, text }: typeof MAIL[0]) =>
  ({
    id: id.replace(/^0/, "1"),
    messageId: id,
    conversationId,
    side: "us",
    promisedBy: senderAddress,
    promisedByName: null,
    quote: text.split("\n")[2]!,
    givenAt: sentAt,
    dueOn: "2026-11-24",
    state: "due",
  }) satisfies OwnPromise;

let world: PromptTestWorld;
beforeEach(async () => {
  world = await startPromptWorld();
});
afterEach(() => world.close());

async function ask(intent: "actions" | "promises" | "contact", connectionIds: string[] | null) {
  const { model } = world;
  world.stub.answerWith(routed({ intent, entity: "Bob" }), summed([]));
  return await world.ask("What about Bob?", {
    connectionIds,
    models: { route: model, write: model },
    mail: {
      messages: (query) =>
        Promise.resolve(
          TWO.filter((one) => query.connectionIds?.includes(one.connectionId) ?? true),
        ),
      messagesOf: (of) =>
        Promise.resolve(
          TWO.filter((one) =>
            "ids" in of ? of.ids.includes(one.id) : of.conversationIds.includes(one.conversationId)
          ),
        ),
      people: () =>
        Promise.resolve([{
          contactId: "00000000-0000-4000-8000-000000000b0b",
          name: "Bob",
          addresses: TWO.map(({ senderAddress }) => senderAddress),
          match: "name",
        }]),
      conversations: () => Promise.resolve(TWO.map(conversation)),
    },
    work: { promises: () => Promise.resolve(TWO.map(promise)) },
  });
}

test.each<[string[] | null, number[]]>([[null, [0, 1]], [[ACCOUNT], [0]], [[OTHER], [1]]])(
  "PRM-1 of the accounts %j alone: what waits, what is promised, how things stand",
  async (accounts, places) => {
    const messages = places.map((at) => MAIL[at]!.id);
    const actions = await ask("actions", accounts);
    if (actions.intent !== "actions") throw new Error(actions.intent);
    expect(actions.needs_reply.map(({ message_id }) => message_id)).toEqual(messages);
    expect(actions.promises_due.map(({ message_id }) => message_id)).toEqual(messages);
    const promises = await ask("promises", accounts);
    if (promises.intent !== "promises") throw new Error(promises.intent);
    expect(promises.promises.map(({ message_id }) => message_id)).toEqual(messages);
    const contact = await ask("contact", accounts);
    if (contact.intent !== "contact") throw new Error(contact.intent);
    expect(contact.received).toBe(places.length);
    expect(contact.waiting_for_us.map(({ message_id }) => message_id)).toEqual(messages);
    expect(contact.promises.map(({ message_id }) => message_id)).toEqual(messages);
  },
);
