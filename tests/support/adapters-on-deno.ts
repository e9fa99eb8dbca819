/**
 * Run by Deno: every adapter loads there, and failures of its network are told apart as Node's are. Prints one JSON
 * object. Arguments are URLs: a mailbox, a server that resets, one that never answers, a port nobody listens on, and
 * a model.
 */
import { createGmailMailProvider } from "../../functions/_shared/adapters/gmail/mail-provider.ts";
import { createOfflineModel } from "../../functions/_shared/adapters/offline/generate-structured.ts";
import { createOpenAiCompatibleModel } from "../../functions/_shared/adapters/openai-compatible/generate-structured.ts";
import { createOpenAiModel } from "../../functions/_shared/adapters/openai/generate-structured.ts";
import { draftNudge } from "../../functions/_shared/ai/prompts/draft-nudge.ts";
import { createSecretBox } from "../../functions/_shared/crypto/secret-box.ts";
import { readAiEnv } from "../../functions/_shared/env.ts";
import type { OutgoingMail } from "../../functions/_shared/ports/mail-provider.ts";
import { draftFacts } from "./draft-facts.ts";
import { unlimited } from "./unlimited.ts";

// Node's types have no Deno; its process object exists there too.
const [mailboxUrl, resetUrl, silentUrl, closedUrl, modelUrl] = process.argv.slice(2) as string[];

const mail: OutgoingMail = {
  from: { address: "ada@acme.test", name: "Ada" },
  to: [{ address: "bob@globex.test", name: null }],
  cc: [],
  subject: "Re: Handover of the night shift",
  text: "Grüße",
  html: null,
  internetMessageId: "<from-deno@acme.test>",
  inReplyTo: "<handover-2@acme.test>",
  references: [],
  providerThreadId: null,
  replyToMessageId: "<handover-2@acme.test>",
  headers: {},
  isAutomatic: false,
  sentAt: "2026-11-20T09:30:00Z",
};

async function send(baseUrl = "", providerThreadId: string | null, timeoutMs = 5_000) {
  const provider = createGmailMailProvider({
    baseUrl,
    fetch,
    log: () => {},
    limits: unlimited,
    timeoutMs,
    accessToken: () => Promise.resolve("demo-google-token-ada"),
  });
  const outcome = await provider.send({ ...mail, providerThreadId });
  return {
    ...outcome,
    found: await provider.findByMessageId(mail.internetMessageId).catch(() => null),
  };
}

const box = await createSecretBox({ one: btoa("1".repeat(32)) }, "one");
const options = { apiKey: "key", baseUrl: modelUrl ?? null, model: "m", fetch, log: () => {} };
const facts = draftFacts();
console.log(JSON.stringify({
  accepted: await send(mailboxUrl, null),
  reset: await send(resetUrl, "thread"),
  silent: await send(silentUrl, "thread", 200),
  refusedConnection: await send(closedUrl, "thread"),
  opened: await box.open(await box.seal("token", "row"), "row"),
  provider: readAiEnv().provider,
  offline: (await draftNudge(createOfflineModel(), facts)).model,
  responses: (await draftNudge(createOpenAiModel(options), facts)).model,
  chat: (await draftNudge(createOpenAiCompatibleModel(options), facts)).model,
}));
