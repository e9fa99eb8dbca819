/**
 * `npm run evals`: how well mail is read and understood, each figure with its number of cases, its bar, and what doing nothing or
 * a public peer reaches. `-- --corpora DIR` scores another folder of public mail, `-- --only=triage` one set, `-- --json` prints the
 * figures as JSON, `-- --misses` what was wrong on the development halves. Exit code 1 when a bar is missed.
 */
import { parseArgs } from "node:util";
import { type Figure, formatFigures, meetsBar } from "../tests/evals/figure.ts";
import { hasCollection, useCorpora } from "../tests/evals/mail/corpora.ts";
import { scoreBounces } from "../tests/evals/mail/score-bounces.ts";
import { scoreMime } from "../tests/evals/mail/score-mime.ts";
import { scoreReplies, scoreSignatures } from "../tests/evals/mail/score-replies.ts";
import { scoreRequests } from "../tests/evals/mail/score-requests.ts";
import { scoreRetrieval } from "../tests/evals/score-retrieval.ts";
import { scoreTasks } from "../tests/evals/score-tasks.ts";
import { scoreTriage } from "../tests/evals/score-triage.ts";

const { values: options } = parseArgs({
  options: {
    corpora: { type: "string" },
    json: { type: "boolean", default: false },
    misses: { type: "boolean", default: false },
    only: { type: "string" },
  },
});
if (options.corpora) useCorpora(options.corpora);

const misses: string[] = [];
const onMiss = (line: string) => void misses.push(line);
/** The public sets need their collection; ours are part of the repository. */
const sets: Record<string, { collection?: string; score: () => Figure[] | Promise<Figure[]> }> = {
  replies: { collection: "replies", score: scoreReplies },
  signatures: { collection: "signatures", score: scoreSignatures },
  requests: { collection: "requests", score: () => scoreRequests(onMiss) },
  bounces: { collection: "bounces", score: () => scoreBounces(onMiss) },
  mime: { collection: "mime", score: scoreMime },
  triage: { score: () => scoreTriage(onMiss) },
  tasks: { score: () => scoreTasks(onMiss) },
  retrieval: { score: () => scoreRetrieval(onMiss) },
};
if (options.only && !sets[options.only]) {
  console.error(`Cannot score ${options.only}: choose one of ${Object.keys(sets).join(", ")}`);
  process.exit(1);
}

const figures: Figure[] = [];
for (const [name, { collection, score }] of Object.entries(sets)) {
  if (options.only && options.only !== name) continue;
  if (collection && !hasCollection(collection)) {
    if (!options.json) console.log(`${name}: skipped, no folder ${collection} in the corpora`);
    continue;
  }
  figures.push(...await score());
}
if (options.json) console.log(JSON.stringify(figures, null, 2));
else if (figures.length > 0) console.log(formatFigures(figures));
if (options.misses) console.log(misses.join("\n"));
const missed = figures.filter((figure) => !meetsBar(figure)).length;
if (missed > 0) {
  if (!options.json) console.log(`${missed} below the bar`);
  process.exitCode = 1;
}
