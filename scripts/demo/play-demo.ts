/**
 * The demo: one follow-up from import to answer, played through supabase-js as Ada, on a running local stack. The end-to-end
 * tests play the same story, so what a newcomer sees is what is tested.
 */
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import type { Database } from "../../functions/_shared/database.types.ts";
import { StackError } from "../local/stack-error.ts";
import { demoMails, toMbox } from "./demo-mails.ts";
import { type EmulatedMail, emulatedMailbox } from "./emulated-mailbox.ts";

export interface DemoStack {
  url: string;
  publishableKey: string;
  googleUrl: string;
}

export interface DemoResult {
  nudgeId: string;
  conversationId: string;
  /** Mails of ours that arrived in the thread because of the nudge. */
  delivered: EmulatedMail[];
}

export type Client = SupabaseClient<Database>;
type Nudge = Database["public"]["Tables"]["nudges"]["Row"];

const PASSWORD = "akasavani-demo";

export async function playDemo(stack: DemoStack, say: (line: string) => void): Promise<DemoResult> {
  const run = randomBytes(3).toString("hex");
  const mails = demoMails(run, new Date());
  const mailbox = emulatedMailbox(stack.googleUrl);
  const ada = await signIn(stack, "ada@acme.test");

  say(
    "1  Ada's mailbox holds a conversation with Bob at Globex; her question has no answer for three days",
  );
  let threadId: string | null = null;
  for (const { raw, labelIds } of mails.conversation) {
    threadId = await mailbox.insert(raw, labelIds, threadId);
  }
  say("2  She imports it: npm run import -- demo.mbox --as ada@acme.test");
  const report = await importMails(stack, mails.conversation.map(({ raw }) => raw));
  say(
    `   ${report.stored} stored, ${report.duplicates} known before, ${report.failure_count} failed`,
  );

  const { data: waiting } = await ada.rpc("list_conversations", {
    workspace_id: await workspaceOf(ada),
    waiting_on: "them",
    search: `"${mails.subject}"`,
  }).throwOnError();
  const conversation = waiting.find(({ subject }) => subject === mails.subject)!;
  const { data: why } = await ada.rpc("explain_follow_up", { conversation_id: conversation.id })
    .throwOnError();
  const facts = (why as { facts: { asked: string; recipient_address: string } }).facts;
  say(`3  Who owes an answer? ${facts.recipient_address}: “${facts.asked}”`);

  const drafted = await untilNudge(ada, conversation.id, ["drafted"]);
  say(
    `4  The draft (${
      drafted.draft_source === "offline" ? "by the offline rules" : "by a model"
    }, version ${drafted.draft_version}):\n`,
  );
  say(indent(drafted.body!));

  await ada.rpc("send_nudge_now", { nudge_id: drafted.id, draft_version: drafted.draft_version })
    .throwOnError();
  say("\n5  Ada approves this version and sends it now");
  const sent = await untilNudge(ada, conversation.id, ["sent"]);
  const { data: outbound } = await ada.from("outbound_messages").select("internet_message_id")
    .eq("id", sent.outbound_message_id!).single().throwOnError();
  const delivered = (await mailbox.thread(threadId!))
    .filter(({ headers }) => headers["message-id"] === outbound.internet_message_id);
  say(`6  At Gmail: ${delivered.length} mail in the thread, to ${delivered[0]?.headers["to"]}`);
  say(
    indent(
      ["subject", "in-reply-to", "message-id"].map((name) =>
        `${name}: ${delivered[0]?.headers[name]}`
      ).join("\n"),
    ),
  );
  say(`   Next look: ${await nextLook(ada, conversation.id)}`);

  await importMails(stack, [mails.answer(outbound.internet_message_id, new Date())]);
  say("7  Bob answers; the plan changes by itself");
  say(`   Next look: ${await nextLook(ada, conversation.id)}`);
  return { nudgeId: sent.id, conversationId: conversation.id, delivered };
}

export async function signIn(stack: DemoStack, email: string): Promise<Client> {
  const client = createClient<Database>(stack.url, stack.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const { error } = await client.auth.signInWithPassword({ email, password: PASSWORD });
  if (!error) return client;
  throw new StackError(
    "demo_sign_in_failed",
    `Cannot play the demo: ${email} cannot sign in`,
    "Start over with: npm start -- --reset",
  );
}

/** Imports mails with the command people use; answers its report. */
export async function importMails(stack: DemoStack, raws: string[]) {
  const folder = await mkdtemp(join(tmpdir(), "akasavani-demo-"));
  try {
    const file = join(folder, "demo.mbox");
    await writeFile(file, toMbox(raws));
    const script = join(import.meta.dirname, "../import.ts");
    const args = [
      script,
      file,
      "--as",
      "ada@acme.test",
      "--workspace",
      "acme",
      "--url",
      stack.url,
      "--json",
    ];
    const env = {
      ...process.env,
      SUPABASE_URL: stack.url,
      SUPABASE_PUBLISHABLE_KEY: stack.publishableKey,
      AKASAVANI_PASSWORD: PASSWORD,
    };
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    return JSON.parse(stdout);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function workspaceOf(client: Client): Promise<string> {
  const { data } = await client.from("workspaces").select("id").eq("slug", "acme").single()
    .throwOnError();
  return data.id;
}

/** Waits until the conversation's latest nudge has one of the statuses; its events arrive within seconds. */
export async function untilNudge(
  client: Client,
  conversationId: string,
  statuses: string[],
): Promise<Nudge> {
  const deadline = Date.now() + 60_000;
  let latest: Nudge | null = null;
  while (Date.now() < deadline) {
    const { data } = await client.from("nudges").select().eq("conversation_id", conversationId)
      .order("created_at", { ascending: false }).limit(1).throwOnError();
    latest = data[0] ?? null;
    if (latest && statuses.includes(latest.status)) return latest;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new StackError(
    "demo_timed_out",
    `Cannot go on: the nudge is ${latest?.status ?? "not planned"}${
      latest?.status_reason ? ` (${latest.status_reason})` : ""
    } after a minute`,
    "Look into the function logs named by npm start",
  );
}

async function nextLook(client: Client, conversationId: string): Promise<string> {
  const { data } = await client.rpc("explain_follow_up", { conversation_id: conversationId })
    .throwOnError();
  const { verdict, reason, check_at } = data as {
    verdict: string;
    reason: string;
    check_at: string | null;
  };
  return check_at
    ? `${verdict} until ${check_at.slice(0, 16).replace("T", " ")} UTC (${reason})`
    : `${verdict} (${reason})`;
}

function indent(text: string): string {
  return text.trimEnd().split("\n").map((line) => `      ${line}`).join("\n");
}
