import { withSupabase } from "@supabase/server/adapters/hono";
import { Hono } from "hono";
import { z } from "zod";
import { type DatabaseClient, DatabaseError } from "../_shared/adapters/supabase/call-worker.ts";
import { answeringProblems } from "../_shared/http/answering-problems.ts";
import { browserCors } from "../_shared/http/browser-cors.ts";
import { notFound, onError, problem } from "../_shared/http/problem.ts";
import { readJsonBody } from "../_shared/http/validate.ts";
import { answerPrompt, type Report } from "./answer-prompt.ts";
import { promptPorts } from "./prompt-ports.ts";
import { streamAnswer } from "./stream-answer.ts";

const moment = z.iso.datetime({ offset: true });
const body = z.object({
  workspace_id: z.guid(),
  /** In the person's own words. */
  text: z.string().trim().min(1).max(2_000),
  /** Only these accounts. */
  connection_ids: z.array(z.guid()).min(1).max(100).optional(),
  /** Both or neither; they count before a time the text names. */
  from_at: moment.optional(),
  until_at: moment.optional(),
  /** Only what presses. */
  priority: z.enum(["high"]).optional(),
  /** What was chosen after an answer with candidates. */
  contact_id: z.guid().optional(),
  conversation_id: z.guid().optional(),
}).refine(({ from_at, until_at }) =>
  (from_at === undefined) === (until_at === undefined) &&
  (!from_at || Date.parse(from_at) < Date.parse(until_at!)), { path: ["until_at"] });

export const app = new Hono().basePath("/prompts");
app.onError(onError);
app.notFound(notFound);
app.use(browserCors);

app.post("/", withSupabase({ auth: "user" }), async (context) => {
  const { supabase, supabaseAdmin, userClaims } = context.var.supabaseContext;
  const asked = await readJsonBody(context.req.raw, body, 64 * 1024);
  const person = supabase as unknown as DatabaseClient;
  const userId = userClaims!.id;
  // What the workspace may spend, and that it exists, is told to members only.
  const { data: workspace } = await person.from("workspaces").select("id")
    .eq("id", asked.workspace_id).maybeSingle();
  if (!workspace) throw problem("workspace_not_found");
  const { data: profile, error } = await person.from("profiles").select("time_zone")
    .eq("id", userId).single();
  if (error) throw new DatabaseError("profiles", error.code, error.message);
  const ports = promptPorts(person, supabaseAdmin as unknown as DatabaseClient, {
    userId,
    workspaceId: asked.workspace_id,
    timeZone: profile.time_zone,
  });
  const answer = (report: Report) =>
    answeringProblems(() =>
      answerPrompt(
        {
          workspaceId: asked.workspace_id,
          prompt: asked.text,
          connectionIds: asked.connection_ids ?? null,
          isPressing: asked.priority === "high",
          contactId: asked.contact_id ?? null,
          conversationId: asked.conversation_id ?? null,
          window: asked.from_at
            ? { fromAt: utc(asked.from_at), untilAt: utc(asked.until_at!) }
            : null,
        },
        ports,
        report,
      )
    );
  if (!/\btext\/event-stream\b/.test(context.req.header("accept") ?? "")) {
    return context.json(await answer(() => Promise.resolve()));
  }
  return streamAnswer(context, answer);
});

function utc(at: string): string {
  return new Date(at).toISOString();
}
