/** F15: mails far larger than anybody writes are read within the limits of an Edge Function, and what was cut says so. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { NormalisedMessage } from "../../../../functions/_shared/domain/mail/message.ts";
import { HUGE_MAILS, type HugeMail } from "../huge-mails.ts";
import type { FaultReport, Figure } from "../report.ts";
import { mailboxOfCy, readMail, storeMessages } from "../store-mails.ts";
import type { World } from "../world.ts";

export interface HugeMailSize {
  /** Names of the mails to read; all of them without any. */
  only?: string[];
}

/** https://supabase.com/docs/guides/functions/limits */
const MAX_CPU_MS = 2_000;
const MAX_BYTES = 256 * 1024 * 1024;
/** One query for each 500 of the 10,000 recipients. */
const MAX_QUERIES = 10_000 / 500;

type Reading = { cpuMs: number; peakBytes: number; message: NormalisedMessage };

export async function hugeMail(world: World, { only }: HugeMailSize): Promise<FaultReport> {
  const mails = HUGE_MAILS.filter(({ name }) => !only || only.includes(name));
  const folder = await mkdtemp(join(tmpdir(), "huge-mail-"));
  const readings: [HugeMail, Reading][] = [];
  const crashes: string[] = [];
  try {
    for (const mail of mails) {
      await readAlone(join(folder, "mail.eml"), mail)
        .then((reading) => readings.push([mail, reading]))
        .catch((error: Error) => crashes.push(`${mail.name}: ${error.message.slice(0, 300)}`));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const unmarked = readings.filter(([mail, { message }]) =>
    mail.isTruncated !== message.is_truncated
  );
  const n = readings.length;
  return {
    fault: "F15",
    injected: "mails of up to 50 MB, 10,000 recipients, 10,000 parts, 1,000 levels",
    happened: mails.length,
    needed: mails.length,
    figures: [
      { name: "crashes", measured: crashes.length, limit: ["=", 0], n: mails.length },
      {
        name: "most CPU of one, ms",
        measured: Math.max(...readings.map(([, { cpuMs }]) => cpuMs)),
        limit: ["<=", MAX_CPU_MS],
        n,
        needsAQuietMachine: true,
      },
      {
        name: "highest peak of one, MB",
        measured: Math.max(...readings.map(([, { peakBytes }]) => peakBytes)) / 1024 / 1024,
        limit: ["<=", MAX_BYTES / 1024 / 1024],
        n,
      },
      { name: "mails with a wrong is_truncated", measured: unmarked.length, limit: ["=", 0], n },
      ...await storeManyRecipients(world),
    ],
    notes: [
      ...crashes,
      ...unmarked.map(([{ name }]) => `wrong is_truncated: ${name}`),
      readings.map(([{ name }, { cpuMs, peakBytes }]) =>
        `${name} ${cpuMs.toFixed(0)} ms ${(peakBytes / 1024 / 1024).toFixed(0)} MB`
      ).join(", "),
    ],
  };
}

async function readAlone(path: string, mail: HugeMail): Promise<Reading> {
  await writeFile(path, mail.make());
  const program = join(import.meta.dirname, "../read-mail-process.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [program, path], {
    maxBuffer: 64 * 1024 * 1024,
    timeout: 60_000,
  });
  return JSON.parse(stdout);
}

/** A mail of ours to 10,000 people: no contact for each of them, and no query for each either. */
async function storeManyRecipients(world: World): Promise<Figure[]> {
  const many = (count: number) =>
    readMail(new TextEncoder().encode(
      `From: Ada <ada@acme.test>\nSubject: To ${count}\nTo: ${
        Array.from({ length: count }, (_, at) => `p${at}@customer.test`).join(",\n ")
      }\n\nHi all`,
    ));
  const connection = await world.sql.reserve();
  try {
    await connection`create extension if not exists pg_stat_statements with schema extensions`;
    const mailbox = await mailboxOfCy(connection);
    const statements = async (count: number) => {
      await connection.unsafe(
        "set pg_stat_statements.track = 'all'; select extensions.pg_stat_statements_reset()",
      )
        .simple();
      const [stored] = await storeMessages(connection, mailbox, [many(count)]);
      const [sum] =
        await connection`select sum(calls)::int as calls from extensions.pg_stat_statements`;
      return { calls: sum!.calls as number, contacts: stored!.new_contact_count };
    };
    await statements(2);
    const few = await statements(3);
    const thousands = await statements(10_000);
    return [
      {
        name: "more queries for 10,000 recipients",
        measured: thousands.calls - few.calls,
        limit: ["<=", MAX_QUERIES],
        n: 10_000,
      },
      { name: "contacts made of them", measured: thousands.contacts, limit: ["<=", 20], n: 10_000 },
      { name: "contacts made of three (control)", measured: few.contacts, limit: [">=", 1], n: 3 },
    ];
  } finally {
    await connection.unsafe("reset pg_stat_statements.track").simple();
    connection.release();
  }
}
