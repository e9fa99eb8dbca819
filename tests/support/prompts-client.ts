/** Asks the door of prompts as an app does, and holds every answer to what each must keep. */
import { expect } from "vitest";
import type { Client } from "../../scripts/demo/play-demo.ts";
import {
  type Answer,
  answer as answerSchema,
} from "../../functions/_shared/domain/prompts/answer.ts";

export const ACME = "00000000-0000-4000-8000-0000000ac3e0";

export interface Ask {
  text: string;
  workspace_id?: string;
  connection_ids?: string[];
  from_at?: string;
  until_at?: string;
  priority?: "high";
  contact_id?: string;
  conversation_id?: string;
}

/** The answer in its form, each quote looked up in the stored message as the person who asked. */
export async function ask(client: Client, asked: string | Ask): Promise<Answer> {
  const { data, error } = await client.functions.invoke("prompts", {
    body: { workspace_id: ACME, ...(typeof asked === "string" ? { text: asked } : asked) },
  });
  if (error) throw new Error(JSON.stringify(await error.context.json()));
  const given = answerSchema.parse(data);
  await expectQuotesToStand(client, given);
  return given;
}

/** The slug a refused prompt is answered with. */
export async function refusedSlug(client: Client, asked: Ask): Promise<[number, string]> {
  const { data, error } = await client.functions.invoke("prompts", {
    body: { workspace_id: ACME, ...asked },
  });
  expect(data).toBeNull();
  const { slug } = await error.context.json();
  return [error.context.status, slug];
}

const plain = (text: string) => text.replace(/\s+/g, " ").trim();

async function expectQuotesToStand(client: Client, given: Answer): Promise<void> {
  const sources = given.statements.flatMap((one) => one.sources);
  for (const { sources: of } of given.statements) expect(of.length).toBeGreaterThan(0);
  if (sources.length === 0) return;
  const { data } = await client.from("messages").select("id, subject, text_new")
    .in("id", [...new Set(sources.map(({ message_id }) => message_id))]).throwOnError();
  for (const { message_id, quote } of sources) {
    const message = data.find(({ id }) => id === message_id);
    const said = plain(`${message?.subject}\n${message?.text_new}`);
    expect(said).toContain(plain(quote));
  }
}

/** Subjects of the messages an answer quotes. */
export async function quotedSubjects(client: Client, given: Answer): Promise<string[]> {
  const ids = given.statements.flatMap(({ sources }) =>
    sources.map(({ message_id }) => message_id)
  );
  const { data } = await client.from("messages").select("subject").in("id", ids).throwOnError();
  return [...new Set(data.map(({ subject }) => subject))].sort();
}
