/**
 * Writes the drafts of one request: facts from the database, words from the model (or the built-in rules, when it cannot be asked),
 * checked, and stored where nobody was first. For the worker, and for a door whose caller waits.
 */
import { checkDraft } from "../domain/outgoing/check-draft.ts";
import { type WritingSamples, writingStyle } from "../domain/outgoing/writing-style.ts";
import { textLanguage } from "../domain/text/text-language.ts";
import { type LanguageModel, ModelError, type StructuredAnswer } from "../ports/language-model.ts";
import type { DraftAgain, ReplyContext, ReplyDrafts, WrittenDraft } from "../ports/reply-drafts.ts";
import type { DraftReplyFacts, WritingStyle } from "./draft-reply-facts.ts";
import { answeredCall, type Asked, failedCall } from "./model-call.ts";
import { modelRefusal } from "./model-refusal.ts";
import { DRAFT_REPLY_VERSION, draftReplies, type DraftReplyAnswer } from "./prompts/draft-reply.ts";

export interface WriteDraftsPorts {
  drafts: ReplyDrafts;
  model: LanguageModel;
  /** The built-in rules: they write when the model may not or cannot. */
  rules: LanguageModel;
  now: () => Date;
}

export interface DraftRequest {
  requestId: string;
  /** One draft again; null for all that are pending. */
  again: DraftAgain | null;
  askedBy: string | null;
  /** The job that asks; none when a door does. */
  jobId?: string;
  /** True: a failure that may pass is thrown to be tried again, instead of rules writing at once. */
  mayWait: boolean;
}

/**
 * Answers the ids of the drafts that now have a text; empty when there was nothing to write.
 * @throws {ModelError} transient, only when the request may wait
 */
export async function writeDrafts(
  request: DraftRequest,
  ports: WriteDraftsPorts,
): Promise<string[]> {
  const context = await ports.drafts.context(request.requestId, request.again);
  // Sent, discarded or written since it was asked for: no model is asked, no money spent.
  if (!context) return [];
  const facts = draftFacts(context, ports.now());
  const asked: Asked = {
    action: "draft_reply",
    asked_by: request.askedBy,
    job_id: request.jobId ?? null,
    prompt_version: DRAFT_REPLY_VERSION,
    context_ids: [context.answered.id, ...context.messages.map(({ id }) => id)],
  };
  const { answer, model, fallbackReason } = await ask(request, context, facts, asked, ports);
  const { drafts, reasons } = answer.value;
  const written = context.drafts.map(({ id, version }, at): WrittenDraft => {
    const { body, confidence } = drafts[at]!;
    const checked = checkDraft(body, surroundingsOf(context, at));
    const flags = repliesElsewhere(context)
      ? [...checked.flags, "mail_reply_to_differs" as const]
      : checked.flags;
    return { id, version, body: checked.body || "[[your answer]]", confidence, reasons, flags };
  });
  const confidence = Math.min(...drafts.map((draft) => draft.confidence));
  const call = answeredCall(asked, model, answer, confidence);
  const outcomes = await ports.drafts.save(request.requestId, written, call, fallbackReason);
  return written.map(({ id }) => id).filter((id) => outcomes[id] === "drafted");
}

interface Asking {
  answer: StructuredAnswer<DraftReplyAnswer>;
  model: LanguageModel;
  fallbackReason: string | null;
}

async function ask(
  { requestId, mayWait }: DraftRequest,
  context: ReplyContext,
  facts: DraftReplyFacts,
  asked: Asked,
  { drafts, model, rules, now }: WriteDraftsPorts,
): Promise<Asking> {
  const startedAt = now().getTime();
  try {
    const left = model.provider === "offline"
      ? null
      : await drafts.budgetLeft(context.workspace.id);
    const refusal = modelRefusal(model, left);
    if (refusal) throw refusal;
    return { answer: await draftReplies(model, facts), model, fallbackReason: null };
  } catch (error) {
    if (!(error instanceof ModelError) || model.provider === "offline") throw error;
    await drafts.logFailure(
      context,
      requestId,
      failedCall(asked, model, error, now().getTime() - startedAt),
    );
    if (mayWait && error.errorClass === "transient") throw error;
    // Somebody always writes: a person who asked for words gets some, labelled for what they are.
    const answer = await draftReplies(rules, facts);
    return { answer, model: rules, fallbackReason: error.slug };
  }
}

export function draftFacts(context: ReplyContext, now: Date): DraftReplyFacts {
  const { answered, messages, owner, workspace, recipient, samples } = context;
  const language = textLanguage(answered.text) ??
    textLanguage(messages.map(({ text }) => text).join("\n"));
  const reader = { name: recipient.name, address: recipient.address, language };
  const usual = writingStyle(samples, reader);
  return {
    kind: context.kind,
    workspaceName: workspace.name,
    ownerName: owner.name,
    recipientName: recipient.name,
    recipientAddress: recipient.address,
    conversationSubject: context.subject,
    answered: {
      sentAt: answered.sentAt,
      text: answered.text,
      evidence: answered.evidence,
      category: answered.category,
      sentiment: answered.sentiment,
    },
    earlierMessages: messages.map(({ direction, senderName, sentAt, text }) => ({
      direction,
      senderName,
      sentAt,
      text,
    })),
    wanted: context.drafts.map(({ tone, preset }) => ({
      tone,
      preset,
      style: preset ? styleOf(preset.examples, usual, reader) : usual,
    })),
    instruction: context.instruction,
    voiceGuidelines: workspace.voiceGuidelines,
    timeZone: owner.timeZone,
    asOf: now.toISOString(),
  };
}

/** A preset's examples say how it greets and ends; what they leave open is the owner's own way. */
function styleOf(
  examples: string[],
  usual: WritingStyle,
  reader: { name: string | null; address: string; language: string | null },
): WritingStyle {
  // each twice, because one example shows what is meant
  const sent: WritingSamples["sent"] = [...examples, ...examples].map((text) => ({
    sentAt: "1970-01-01T00:00:00Z",
    text: text.replace(/[[{]+ ?(?:first ?)?name ?[\]}]+/giu, "Name"),
    signature: "",
    address: null,
    name: null,
  }));
  const shown = writingStyle({ sent, edits: [] }, reader);
  return {
    greeting: shown.greeting ?? usual.greeting,
    closing: shown.closing ?? usual.closing,
    signsAs: usual.signsAs,
    typicalWords: shown.typicalWords ?? usual.typicalWords,
    usesEmoji: shown.usesEmoji || usual.usesEmoji,
    address: usual.address,
  };
}

/** Trusted is what the owner and the team wrote; what others wrote is not, however it got there. */
function surroundingsOf(context: ReplyContext, at: number) {
  const { answered, messages, owner, workspace, instruction } = context;
  const all = [...messages, answered];
  const textsOf = (direction: string) =>
    all.filter((one) => one.direction === direction).map(({ text }) => text);
  const preset = context.drafts[at]!.preset;
  return {
    trusted: [
      owner.name,
      workspace.name,
      workspace.voiceGuidelines ?? "",
      instruction ?? "",
      ...(preset ? [preset.instructions, ...preset.examples] : []),
      ...textsOf("outbound"),
    ],
    mail: answered.direction === "inbound"
      ? [...answered.surroundings, ...textsOf("inbound")]
      : textsOf("inbound"),
  };
}

/** A Reply-To may lead away from the sender, or take somebody along. */
function repliesElsewhere({ kind, recipient, answered }: ReplyContext): boolean {
  return kind === "reply" &&
    [recipient.address, ...recipient.alsoTo].some((address) => address !== answered.senderAddress);
}
