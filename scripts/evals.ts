/**
 * `npm run evals`: how well mail is read and understood, each figure with its number of cases, its bar, and what doing nothing or
 * a public peer reaches. `-- --engine=model` scores the models of the settings (AI_PROVIDER and the others of .env.example) on the
 * labelled sets instead of the built-in rules, `-- --engine=offline --engine=model` both. `-- --corpora DIR` scores another folder of
 * public mail, `-- --only=triage` one set, `-- --json` prints the figures as JSON, `-- --misses` what was wrong on the development
 * halves. Exit code 1 when a bar is missed.
 */
import { parseArgs } from "node:util";
import { type Engine, type EngineName, engineOf, ENGINES } from "../tests/evals/engines.ts";
import { type Figure, formatFigures, meetsBar } from "../tests/evals/figure.ts";
import { hasCollection, useCorpora } from "../tests/evals/mail/corpora.ts";
import { scoreBounces } from "../tests/evals/mail/score-bounces.ts";
import { scoreMime } from "../tests/evals/mail/score-mime.ts";
import { scoreReplies, scoreSignatures } from "../tests/evals/mail/score-replies.ts";
import { scoreRequests } from "../tests/evals/mail/score-requests.ts";
import { scoreDates } from "../tests/evals/score-dates.ts";
import { scorePrompts } from "../tests/evals/score-prompts.ts";
import { scoreRetrieval } from "../tests/evals/score-retrieval.ts";
import { scoreScheduling } from "../tests/evals/score-scheduling.ts";
import { scoreTasks } from "../tests/evals/score-tasks.ts";
import { scoreTriage } from "../tests/evals/score-triage.ts";

const { values: options } = parseArgs({
  options: {
    corpora: { type: "string" },
    engine: { type: "string", multiple: true, default: ["offline"] },
    json: { type: "boolean", default: false },
    misses: { type: "boolean", default: false },
    only: { type: "string" },
  },
});
if (options.corpora) useCorpora(options.corpora);

const misses: string[] = [];
const onMiss = (line: string) => void misses.push(line);
/** The public sets need their collection; they are read by rules whatever the engine. */
const publicSets: Record<string, () => Figure[] | Promise<Figure[]>> = {
  replies: scoreReplies,
  signatures: scoreSignatures,
  requests: () => scoreRequests(onMiss),
  bounces: () => scoreBounces(onMiss),
  mime: scoreMime,
};
/** Days, too, are computed by rules: a model only names the words. */
const ruleSets: Record<string, () => Figure[]> = { dates: () => scoreDates(onMiss) };
/** Ours are part of the repository. */
const ownSets: Record<string, (engine: Engine) => Promise<Figure[]>> = {
  triage: (engine) => scoreTriage(onMiss, engine.triage),
  tasks: (engine) => scoreTasks(onMiss, engine.tasks),
  scheduling: (engine) => scoreScheduling(onMiss, engine.scheduling),
  retrieval: (engine) => scoreRetrieval(onMiss, engine.embedder),
  prompts: (engine) => scorePrompts(onMiss, engine.route),
};
const known = [publicSets, ruleSets, ownSets].flatMap((sets) => Object.keys(sets));
if (options.only && !known.includes(options.only)) fail(options.only, known);
const unknown = options.engine.find((name) => !ENGINES.includes(name as EngineName));
if (unknown !== undefined) fail(unknown, ENGINES);

function fail(what: string, choices: readonly string[]): never {
  console.error(`Cannot score ${what}: choose one of ${choices.join(", ")}`);
  process.exit(1);
}

function engineFor(name: EngineName): Engine {
  try {
    return engineOf(name);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}

const figures: Figure[] = [];
for (const name of options.engine as EngineName[]) {
  const isWanted = (set: string) => !options.only || options.only === set;
  const scored: Figure[] = [];
  for (const [set, score] of Object.entries(publicSets)) {
    if (name === "model" || !isWanted(set)) continue;
    if (hasCollection(set)) scored.push(...await score());
    else if (!options.json) console.log(`${set}: skipped, no folder ${set} in the corpora`);
  }
  for (const [set, score] of Object.entries(ruleSets)) {
    if (name === "offline" && isWanted(set)) scored.push(...score());
  }
  const engine = engineFor(name);
  for (const [set, score] of Object.entries(ownSets)) {
    if (isWanted(set)) scored.push(...await score(engine));
  }
  figures.push(...[...scored, ...engine.answered()].map((one) => ({ ...one, engine: name })));
}
if (options.json) console.log(JSON.stringify(figures, null, 2));
else if (figures.length > 0) console.log(formatFigures(figures));
if (options.misses) console.log(misses.join("\n"));
const missed = figures.filter((figure) => !meetsBar(figure)).length;
if (missed > 0) {
  if (!options.json) console.log(`${missed} below the bar`);
  process.exitCode = 1;
}
