import type { DraftNudgeFacts } from "../../functions/_shared/ai/draft-nudge-facts.ts";

/** Ada asked Bob about an offer eight days ago. */
export function draftFacts(changes: Partial<DraftNudgeFacts> = {}): DraftNudgeFacts {
  return {
    workspaceName: "Acme",
    ownerName: "Ada Lovelace",
    recipientName: "Bob Müller",
    recipientAddress: "bob@globex.test",
    conversationSubject: "Offer for Globex",
    isOwnSubject: true,
    isUnattended: false,
    lastOutbound: {
      sentAt: "2026-11-12T09:00:00Z",
      textNew: "Hi Bob,\n\nthe offer is at https://acme.test/offers/7.\n" +
        "Could you tell me what you think of it?\n\nAda",
      evidence: "Could you tell me what you think of it?",
    },
    earlierMessages: [],
    nudgeNumber: 1,
    tone: "warm",
    voiceGuidelines: null,
    asOf: "2026-11-20T09:30:00Z",
    languageHint: null,
    ...changes,
  };
}
