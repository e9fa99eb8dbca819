/** The first mails of a database, whose tables the planner knows nothing about. */
import type { Sql } from "postgres";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestDatabase, type TestDatabase } from "../support/database.ts";
import { readMail, storeMessages } from "../support/faults/store-mails.ts";
import { BUILT_IN_BODIES, syntheticMails } from "../support/synthetic-mails.ts";

const BATCH = 50;
const MAX_ROWS_PER_MAIL = 100;

let database: TestDatabase;
let mailbox: string;

beforeEach(async () => {
  database = await startTestDatabase();
  await database.sql`select tests.cast_of_acme()`;
  const [row] = await database.sql`select tests.connection('ada') as id`;
  mailbox = row!.id;
}, 120_000);

afterEach(() => database?.stop());

async function storeAll(sql: Sql, mails: Uint8Array[]): Promise<string[]> {
  const outcomes: string[] = [];
  for (let at = 0; at < mails.length; at += BATCH) {
    const raws = mails.slice(at, at + BATCH);
    const messages = raws.map((raw, place) => readMail(raw, String(at + place)));
    outcomes.push(
      ...(await storeMessages(sql, mailbox, messages, raws)).map(({ outcome }) => outcome),
    );
  }
  return outcomes;
}

/** Rows that were read from the tables of the inbox since the server started. */
async function rowsRead(sql: Sql): Promise<number> {
  await sql`select pg_stat_force_next_flush()`;
  const [row] = await sql`
    select sum(coalesce(idx_tup_fetch, 0) + seq_tup_read)::int as count from pg_stat_user_tables
    where relname in ('messages', 'conversations', 'conversation_keys', 'contacts', 'contact_methods', 'attachments')`;
  return row!.count;
}

test("ING-11 store_messages() reads no more rows for the last mail of a first import than for the first", async () => {
  const session = await database.sql.reserve();
  try {
    const mails = syntheticMails(BUILT_IN_BODIES, 800, 11);
    const outcomes = await storeAll(session, mails.slice(0, 600));
    const before = await rowsRead(session);
    outcomes.push(...await storeAll(session, mails.slice(600)));
    const perMail = (await rowsRead(session) - before) / 200;
    console.info(`${perMail.toFixed(1)} rows read for each of the last 200 of 800 mails`);
    expect(outcomes.filter((outcome) => outcome !== "stored")).toEqual([]);
    expect(perMail).toBeLessThan(MAX_ROWS_PER_MAIL);
  } finally {
    session.release();
  }
});

test("store_messages() waits for nobody who analyses the inbox", async () => {
  const other = await database.sql.reserve();
  const session = await database.sql.reserve();
  try {
    await other`begin`;
    await other`lock table public.messages in share update exclusive mode`;
    await session`set statement_timeout = '10s'`;
    const outcomes = await storeAll(session, syntheticMails(BUILT_IN_BODIES, 100, 12));
    expect(new Set(outcomes)).toEqual(new Set(["stored"]));
    const pages = () =>
      session`select relpages from pg_class where oid = 'public.messages'::regclass`.then(([row]) =>
        row!.relpages
      );
    expect(await pages()).toBe(0);
    await other`rollback`;
    await storeAll(session, syntheticMails(BUILT_IN_BODIES, 50, 13));
    expect(await pages()).toBeGreaterThan(0);
  } finally {
    other.release();
    session.release();
  }
});
