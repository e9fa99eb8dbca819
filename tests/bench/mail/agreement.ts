/** B9: how often each parser reads what the expected parse beside a mail says. */
import { existsSync, readFileSync } from "node:fs";
import { bytesOf, filesIn } from "../../evals/mail/corpora.ts";
import { type Bar, printTable } from "../jobs/figures.ts";
import { type Facts, mailparser, ours, type Parser, postalMime } from "./parsers.ts";

const FIELDS = ["subject", "from", "to", "date", "text", "attachmentCount"] as const;
type Field = typeof FIELDS[number];

type Value = {
  Text?: string;
  Address?: { List?: { address?: string }[]; Group?: { addresses: { address?: string }[] }[] };
  DateTime?:
    & Record<
      "year" | "month" | "day" | "hour" | "minute" | "second" | "tz_hour" | "tz_minute",
      number
    >
    & {
      tz_before_gmt: boolean;
    };
};
type Expected = {
  text_body: number[];
  attachments: number[];
  parts: { headers: { name: string; value: Value }[]; body: { Text?: string } }[];
};

/** Share of mails on which a parser agrees, by field and over all; a field counts where the expected parse has it. */
export async function benchAgreement(): Promise<Bar[]> {
  const paths = filesIn("mime/stalwart", (path) => path.endsWith(".json"))
    .map((path) => [path, path.replace(/json$/, "eml")] as const)
    .filter(([, mail]) => existsSync(mail))
    // What a malformed mail says is a matter of taste: those must be read without an error, and are.
    .filter(([json]) => !json.includes("/malformed/"));
  const parsers = [ours, postalMime, mailparser];
  const counts = new Map<Parser, Record<Field, [hits: number, all: number]>>();
  const misses: string[] = [];
  for (const parser of parsers) {
    const count = Object.fromEntries(FIELDS.map((field) => [field, [0, 0]])) as Record<
      Field,
      [number, number]
    >;
    counts.set(parser, count);
    for (const [json, mail] of paths) {
      const expected = expectedFacts(JSON.parse(readFileSync(json, "utf8")));
      const got = comparable(await parser.facts(bytesOf(mail)).catch(() => NOTHING));
      for (const field of FIELDS) {
        // The expected parse has lost a letter where others recover it.
        if (expected[field] === null || expected[field].includes("\uFFFD")) continue;
        count[field][1]++;
        if (got[field] === expected[field]) count[field][0]++;
        else if (parser === ours) misses.push(`${field} of ${mail.split("stalwart/")[1]}`);
      }
    }
  }
  const share = ([hits, all]: [number, number]) => `${(hits / all).toFixed(3)} (${all})`;
  printTable([
    ["agreement with stalwart (n)", ...FIELDS],
    ...parsers.map((
      parser,
    ) => [parser.name, ...FIELDS.map((field) => share(counts.get(parser)![field]))]),
  ]);
  console.log(`  ours differs: ${misses.join("; ") || "nowhere"}`);
  return FIELDS.map((field) => {
    const [hits, all] = counts.get(ours)![field];
    return {
      name: `B9 agreement on ${field}`,
      figure: share([hits, all]),
      bar: ">= 0.98",
      holds: hits / all >= 0.98,
    };
  });
}

type Comparable = Record<Field, string | null>;

const NOTHING: Facts = {
  subject: null,
  from: null,
  to: [],
  date: null,
  text: null,
  attachmentCount: -1,
};

const oneLine = (text: string | null) => text?.replace(/\s+/g, " ").trim() ?? null;

function comparable(facts: Facts): Comparable {
  return {
    subject: oneLine(facts.subject),
    from: facts.from,
    to: [...new Set(facts.to)].sort().join(),
    date: facts.date === null ? null : String(facts.date),
    text: oneLine(facts.text),
    attachmentCount: String(facts.attachmentCount),
  };
}

function expectedFacts({ parts, text_body, attachments }: Expected): Comparable {
  const value = (name: string) =>
    parts[0]!.headers.findLast((header) => header.name === name)?.value;
  const people = (name: string) => {
    const { Address } = value(name) ?? {};
    if (!Address) return null;
    const list = Address.List ?? Address.Group?.flatMap(({ addresses }) => addresses) ?? [];
    return list.flatMap(({ address }) => address ? [address.toLowerCase()] : []);
  };
  const bodies = text_body.map((part) => parts[part]!.body);
  const isText = bodies.length > 0 && bodies.every((body) => typeof body.Text === "string");
  const to = people("to");
  return {
    subject: oneLine(value("subject")?.Text ?? null),
    from: people("from")?.[0] ?? null,
    to: to && to.length > 0 ? [...new Set(to)].sort().join() : null,
    date: momentOf(value("date")?.DateTime),
    text: isText ? oneLine(bodies.map((body) => body.Text).join("\n")) : null,
    attachmentCount: String(attachments.length),
  };
}

function momentOf(date: Value["DateTime"]): string | null {
  if (!date) return null;
  const local = Date.UTC(date.year, date.month - 1, date.day, date.hour, date.minute, date.second);
  const offset = (date.tz_hour * 60 + date.tz_minute) * 60_000;
  return String(date.tz_before_gmt ? local + offset : local - offset);
}
