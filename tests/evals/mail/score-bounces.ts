import { readFileSync } from "node:fs";
import { normaliseMail } from "../../../functions/_shared/domain/mail/normalise-mail.ts";
import type { Figure } from "../figure.ts";
import { HALVES, labelled } from "../labelled.ts";
import type { TriageCase } from "../score-triage.ts";
import { bytesOf, filesIn, inCorpora, textOf } from "./corpora.ts";

type Label = { status: string; code: string; reason: string; hard: boolean };

/** Reports that are no bounce: feedback loops and confirmations of delivery. */
const NO_BOUNCE = ["feedback", "delivered"];

/** Hard or soft, and kind, of every mail of `bounces`, with the usual shortcut beside it. */
export function scoreBounces(onMiss: (line: string) => void = () => {}): Figure[] {
  const labels: Record<string, Label[]> = JSON.parse(
    readFileSync(inCorpora("bounces/labels.json"), "utf8"),
  );
  const score = { n: 0, hard: 0, firstStatus: 0, alwaysSoft: 0, bounces: 0, found: 0 };
  for (const [name, [label]] of Object.entries(labels)) {
    const raw = bytesOf(inCorpora(`bounces/${name}.eml`));
    const mail = normaliseMail(raw, { reference: name, ownAddresses: [] });
    const first = mail.bounce?.recipients[0];
    const isHard = first?.is_hard ?? false;
    score.n++;
    score.hard += Number(isHard === label!.hard);
    score.alwaysSoft += Number(!label!.hard);
    const shortcut =
      /\b([245])\.\d{1,3}\.\d{1,3}\b/.exec(new TextDecoder().decode(raw))?.[1] === "5";
    score.firstStatus += Number(shortcut === label!.hard);
    if (isHard !== label!.hard) onMiss(`${name}: ${label!.reason}, read as ${first?.reason}`);
    if (NO_BOUNCE.includes(label!.reason)) continue;
    score.bounces++;
    score.found += Number(mail.automatic_kind === "bounce");
  }
  const { n } = score;
  const figure = (measure: string, by: string, hits: number, of: number, bar?: number): Figure => ({
    set: "bounces",
    half: "all",
    measure,
    by,
    value: hits / of,
    n: of,
    ...(bar !== undefined && { bar }),
  });
  return [
    figure("hard or soft", "ours", score.hard, n, 0.95),
    figure("hard or soft", "first status code", score.firstStatus, n),
    figure("hard or soft", "always soft", score.alwaysSoft, n),
    figure("recognised", "ours", score.found, score.bounces, 0.95),
    ...scoreHumans(onMiss),
  ];
}

/** Mail people wrote: none of it may be called a bounce, and none automatic. */
function scoreHumans(onMiss: (line: string) => void): Figure[] {
  const bodies = [
    ...filesIn("signatures", (path) => path.endsWith("_body")).map((path) =>
      textOf(path).replace(/^#sig#/gm, "")
    ),
    ...filesIn("replies/emails").map(textOf),
  ].map((text) => ({ from: "someone@example.com", subject: "Re: your mail", text }));
  const ours = HALVES.flatMap((half) => labelled<TriageCase>("triage", half))
    .filter(({ automatic_kind: kind, expected }) =>
      kind === "human" && !["marketing", "notification"].includes(expected.category)
    )
    .map(({ sender_address: from, subject, text }) => ({ from, subject, text }));
  const mails = [...bodies, ...ours];
  let bounces = 0;
  let automatic = 0;
  for (const { from, subject, text } of mails) {
    const raw = `From: ${from}\r\nTo: ada@acme.test\r\nSubject: =?utf-8?B?${
      btoa(String.fromCharCode(...new TextEncoder().encode(subject)))
    }?=\r\nDate: Mon, 16 Nov 2026 09:00:00 +0000\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}`;
    const { automatic_kind: kind } = normaliseMail(new TextEncoder().encode(raw), {
      reference: "",
      ownAddresses: ["ada@acme.test"],
    });
    if (kind === "bounce") bounces++;
    if (kind !== "human") {
      automatic++;
      onMiss(`${kind}: ${subject}: ${text.slice(0, 60)}`);
    }
  }
  const of = mails.length;
  const figure = (measure: string, wrong: number, bar?: number): Figure => ({
    set: "people's mail",
    half: "all",
    measure,
    by: "ours",
    value: 1 - wrong / of,
    n: of,
    ...(bar !== undefined && { bar }),
  });
  return [figure("not called a bounce", bounces, 1), figure("not called automatic", automatic)];
}
