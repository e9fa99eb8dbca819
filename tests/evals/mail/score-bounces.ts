import { readFileSync } from "node:fs";
import { join } from "node:path";
import { normaliseMail } from "../../../functions/_shared/domain/mail/normalise-mail.ts";
import { bytesOf, CORPORA } from "./corpora.ts";

type Label = { status: string; code: string; reason: string; hard: boolean };

/** Reports that are no bounce: feedback loops and confirmations of delivery. */
const NO_BOUNCE = ["feedback", "delivered"];

/** Hard or soft, kind and status of every mail of `bounces`, with the usual shortcut beside it. */
export async function scoreBounces() {
  const labels: Record<string, Label[]> = JSON.parse(
    readFileSync(join(CORPORA, "bounces/labels.json"), "utf8"),
  );
  const score = { n: 0, hard: 0, firstStatus: 0, alwaysSoft: 0, status: 0, bounces: 0, found: 0 };
  const misses: string[] = [];
  for (const [name, [label]] of Object.entries(labels)) {
    const raw = bytesOf(join(CORPORA, "bounces", `${name}.eml`));
    const mail = await normaliseMail(raw, { reference: name, ownAddresses: [] });
    const first = mail.bounce?.recipients[0];
    const isHard = first?.is_hard ?? false;
    score.n++;
    score.hard += Number(isHard === label!.hard);
    score.alwaysSoft += Number(!label!.hard);
    const shortcut =
      /\b([245])\.\d{1,3}\.\d{1,3}\b/.exec(new TextDecoder().decode(raw))?.[1] === "5";
    score.firstStatus += Number(shortcut === label!.hard);
    score.status += Number(first?.status === label!.status);
    if (isHard !== label!.hard) misses.push(`${name}: ${label!.reason}, read as ${first?.reason}`);
    if (NO_BOUNCE.includes(label!.reason)) continue;
    score.bounces++;
    score.found += Number(mail.automatic_kind === "bounce");
  }
  return { ...score, misses };
}
