import type { Tone } from "../../functions/_shared/ai/draft-nudge-facts.ts";
import type { ReplyContext } from "../../functions/_shared/ports/reply-drafts.ts";

const THREE: Tone[] = ["warm", "professional", "concise"];

/** Bob asked Ada something an hour ago; three tones are wanted. */
export function replyContext(
  text: string,
  changes: Omit<Partial<ReplyContext>, "answered"> & {
    answered?: Partial<ReplyContext["answered"]>;
  } = {},
): ReplyContext {
  const { answered, ...rest } = changes;
  return {
    workspace: { id: "00000000-0000-4000-8000-00000000ac3e", name: "Acme", voiceGuidelines: null },
    owner: {
      id: "00000000-0000-4000-8000-00000000ada1",
      name: "Ada Okafor",
      timeZone: "Europe/Berlin",
    },
    recipient: { name: "Bob Müller", address: "bob@globex.test", alsoTo: [] },
    kind: "reply",
    instruction: null,
    subject: "Pilot",
    drafts: THREE.map((tone, at) => ({ id: `d${at + 1}`, version: 0, tone, preset: null })),
    messages: [],
    samples: { sent: [], edits: [] },
    ...rest,
    answered: {
      id: "m1",
      direction: "inbound",
      senderAddress: "bob@globex.test",
      sentAt: "2026-12-01T09:00:00Z",
      text,
      evidence: text.split(/(?<=[.!?])\s+/).find((sentence) => sentence.endsWith("?")) ?? null,
      category: null,
      sentiment: null,
      surroundings: [],
      ...answered,
    },
  };
}

export const NOW = new Date("2026-12-01T10:00:00Z");
