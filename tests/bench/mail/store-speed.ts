/**
 * B4 (ii) and ING-11: 1,000 mails of a new account read and stored (threads, contacts, follow-ups), beside the raw
 * COPY of the rows that came of it into the same tables. Fresh tables and a fresh session each time.
 */
import postgres, { type Sql } from "postgres";
import { normaliseMail } from "../../../functions/_shared/domain/mail/normalise-mail.ts";
import { OWN_ADDRESS } from "../../support/synthetic-mails.ts";
import type { BenchDatabase } from "../jobs/bench-database.ts";
import { type Bar, median, pairwise, ratioBar, spread } from "../jobs/figures.ts";

const BATCH = 50;
/** Parents first. */
const TABLES = [
  "public.contacts",
  "public.contact_methods",
  "public.conversations",
  "public.messages",
  "public.attachments",
  "private.message_sources",
  "private.conversation_keys",
];

export async function benchStoring(
  database: BenchDatabase,
  mails: Uint8Array[],
  pairs: number,
): Promise<Bar[]> {
  const setUp = postgres(database.url, { max: 1, onnotice: () => {} });
  const connection = await makeConnection(setUp);
  const rates: { ours: number[]; copy: number[] } = { ours: [], copy: [] };
  const seconds: number[] = [];
  const reading: number[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    await empty(setUp);
    const stored = await storeAll(database.url, connection, mails);
    seconds.push(stored.seconds);
    reading.push(stored.reading);
    rates.ours.push(mails.length / stored.seconds);
    const rows = await copyOut(setUp);
    await empty(setUp);
    rates.copy.push(mails.length / await copyIn(database.url, rows));
  }
  await setUp.end();
  const n = mails.length;
  console.log(
    `  ${n} mails, newest first, ${BATCH} a call: ours ${median(rates.ours).toFixed(0)} mails/s (${
      spread(seconds)
    } s, of it reading ${spread(reading)} s), COPY of their rows ${
      median(rates.copy).toFixed(0)
    } mails/s`,
  );
  const bars = [ratioBar(`B4 ii ${n} mails / COPY`, pairwise(rates.ours, rates.copy), ">=", 0.1)];
  if (n !== 1_000) return bars;
  const figure = `${spread(seconds)} s`;
  return [...bars, {
    name: "ING-11 1,000 mails, our own work",
    figure,
    bar: "< 3 s",
    holds: median(seconds) < 3,
  }];
}

/** A new account of a new person; answers its id. */
export async function makeConnection(sql: Sql): Promise<string> {
  const [person] = await sql`
    insert into auth.users (id, email, email_confirmed_at) values (gen_random_uuid(), ${`${crypto.randomUUID()}@acme.test`}, now()) returning id`;
  const [row] = await sql`
    insert into public.connections (workspace_id, owner_id, channel, provider, address, own_addresses, display_name)
    select m.workspace_id, m.user_id, 'email', 'gmail', ${OWN_ADDRESS}, array[${OWN_ADDRESS}], 'Ada'
    from public.workspace_members m where m.user_id = ${person!.id} returning id`;
  return row!.id;
}

/** As before the first mail: no rows, no statistics. */
async function empty(sql: Sql): Promise<void> {
  await sql.unsafe(`truncate ${TABLES.join(", ")} cascade`).simple();
  await sql`delete from pg_catalog.pg_statistic where starelid = any (${TABLES}::regclass[])`;
}

/** Reads and stores all mails, newest first; seconds in all, and of it reading. */
export async function storeAll(url: string, connection: string, mails: Uint8Array[]) {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql`select 1`;
    const newestFirst = [...mails].reverse();
    const started = performance.now();
    let reading = 0;
    for (let at = 0; at < newestFirst.length; at += BATCH) {
      const since = performance.now();
      const items = newestFirst.slice(at, at + BATCH).map((raw, place) => ({
        ...normaliseMail(raw, { reference: String(at + place), ownAddresses: [OWN_ADDRESS] }),
        raw_base64: Buffer.from(raw).toString("base64"),
      }));
      reading += performance.now() - since;
      const hasMore = at + BATCH < newestFirst.length;
      const [row] = await sql`
        select worker.store_messages(${connection}, ${
        sql.json(items)
      }, '2027-01-01T00:00:00Z', ${hasMore}) as results`;
      const lost = row!.results.filter(({ outcome }: { outcome: string }) => outcome !== "stored");
      if (lost.length > 0) throw new Error(`Not stored: ${JSON.stringify(lost[0])}`);
    }
    return { seconds: (performance.now() - started) / 1_000, reading: reading / 1_000 };
  } finally {
    await sql.end();
  }
}

type Rows = { table: string; columns: string; file: string }[];

/** Each table to a file of the server, so that no client stands between the rows and the table. */
async function copyOut(sql: Sql): Promise<Rows> {
  const [setting] = await sql`show data_directory`;
  const rows: Rows = [];
  for (const table of TABLES) {
    const [row] = await sql`
      select string_agg(quote_ident(attname), ',' order by attnum) as columns from pg_attribute
      where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attgenerated = ''`;
    const file = `${setting!.data_directory}/${table}.copy`;
    await sql.unsafe(`copy ${table} (${row!.columns}) to '${file}'`);
    rows.push({ table, columns: row!.columns, file });
  }
  return rows;
}

/** Seconds to copy all rows in, in one transaction. */
async function copyIn(url: string, rows: Rows): Promise<number> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql`select 1`;
    const started = performance.now();
    await sql.begin(async (transaction) => {
      // Raw: no foreign key is checked and no trigger runs, whose plans on empty tables would slow it down.
      await transaction`set local session_replication_role = replica`;
      for (const { table, columns, file } of rows) {
        await transaction.unsafe(`copy ${table} (${columns}) from '${file}'`);
      }
    });
    return (performance.now() - started) / 1_000;
  } finally {
    await sql.end();
  }
}
