/** F16: any bytes give a message the database takes or a MailError, and the same bytes always the same one. */
import type { NormalisedMessage } from "../../../../functions/_shared/domain/mail/message.ts";
import { MailError } from "../../../../functions/_shared/domain/mail/mail-error.ts";
import { bytesOf, filesIn, hasCorpora } from "../../../evals/mail/corpora.ts";
import { BUILT_IN_BODIES, randomFrom, syntheticMails } from "../../synthetic-mails.ts";
import { mutate } from "../mutate-mail.ts";
import type { FaultReport } from "../report.ts";
import { mailboxOfCy, readMail, storeMessages } from "../store-mails.ts";
import type { World } from "../world.ts";

export interface MutatedMailSize {
  inputs: number;
  /** How many of them are stored as well. */
  stored: number;
}

/** Mails read one way and then back: what one leaves behind in the parser would show in another. */
const CHUNK = 500;
const BATCH = 50;
/** Longer ones say nothing more about the parser and would take most of the time. */
const MAX_BYTES = 64 * 1024;

export async function mutatedMail(
  world: World,
  { inputs, stored }: MutatedMailSize,
): Promise<FaultReport> {
  const originals = [...syntheticMails(BUILT_IN_BODIES, 60, 16), ...corpusMails()];
  const random = randomFrom(1_600);
  const pick = () => originals[Math.floor(random() * originals.length)]!;
  const uncaught: string[] = [];
  let different = 0;
  let unstorable = 0;
  let refused = 0;
  const sample: Uint8Array[] = [];
  for (let done = 0; done < inputs;) {
    const size = Math.min(CHUNK, inputs - done);
    const chunk = done === 0
      ? originals
      : Array.from({ length: size }, () => mutate(pick(), pick(), random));
    const first = chunk.map((raw) => outcome(raw, uncaught));
    for (const [at, raw] of [...chunk.entries()].reverse()) {
      if (outcome(Uint8Array.from(raw), uncaught) !== first[at]) different++;
    }
    refused += first.filter((text) => text.startsWith("mail_")).length;
    unstorable += first.filter((text) => !isStorable(text)).length;
    if (sample.length < stored) sample.push(...chunk.slice(0, Math.ceil(stored * CHUNK / inputs)));
    done += chunk.length;
  }
  const { failed, attempted } = await store(world, sample.slice(0, stored));
  return {
    fault: "F16",
    injected: `${originals.length} mails (${
      hasCorpora ? "corpora and built-in" : "built-in only"
    }), flipped, cut, mixed and with other line ends`,
    happened: inputs,
    needed: inputs,
    figures: [
      { name: "errors that are no refusal", measured: uncaught.length, limit: ["=", 0], n: inputs },
      {
        name: "different results of the same bytes",
        measured: different,
        limit: ["=", 0],
        n: inputs,
      },
      {
        name: "results with NUL or half a character",
        measured: unstorable,
        limit: ["=", 0],
        n: inputs,
      },
      { name: "refused by the database", measured: failed, limit: ["=", 0], n: attempted },
    ],
    notes: [`${refused} refused as no mail`, ...uncaught.slice(0, 3)],
  };
}

function corpusMails(): Uint8Array[] {
  if (!hasCorpora) return [];
  return [
    ...filesIn("mime", (path) => !path.endsWith(".json")),
    ...filesIn("bounces", (path) => path.endsWith(".eml")),
  ]
    .map(bytesOf).filter(({ length }) => length <= MAX_BYTES);
}

/** The record as JSON, or the slug of a refusal. */
function outcome(raw: Uint8Array, uncaught: string[]): string {
  try {
    return JSON.stringify(readMail(raw));
  } catch (error) {
    if (error instanceof MailError) return error.slug;
    uncaught.push(String(error));
    return "uncaught";
  }
}

/** jsonb takes neither a NUL nor half of a surrogate pair; JSON.stringify() writes both as escapes. */
function isStorable(json: string): boolean {
  return !/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i.test(json);
}

async function store(world: World, raws: Uint8Array[]) {
  const mailbox = await mailboxOfCy(world.sql);
  const items = raws.flatMap((raw, at) => {
    const text = outcome(raw, []);
    return text.startsWith("{")
      ? [{ raw, message: { ...JSON.parse(text) as NormalisedMessage, reference: `f16-${at}` } }]
      : [];
  });
  let failed = 0;
  for (let at = 0; at < items.length; at += BATCH) {
    const batch = items.slice(at, at + BATCH);
    const results = await storeMessages(
      world.sql,
      mailbox,
      batch.map(({ message }) => message),
      batch.map(({ raw }) => raw),
    );
    failed += results.filter((result) => result.outcome === "failed").length + batch.length -
      results.length;
  }
  return { failed, attempted: items.length };
}
