/** Everything in the database that no reading of mail may change, as one hash for each table. */
import type { Sql } from "postgres";

/** What reading and drafting are for; each is looked at by itself. */
const WRITTEN = new Set([
  "public.ai_actions",
  "public.activity_events",
  "public.embeddings",
  "public.event_suggestions",
  "public.message_drafts",
  "public.message_draft_versions",
  "public.message_triage",
  "public.nudges",
  "public.nudge_events",
  "public.outbound_messages",
  "public.promises",
  "public.tasks",
  "private.jobs",
  "private.job_log",
  "private.bells",
  "private.lines",
  "private.queues",
  "private.worker_slots",
]);
/** What triage says about a conversation, and when the planner looks again. */
const DERIVED = [
  "needs_reply",
  "priority",
  "priority_source",
  "updated_at",
  "next_check_at",
  "recheck_at",
];

/** What answering a question is for. */
export const ANSWERED = new Set([
  "public.ai_actions",
  "public.prompts",
  "public.summaries",
  // the sweep goes on beside it
  "private.bells",
  "private.lines",
  "private.queues",
  "private.worker_slots",
]);

/** @param written tables that may change */
export async function trustedState(sql: Sql, written = WRITTEN): Promise<Map<string, string>> {
  const tables = await sql`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname in ('public', 'private') order by 1`;
  const hashes = new Map<string, string>();
  for (const { name } of tables) {
    if (written.has(name) || name.startsWith("private.embeddings")) continue;
    const without = name === "public.conversations"
      ? DERIVED
      // the sweep gives due jobs their place
      : name === "private.jobs"
      ? ["place"]
      : [];
    const [row] = await sql.unsafe(
      `select md5(coalesce(string_agg(h, '' order by h), '')) as hash
       from (select md5((to_jsonb(t) - $1::text[])::text) as h from ${name} t) rows`,
      [without as never],
    );
    hashes.set(name, row!.hash);
  }
  return hashes;
}

export function changedTables(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...after].filter(([name, hash]) => before.get(name) !== hash).map(([name]) => name);
}
