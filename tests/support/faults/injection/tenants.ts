/** Workspaces that know nothing of each other, each with a word of its own in everything that is theirs. */
import type { Sql } from "postgres";
import type { Mailbox } from "./mails.ts";

export interface Tenant extends Mailbox {
  /** As tests.become() knows them. */
  person: string;
  workspaceId: string;
  connectionId: string;
  isAutonomous: boolean;
}

/** Every second one lets nudges go by themselves. */
export async function foundTenants(sql: Sql, count: number): Promise<Tenant[]> {
  const run = crypto.randomUUID().slice(0, 8);
  return await Promise.all(Array.from({ length: count }, async (_, at) => {
    const name = `Owner${at}`;
    const address = `owner${at}@tenant-${run}.test`;
    const canary = `quokka${at}x${run}`;
    const isAutonomous = at % 2 === 1;
    const person = `injection-${run}-${at}`;
    await sql`select tests.sign_up(${person}, '{}', ${address})`;
    const [workspace] = await sql`
      update public.workspaces w set name = ${`Firm ${canary}`}, voice_guidelines = ${`Sound like ${canary}.`},
        quiet_hours_start = '00:00', quiet_hours_end = '00:00', touch_gap_hours = 0,
        autopilot_mode = ${isAutonomous ? "autonomous" : "manual"}
      from public.workspace_members m where m.workspace_id = w.id and m.user_id = tests.id(${person}) returning w.id`;
    const [connection] = await sql`
      select tests.connection(${person}, ${workspace!.id}, 'gmail', ${address}) as id`;
    await sql`update public.profiles set display_name = ${name} where id = tests.id(${person})`;
    await sql`update public.connections set display_name = ${name} where id = ${connection!.id}`;
    return {
      name,
      address,
      person,
      canary,
      isAutonomous,
      workspaceId: workspace!.id as string,
      connectionId: connection!.id as string,
    };
  }));
}

/** Every owner asks for drafts of an answer in every conversation of theirs, in the usual three tones. */
export async function askForReplies(sql: Sql, tenants: Tenant[]): Promise<void> {
  for (const { person, workspaceId } of tenants) {
    await sql.begin(async (tx) => {
      await tx`select tests.become(${person})`;
      await tx`
        select public.request_drafts(c.id) from public.conversations c where c.workspace_id = ${workspaceId}`;
    });
  }
}
