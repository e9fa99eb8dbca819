/**
 * `npm run bench:ai`: what the AI layer adds to the time and the tokens of a model (B14), with a model on loopback that answers at a fixed
 * pace, at the pace of hosted models, and at that pace while it fails now and then; and what it costs when a job comes twice. A private
 * PostgreSQL, the product's workers, no network. `-- --mails=50` for fewer mails in each mode. Exit code 1 when a bar does not hold.
 */
import postgres from "postgres";
import { benchMails, foundMailbox } from "../tests/bench/ai/mailbox.ts";
import { benchMode } from "../tests/bench/ai/bench-overhead.ts";
import { logNormal, type SlowMode, startSlowModel } from "../tests/bench/ai/slow-model.ts";
import { printBars } from "../tests/bench/jobs/figures.ts";
import { sequence } from "../tests/bench/search/load.ts";
import { startTestDatabase } from "../tests/support/database.ts";
import { directClient } from "../tests/support/faults/direct-client.ts";

const count = Number(process.argv.find((it) => it.startsWith("--mails="))?.slice(8) ?? 200);
/** Median and spread as hosted models of the small kind show them. */
const hosted = logNormal(400, 0.6);
const modes: { mode: SlowMode; lanes: number }[] = [
  { mode: { name: "fixed", latencyMs: () => 50, fate: () => "answered" }, lanes: 1 },
  { mode: { name: "jittered", latencyMs: hosted, fate: () => "answered" }, lanes: 4 },
  {
    mode: {
      name: "failing",
      latencyMs: hosted,
      fate: (random) =>
        random < 0.1
          ? "unavailable"
          : random < 0.15
          ? "rate_limited"
          : random < 0.25
          ? "misfit"
          : "answered",
    },
    lanes: 4,
  },
];

const database = await startTestDatabase();
const sql = postgres(database.url, { max: 4, onnotice: () => {} });
const model = await startSlowModel(modes[0]!.mode, sequence(14));
const bars = [];
try {
  const client = directClient(database.url);
  const mailbox = await foundMailbox(sql);
  const ports = { sql, client, model, mailbox };
  console.log(`${count} mails of the triage set in each mode, PostgreSQL on loopback, one process`);
  // plans, connections and compiled code: what a worker pays once, and is not counted
  await benchMode(ports, { ...modes[0]!.mode, name: "warm-up" }, benchMails(5), 1);
  for (const { mode, lanes } of modes) {
    bars.push(...await benchMode(ports, mode, benchMails(count), lanes));
  }
} finally {
  await model.close();
  await sql.end({ timeout: 2 });
  await database.stop();
}
console.log("");
process.exit(printBars(bars) ? 0 : 1);
