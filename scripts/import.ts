/** `npm run import`: streams an mbox file or a folder of mails into the product (see `--help`). */
import { resolve } from "node:path";
import { setFlagsFromString } from "node:v8";
import { ImportError } from "./import/errors.ts";
import { FailureLog } from "./import/failure-log.ts";
import { findPassword, findTarget } from "./import/find-target.ts";
import { ImportReport } from "./import/import-report.ts";
import { openMailbox } from "./import/open-mailbox.ts";
import { HELP, type ImportArguments, parseArguments } from "./import/parse-arguments.ts";
import { openMailSource, readMails } from "./import/read-mails.ts";
import { type FinalReport, renderJsonReport, renderReport } from "./import/render-report.ts";
import { runImport } from "./import/run-import.ts";
import { ProgressDisplay } from "./import/show-progress.ts";

// V8 lets the space for young objects grow to 134 MB here, mostly garbage: 200,000 small mails needed
// 307 MB with it and 170 MB without, at the same pace (https://v8.dev/blog/orinoco-parallel-scavenger).
setFlagsFromString("--semi-space-growth-factor=1");

const LOCAL_FOLDER = resolve(import.meta.dirname, "../.local");

async function main(args: ImportArguments): Promise<number> {
  // npm changes into the package's folder; paths are meant from where the person stands.
  const from = (path: string) => resolve(process.env.INIT_CWD ?? ".", path);
  const source = await openMailSource(from(args.path));
  const target = await findTarget(args.url, process.env, resolve(LOCAL_FOLDER, "secrets.json"));
  const passwordFile = args.passwordFile === null ? null : from(args.passwordFile);
  const password = await findPassword(passwordFile, args.as, target, process.env);
  const mailbox = await openMailbox(target, {
    address: args.as,
    password,
    workspace: args.workspace,
    mine: args.mine,
  });

  const failures = new FailureLog(LOCAL_FOLDER);
  const report = new ImportReport((failure) => failures.add(failure));
  const progress = new ProgressDisplay(process.stderr, source.byteCount);
  const ended = await runImport({
    items: readMails(source, (count) => progress.state.readBytes += count),
    door: {
      url: target.url,
      publishableKey: target.publishableKey,
      connectionId: mailbox.connectionId,
      accessToken: mailbox.accessToken,
    },
    report,
    onResult: () => progress.state.messageCount++,
    stop: stopOnInterrupt(),
  }).finally(() => progress.stop());
  await failures.close();

  const final: FinalReport = {
    source: args.path,
    mailbox: args.as,
    workspace: mailbox.workspaceName,
    counts: report.counts,
    seconds: progress.seconds,
    failures: failures.listed,
    failureFile: failures.path,
    endedBy: ended?.slug ?? null,
  };
  process.stdout.write(`${args.isJson ? renderJsonReport(final) : renderReport(final)}\n`);
  const { read, failureCount } = report.counts;
  const nothing = read + failureCount === 0
    ? new ImportError("import_no_mail_found", args.path)
    : null;
  const error = ended ?? nothing;
  if (error) explain(error);
  if (ended?.slug === "import_stopped") return 130;
  return error === null && report.hasImported ? 0 : 1;
}

/** The first Ctrl-C lets the requests under way end, the second ends at once. */
function stopOnInterrupt(): AbortSignal {
  const stop = new AbortController();
  process.on("SIGINT", () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
    process.stderr.write("\nStopping after the requests under way; Ctrl-C again ends at once\n");
  });
  return stop.signal;
}

function explain(error: ImportError): void {
  process.stderr.write(`${error.message} [${error.slug}]\n${error.hint}\n`);
}

try {
  const args = parseArguments(process.argv.slice(2));
  if (args === null) process.stdout.write(HELP);
  else process.exitCode = await main(args);
} catch (error) {
  if (!(error instanceof ImportError)) throw error;
  explain(error);
  process.exitCode = error.exitCode;
}
