/**
 * B14: what classifying a mail and drafting its answers in three tones takes beside the model's own time, through the product's workers
 * on a real database; what is sent beyond the least one could send; and what a job costs that is handed out twice.
 */
import type { Sql } from "postgres";
import { createJobQueue } from "../../../functions/_shared/adapters/supabase/job-queue.ts";
import type { DatabaseClient } from "../../../functions/_shared/adapters/supabase/call-worker.ts";
import type { Job } from "../../../functions/_shared/ports/job-queue.ts";
import type { TriageCase } from "../../evals/score-triage.ts";
import { aiHandlers } from "../../support/ai-workers.ts";
import { type Bar, median, percentile, printTable } from "../jobs/figures.ts";
import { type BenchMailbox, deliverMails } from "./mailbox.ts";
import type { Body, Question, SlowMode, SlowModel } from "./slow-model.ts";
import { minimalPieces, sentPieces } from "./tokens.ts";

const QUEUES = ["triage", "draft-reply"] as const;
const MAX_ATTEMPTS = 5;
const OWNER = "Ada";

export interface OverheadPorts {
  sql: Sql;
  client: DatabaseClient;
  model: SlowModel;
  mailbox: BenchMailbox;
}

interface Worked {
  job: Job;
  mail: number;
  /** Milliseconds beyond the model's. */
  ours: number;
  /** Of plain fetches of the same questions, beyond the model's. */
  bare: number;
  model: number;
}

export async function benchMode(
  ports: OverheadPorts,
  mode: SlowMode,
  mails: TriageCase[],
  lanes: number,
): Promise<Bar[]> {
  const { sql, client, model, mailbox } = ports;
  model.mode(mode);
  const mailOf = await deliverMails(sql, client, mailbox, mails, mode.name);
  const handlers = aiHandlers({ client, modelUrl: model.url, fetch, log: () => {} });
  const asked = model.asked().length;
  const worked = new Map<string, Worked[]>();
  for (const queue of QUEUES) {
    const run = { ...ports, queue, handle: handlers[queue]!, mailOf };
    worked.set(queue, (await Promise.all(Array.from({ length: lanes }, () => work(run)))).flat());
  }
  const pairs = [...worked.get("triage")!].flatMap((triage) => {
    const draft = worked.get("draft-reply")!.find(({ mail }) => mail === triage.mail);
    return draft ? [{ triage, draft }] : [];
  });
  const both = (key: "ours" | "bare" | "model") =>
    pairs.map(({ triage, draft }) => triage[key] + draft[key]);
  printMode(mode.name, lanes, { ours: both("ours"), bare: both("bare"), model: both("model") });
  const p95 = percentile(both("ours"), 0.95);
  const replayed = await replay(model, handlers, [...worked.values()].flat());
  return [
    {
      name: `${mode.name}: classify and draft, p95 beyond the model's time`,
      figure: `${p95.toFixed(1)} ms (n=${pairs.length})`,
      bar: "<= 150 ms",
      holds: p95 <= 150 && pairs.length === mails.length,
    },
    ...(mode.fate(0) === "answered"
      ? [tokenBar(mode.name, model.asked().slice(asked), worked, mails)]
      : []),
    {
      name: `${mode.name}: jobs handed out twice that ask no model again`,
      figure: `${replayed.hits.toFixed(3)} (n=${replayed.n})`,
      bar: ">= 0.95",
      holds: replayed.hits >= 0.95,
    },
  ];
}

interface Run extends OverheadPorts {
  queue: string;
  handle: ReturnType<typeof aiHandlers>[string];
  mailOf: Map<string, number>;
}

/** Claims, works and finishes one job after the other, as a worker does, and asks each question once more by itself. */
async function work({ client, model, queue, handle, mailOf }: Run): Promise<Worked[]> {
  const jobs = createJobQueue(client);
  const workerName = crypto.randomUUID();
  const worked: Worked[] = [];
  for (;;) {
    const since = performance.now();
    const [job] = await jobs.claim(queue, workerName, 1, []);
    if (!job) break;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      // the pause before the next attempt is the model's doing
      if ((await handle({ ...job, attempt })).outcome === "done") break;
    }
    await jobs.finish([job]);
    const wall = performance.now() - since;
    const { ms } = model.spentOn(job.id);
    const question = model.asked().findLast((one) => one.job === job.id);
    const payload = job.payload as { message_id?: string; request_id?: string };
    const mail = mailOf.get(payload.message_id ?? payload.request_id ?? "");
    if (mail === undefined) continue;
    const bare = question ? await askBare(model, question.body, `bare-${job.id}`) : 0;
    worked.push({ job, mail, ours: wall - ms, bare, model: ms });
  }
  await jobs.leave(queue, workerName, []);
  return worked;
}

/** The least a program can do: send the question, read the answer. Milliseconds beyond the model's. */
async function askBare(model: SlowModel, body: Body, job: string): Promise<number> {
  const since = performance.now();
  const response = await fetch(`${model.url}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-job": job },
    body: JSON.stringify(body),
  });
  const answer = await response.json() as { choices?: { message: { content: string } }[] };
  JSON.parse(answer.choices?.[0]?.message.content ?? "null");
  return performance.now() - since - model.spentOn(job).ms;
}

/** The same jobs again, as after a worker that died before it could say that it was done. */
async function replay(
  model: SlowModel,
  handlers: ReturnType<typeof aiHandlers>,
  worked: Worked[],
): Promise<{ hits: number; n: number }> {
  let hits = 0;
  for (const { job } of worked) {
    const before = model.asked().length;
    await handlers[job.queue]!({ ...job, attempt: 2 });
    if (model.asked().length === before) hits++;
  }
  return { hits: hits / worked.length, n: worked.length };
}

function tokenBar(
  mode: string,
  questions: Question[],
  worked: Map<string, Worked[]>,
  mails: TriageCase[],
): Bar {
  const jobs = new Map([...worked.values()].flat().map(({ job, mail }) => [job.id, mail]));
  const ratios = questions.flatMap(({ job, body }) => {
    const mail = jobs.get(job);
    if (mail === undefined) return [];
    return [sentPieces(body) / minimalPieces(body, mails[mail]!, OWNER)];
  });
  const mean = ratios.reduce((sum, one) => sum + one, 0) / ratios.length;
  return {
    name: `${mode}: tokens beside the least prompt`,
    figure: `${mean.toFixed(3)} (${Math.min(...ratios).toFixed(3)}..${
      Math.max(...ratios).toFixed(3)
    }, n=${ratios.length})`,
    bar: "<= 1.2",
    holds: mean <= 1.2,
  };
}

function printMode(
  name: string,
  lanes: number,
  times: Record<"ours" | "bare" | "model", number[]>,
): void {
  console.log(`\n${name}, ${lanes} at a time, milliseconds for one mail`);
  const line = (title: string, values: number[]) => [
    title,
    ...[0.5, 0.95, 0.99].map((part) => percentile(values, part).toFixed(1)),
    Math.max(...values).toFixed(1),
    String(values.length),
  ];
  printTable([
    ["", "p50", "p95", "p99", "max", "n"],
    line("the model itself, all attempts", times.model),
    line("ours: claim, read, ask, check, store, finish", times.ours),
    line("a bare call, asked once", times.bare),
  ]);
  const ratio = median(times.model.map((model, at) => (model + times.ours[at]!) / model));
  console.log(`  whole time beside the model's own: ${ratio.toFixed(3)} (median)`);
}
