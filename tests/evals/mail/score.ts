/**
 * Prints how well mail is read on the development corpora, each figure with its number of cases and
 * what doing nothing (or the usual shortcut) reaches.
 * Run: node_modules/.bin/node tests/evals/mail/score.ts
 */
import { normaliseMail } from "../../../functions/_shared/domain/mail/normalise-mail.ts";
import { ABSENT, bytesOf, filesIn, hasCorpora } from "./corpora.ts";
import { scoreBounces } from "./score-bounces.ts";
import { scoreReplies, scoreSignatures } from "./score-replies.ts";
import { scoreRequests } from "./score-requests.ts";

const share = (value: number) => value.toFixed(3);

async function main(): Promise<void> {
  for (const { peer, n, exact, line } of scoreReplies()) {
    console.log(`replies     ${peer}: exact ${exact} of ${n}, line F1 ${share(line.f1)}`);
  }
  for (const { peer, n, line } of scoreSignatures()) {
    const { precision, recall, f1 } = line;
    console.log(
      `signatures  ${peer}: line precision ${share(precision)}, recall ${share(recall)}, F1 ${
        share(f1)
      } (${n} mails)`,
    );
  }
  const bounces = await scoreBounces();
  console.log(
    `bounces     hard or soft ${share(bounces.hard / bounces.n)} of ${bounces.n}; always soft ${
      share(bounces.alwaysSoft / bounces.n)
    }, first status ${share(bounces.firstStatus / bounces.n)}`,
  );
  console.log(
    `bounces     recognised ${bounces.found} of ${bounces.bounces}; same status ${bounces.status} of ${bounces.n}`,
  );
  for (const miss of bounces.misses) console.log(`            missed ${miss}`);
  const requests = scoreRequests();
  console.log(
    `requests    F1 ${share(requests.f1)} (precision ${share(requests.precision)}, recall ${
      share(requests.recall)
    }), accuracy ${share(requests.accuracy)} of ${requests.n}; always no ${
      share(requests.alwaysNo)
    }, always yes F1 ${share(requests.alwaysYesF1)}`,
  );
  scoreMime();
}

function scoreMime(): void {
  const mails = filesIn("mime", (path) => !path.endsWith(".json")).map((path) => bytesOf(path));
  const started = performance.now();
  let failures = 0;
  for (const mail of mails) {
    try {
      normaliseMail(mail, { reference: "", ownAddresses: [] });
    } catch {
      failures++;
    }
  }
  const rate = mails.length / (performance.now() - started) * 1000;
  console.log(
    `mime        ${failures} failures of ${mails.length}, ${Math.round(rate)} mails a second`,
  );
}

if (hasCorpora) await main();
else console.log(ABSENT);
