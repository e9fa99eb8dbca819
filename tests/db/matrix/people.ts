/** Who stands in the columns of the matrix, and how a connection speaks for them. */
import type { TransactionSql } from "postgres";

export type Person =
  | "anon" // nobody signed in
  | "Ada" // a member; the rows of the matrix are hers
  | "Ben" // a member with nothing of his own: a team-mate, and the viewer of shared rows
  | "Cy" // a stranger with a workspace elsewhere
  | "Dan" // an ex-member; the rows left behind were his
  | "Eve" // an admin
  | "Fay" // an owner of the workspace
  | "open Ben" // the same three while the workspace lets admins see everything
  | "open Eve"
  | "open Fay"
  | "worker"; // the service role

export const everybody: Person[] = [
  "anon",
  "Ada",
  "Ben",
  "Cy",
  "Dan",
  "Eve",
  "Fay",
  "open Ben",
  "open Eve",
  "open Fay",
  "worker",
];

/** The role a person's statements run with. */
export function databaseRole(person: Person): "anon" | "authenticated" | "service_role" {
  if (person === "anon") return "anon";
  return person === "worker" ? "service_role" : "authenticated";
}

/** Runs statements as a person, each undone: 'rows <n>' or '<sqlstate> <message>' for each. */
export async function attemptAs(
  sql: TransactionSql,
  person: Person,
  statements: string[],
): Promise<string[]> {
  await sql`select tests.become_nobody()`;
  await sql`
    update public.workspaces set admins_see_everything = ${person.startsWith("open ")},
      admins_see_everything_since = ${person.startsWith("open ") ? new Date() : null}
    where id = tests.id('acme')`;
  if (person === "anon") await sql`select tests.become_anon()`;
  else if (person === "worker") await sql`select tests.become_worker()`;
  else await sql`select tests.become(${person.replace("open ", "")})`;
  const [answer] = await sql`select matrix.attempt_all(${statements}) as outcomes`;
  await sql`select tests.become_nobody()`;
  return answer!.outcomes;
}

/** The same as the owner of the tables: the control that a refused statement works at all. */
export async function attemptAsOwner(
  sql: TransactionSql,
  statements: string[],
): Promise<string[]> {
  const [answer] = await sql`select matrix.attempt_all(${statements}) as outcomes`;
  return answer!.outcomes;
}
