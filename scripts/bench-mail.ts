/**
 * `npm run bench:mail`: mails read beside postal-mime and mailparser (B9, B4 iii), and stored beside the raw COPY of
 * the same rows (B4 ii, ING-11) on a private PostgreSQL; a mailbox read for the first time within Gmail's quota (B4 i, ING-11).
 * `-- --corpora DIR` names the mails; without any, built-in bodies serve and the agreement is left out.
 * `-- --quick`, `-- --only=B9|B4|understanding`. Ratios of runs that follow each other decide. Exit code 1 when a bar does not hold.
 */
const place = process.argv.indexOf("--corpora");
if (place > 0) process.env.CORPORA_DIR = process.argv[place + 1]!;
// The corpora are looked for where they are first imported.
const { ABSENT, bytesOf, filesIn, hasCorpora } = await import("../tests/evals/mail/corpora.ts");
const { startBenchDatabase } = await import("../tests/bench/jobs/bench-database.ts");
const { printBars } = await import("../tests/bench/jobs/figures.ts");
const { benchAgreement } = await import("../tests/bench/mail/agreement.ts");
const { benchFirstSync } = await import("../tests/bench/mail/first-sync.ts");
const { benchCosts, benchParsing } = await import("../tests/bench/mail/parse-speed.ts");
const { benchStoring } = await import("../tests/bench/mail/store-speed.ts");
const { benchUnderstanding } = await import("../tests/bench/mail/understand-speed.ts");
const { bodyOf, BUILT_IN_BODIES, syntheticMails } = await import(
  "../tests/support/synthetic-mails.ts"
);

const isQuick = process.argv.includes("--quick");
const only = process.argv.find((argument) => argument.startsWith("--only="))?.slice(7);
const isMail = (path: string) => !path.endsWith(".json");
const corpus = hasCorpora
  ? [...filesIn("mime", isMail), ...filesIn("bounces", isMail)].map(bytesOf)
  : [];
if (!hasCorpora) console.log(ABSENT);
const bodies = hasCorpora ? corpus.map(bodyOf) : BUILT_IN_BODIES;
const thousand = syntheticMails(bodies, 1_000, 7);
const speed = { pairs: 3, repeats: isQuick ? 2 : 10 };
const bars = [];

console.log(`Node ${process.version}`);
if (!only || only === "B9") {
  console.log("\nB9 reading");
  const all = hasCorpora ? corpus : thousand;
  bars.push(...benchCosts(all), await benchParsing("B9 all mails", all, 0.7, speed));
  if (hasCorpora) bars.push(...await benchAgreement());
}
if (!only || only === "B4") {
  console.log("\nB4 (iii) a mailbox of 1,000, reading");
  bars.push(await benchParsing("B4 iii", thousand, 0.5, { ...speed, repeats: isQuick ? 1 : 4 }));
  console.log("\nB4 (ii) reading and storing");
  const database = await startBenchDatabase();
  try {
    console.log(`  PostgreSQL ${database.version}, fsync on, loopback`);
    bars.push(...await benchStoring(database, thousand, 3));
    if (!isQuick) bars.push(...await benchStoring(database, syntheticMails(bodies, 10_000, 8), 1));
  } finally {
    await database.stop();
  }
  console.log("\nB4 (i) a first sync within Gmail's quota");
  for (const count of isQuick ? [1_000] : [1_000, 10_000]) {
    bars.push(...await benchFirstSync("since_2026_05", count));
    bars.push(...await benchFirstSync("before_2026_05", count));
  }
}
if (!only || only === "understanding") {
  console.log(
    "\nWhat a message costs: read, stored, triaged, extracted from and embedded, offline",
  );
  const database = await startBenchDatabase();
  try {
    await benchUnderstanding(database, thousand);
  } finally {
    await database.stop();
  }
}
console.log("");
if (!printBars(bars)) process.exitCode = 1;
