/**
 * migrations/README.md: every function people may call through rpc(), with arguments, answer and errors, read from the
 * catalogue, so that it cannot say what the database does not. Written by `npm run types`, compared by `npm run check`.
 */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import postgres from "postgres";
import { StackError } from "./local/stack-error.ts";

const folder = join(import.meta.dirname, "../migrations");
const file = join(folder, "README.md");

interface Rpc {
  name: string;
  arguments: { name: string; type: string; fallback: string | null }[];
  answer: string;
  /** stable functions only read */
  reads: boolean;
  comment: string;
}

interface Problem {
  slug: string;
  status: number;
  sentence: string;
  cure: string;
}

/** The reference as the migrations give it now, from a database made of them. */
export async function currentReference(databaseUrl: string): Promise<string> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    const functions = await sql<Rpc[]>`
      select p.proname as name, p.provolatile <> 'v' as reads, obj_description(p.oid, 'pg_proc') as comment,
        pg_get_function_result(p.oid) as answer,
        coalesce((select jsonb_agg(jsonb_build_object('name', p.proargnames[place], 'type', format_type(t, null),
            'fallback', substring(pg_get_function_arg_default(p.oid, place::integer) from '^[^:]*')) order by place)
          from unnest(p.proargtypes) with ordinality a (t, place)), '[]') as arguments
      from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prorettype <> 'trigger'::regtype
        and has_function_privilege('authenticated', p.oid, 'execute')
      order by 1`;
    const problems = await sql<Problem[]>`
      select slug, status, sentence, cure from private.problems order by slug`;
    return render(await sections(functions), problems);
  } finally {
    await sql.end();
  }
}

export async function writeReference(databaseUrl: string): Promise<void> {
  await writeFile(file, await currentReference(databaseUrl));
}

/** @throws {StackError} reference_outdated when the file differs from the migrations */
export async function checkReference(databaseUrl: string): Promise<void> {
  if (await readFile(file, "utf8").catch(() => "") === await currentReference(databaseUrl)) return;
  throw new StackError(
    "reference_outdated",
    "Cannot pass: migrations/README.md does not match the migrations",
    "Run npm run types and commit the file",
  );
}

/** Functions by the migration that creates them, under the first words of its header. */
async function sections(functions: Rpc[]): Promise<{ title: string; functions: Rpc[] }[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  return texts.map((text, place) => ({
    title: `${titleOf(text)} (${names[place]})`,
    functions: functions.filter(({ name }) => text.includes(`create function public.${name}(`)),
  })).filter((section) => section.functions.length > 0);
}

/** "-- Inbox verbs: what a person does …" -> "Inbox verbs" */
function titleOf(migration: string): string {
  return /^-- ([^:.(]+)/.exec(migration)?.[1]?.trim() ?? "";
}

function render(parts: { title: string; functions: Rpc[] }[], problems: Problem[]): string {
  const statusOf = new Map(problems.map(({ slug, status }) => [slug, status]));
  return [
    "# What people may call",
    "",
    "Written by `npm run types` from the comments in these migrations. Call them with supabase-js: `supabase.rpc(name, arguments)`, signed in;",
    "tables are read with `supabase.from(table)`, under row level security. A function that only reads says so. Errors carry the slug in",
    "`message`, the sentence in `details` and the cure in `hint`.",
    "",
    ...parts.flatMap(({ title, functions }) => [
      `## ${title}`,
      "",
      ...functions.flatMap((rpc) => renderFunction(rpc, statusOf)),
    ]),
    "## Errors",
    "",
    "| slug | status | sentence | cure |",
    "|---|---|---|---|",
    ...problems.map(({ slug, status, sentence, cure }) =>
      `| \`${slug}\` | ${status} | ${cell(sentence)} | ${cell(cure)} |`
    ),
    "",
  ].join("\n");
}

function renderFunction(rpc: Rpc, statusOf: Map<string, number>): string[] {
  const [text, errors] = rpc.comment.split(/\s*Errors: /);
  const slugs = errors?.match(/[a-z][a-z0-9_]+/g) ?? [];
  return [
    `### ${rpc.name}`,
    "",
    text! + (rpc.reads ? " Only reads." : ""),
    "",
    ...rpc.arguments.map(({ name, type, fallback }) =>
      `- \`${name}\` ${type}${fallback === null ? "" : `, default ${fallback}`}`
    ),
    ...(rpc.arguments.length > 0 ? [""] : []),
    `Answers \`${rpc.answer}\`.${
      slugs.length === 0
        ? ""
        : ` Errors: ${
          slugs.map((slug) => `\`${slug}\`${statusOf.has(slug) ? ` (${statusOf.get(slug)})` : ""}`)
            .join(", ")
        }.`
    }`,
    "",
  ];
}

/** A text in a table of Markdown. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
