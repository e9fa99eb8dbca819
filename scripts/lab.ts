/**
 * `npm run lab`: the provider lab by itself, with mailboxes in which things happen, a live table of requests and faults, and
 * commands to switch faults on. `--help` tells the options.
 */
import { createInterface } from "node:readline";
import { LabArgumentError, labUsage, parseLabArguments } from "./lab/arguments.ts";
import { runCommand } from "./lab/commands.ts";
import { renderTable } from "./lab/table.ts";
import { startGoogleLab } from "./local/emulators/google-lab/lab.ts";
import { createRandom } from "./local/emulators/google-lab/random.ts";
import { createTraffic } from "./local/emulators/google-lab/traffic/traffic.ts";

const REFRESH_MS = 1_000;
/** Two nights, for what looks once a day. */
const QUIET_DAYS = 2;

async function run(): Promise<void> {
  const options = parseLabArguments(process.argv.slice(2));
  if (options.help) return console.log(labUsage);
  if (options.week) {
    // loaded when asked for: it brings the functions with it
    const { showWeek } = await import("./lab/week.ts");
    const { mailboxes, days, perDay, seed } = options;
    if (!await showWeek({ mailboxes, days, perDay, quietDays: QUIET_DAYS }, seed)) {
      process.exitCode = 1;
    }
    return;
  }
  const lab = await startGoogleLab({
    port: options.port,
    seed: options.seed,
    quotaProfile: options.quota,
  });
  for (let number = 1; number <= options.mailboxes; number++) {
    lab.addMailbox({ address: `person${number}@lab.test`, name: `Person ${number}` });
  }
  const traffic = createTraffic(lab, createRandom(`${options.seed}/traffic`));
  for (const mailbox of lab.mailboxes()) {
    for (let count = 0; count < options.mails; count++) traffic.mail(mailbox);
    for (let count = 0; count < options.mails / 10; count++) traffic.calendar(mailbox);
  }
  for (const fault of options.faults) lab.faults.add(fault);

  console.log(`The Google lab answers at ${lab.url}`);
  for (const { address, accessToken } of lab.mailboxes().slice(0, 5)) {
    console.log(`  ${address}  Bearer ${accessToken}`);
  }
  if (lab.mailboxes().length > 5) {
    console.log(`  and ${lab.mailboxes().length - 5} more: show tokens`);
  }
  console.log(`\nType a command (help lists them), Ctrl-C to stop\n`);

  const input = createInterface({ input: process.stdin, output: process.stdout });
  input.on("line", async (line) => {
    for (const text of await runCommand(lab, traffic, line)) console.log(text);
    if (line.trim() === "quit") process.kill(process.pid, "SIGINT");
  });
  let last = "";
  const timer = setInterval(() => {
    if (options.everySeconds > 0 && lab.clock.now() >= nextTraffic) {
      nextTraffic = lab.clock.now() + options.everySeconds * 1_000;
      traffic.any();
    }
    const table = renderTable(lab);
    if (table !== last && !input.line) console.log(table);
    last = table;
  }, REFRESH_MS);
  let nextTraffic = lab.clock.now();
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, resolve);
    input.once("SIGINT", resolve);
  });
  clearInterval(timer);
  input.close();
  await lab.close();
}

try {
  await run();
  process.exit();
} catch (error) {
  if (!(error instanceof LabArgumentError)) throw error;
  console.error(`${error.message}\n\n${labUsage}`);
  process.exit(1);
}
